import type { CloudName, FindTenantOutcome, TenantDirectory } from '../../../core/ports/microsoft.ts';
import { AppError } from '../../../core/errors.ts';
import { codeOf, type Log } from '../../reading.ts';
import { jsonOf, type SendHttp } from '../../send-http.ts';
import { numbersIn } from '../entra-errors.ts';
import { EntraErrorBody, OpenIdConfiguration } from '../entra-wire.ts';

export interface TenantDirectoryDeps {
  loginUrl: string;
  sendHttpFor: (domain: string) => SendHttp;
  /** Sign-in hosts of the other clouds, each asked once what this one does not know. None where a stand-in is asked. */
  otherLoginUrls: readonly string[];
  sendElsewhere: (domain: string) => SendHttp;
  /** The tenant's name as Microsoft shows it to a partner. Helpful, never required. */
  readDisplayName: (tenantId: string) => Promise<string | undefined>;
  log: Log;
}

/** Home of personal accounts: domains such as outlook.com end here, and no company does. */
const personalAccountsTenantId = '9188040d-6c67-4c5b-b112-36a304b66dad';
/** Sign-in hosts of tenants for consumers: nobody's domain, and what is typed for one by mistake. */
const consumersHost = /(^|[.])(b2clogin|ciamlogin)[.](com|us|cn)$/i;
const tenantIdShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** No such tenant; no valid tenant identifier. */
const unknownTenant = new Set([90002, 900021, 900023, 5000224]);
const elsewhere = new Set([90038, 900382, 900432]);

export function createTenantDirectory(deps: TenantDirectoryDeps): Pick<TenantDirectory, 'findTenant'> {
  const { loginUrl, sendHttpFor, otherLoginUrls, sendElsewhere, readDisplayName, log } = deps;

  async function discover(sendHttp: SendHttp, login: string, domain: string): Promise<FindTenantOutcome> {
    const response = await sendHttp(`${login}/${encodeURIComponent(domain)}/v2.0/.well-known/openid-configuration`);
    const json = await jsonOf(response);
    if (response.status === 200) return fromConfiguration(json);
    return refusalOf(response.status, json);
  }

  /** A name may be somebody's in each cloud: only what ours does not know is looked for elsewhere. */
  async function discoverElsewhere(domain: string): Promise<FindTenantOutcome | undefined> {
    const looks = await Promise.allSettled(
      otherLoginUrls.map(async (login) => discover(sendElsewhere(domain), login, domain)),
    );
    return looks.map((look) => (look.status === 'fulfilled' ? look.value : undefined)).find(isFound);
  }

  return {
    async findTenant(domain) {
      // `common` and its like are addresses too, and name no tenant. A tenant's own id does.
      if (!domain.includes('.') && !tenantIdShape.test(domain)) return { kind: 'notFound' };
      if (consumersHost.test(domain)) return { kind: 'failed', code: 'TENANT_UNSUITABLE' };
      try {
        const found = await discover(sendHttpFor(domain), loginUrl, domain);
        if (isUnknownHere(found)) return (await discoverElsewhere(domain)) ?? found;
        if (found.kind !== 'found') return found;
        const displayName = await nameOf(found.tenantId);
        return displayName === undefined ? found : { ...found, displayName };
      } catch (error) {
        return { kind: 'failed', code: codeOf(log, error, 'find tenant') };
      }
    },
  };

  async function nameOf(tenantId: string): Promise<string | undefined> {
    try {
      return await readDisplayName(tenantId);
    } catch (error) {
      codeOf(log, error, 'read tenant name');
      return undefined;
    }
  }
}

function isFound(outcome: FindTenantOutcome | undefined): boolean {
  return outcome?.kind === 'found';
}

function isUnknownHere(outcome: FindTenantOutcome): boolean {
  return outcome.kind === 'notFound' || (outcome.kind === 'failed' && outcome.code === 'TENANT_IN_OTHER_CLOUD');
}

function fromConfiguration(json: unknown): FindTenantOutcome {
  const configuration = OpenIdConfiguration.safeParse(json);
  const tenantId = configuration.success ? tenantIdIn(configuration.data.issuer) : undefined;
  if (!configuration.success || tenantId === undefined) throw new AppError('UPSTREAM_UNEXPECTED', { reason: 'shape' });
  if (tenantId === personalAccountsTenantId) return { kind: 'failed', code: 'TENANT_UNSUITABLE' };
  const { tenant_region_scope: regionScope, tenant_region_sub_scope: subScope } = configuration.data;
  return {
    kind: 'found',
    tenantId,
    cloud: cloudOf(configuration.data),
    ...(typeof regionScope === 'string' && { regionScope }),
    ...(subScope?.toUpperCase() === 'GCC' && { isGcc: true }),
  };
}

function tenantIdIn(issuer: string): string | undefined {
  return /[/]([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:[/]|$)/i.exec(issuer)?.[1]?.toLowerCase();
}

const cloudBySubScope = new Map<string, CloudName>([
  ['DODCON', 'gccHigh'],
  ['DOD', 'dod'],
]);
const cloudByGraph = new Map<string, CloudName>([
  ['graph.microsoft.us', 'gccHigh'],
  ['dod-graph.microsoft.us', 'dod'],
  ['microsoftgraph.chinacloudapi.cn', 'china'],
]);

/** GCC lives on the global hosts and works as any other tenant there; GCC High and DoD do not. */
export function cloudOf(configuration: OpenIdConfiguration): CloudName {
  const { tenant_region_sub_scope: subScope, msgraph_host: graph, cloud_instance_name: instance } = configuration;
  const known = cloudBySubScope.get(subScope?.toUpperCase() ?? '') ?? cloudByGraph.get(graph?.toLowerCase() ?? '');
  return known ?? cloudOfInstance(instance?.toLowerCase() ?? '');
}

function cloudOfInstance(name: string): CloudName {
  if (name.endsWith('microsoftonline.cn')) return 'china';
  return name.endsWith('microsoftonline.us') ? 'gccHigh' : 'global';
}

function refusalOf(status: number, json: unknown): FindTenantOutcome {
  const body = EntraErrorBody.safeParse(json);
  const numbers = body.success
    ? [...(body.data.error_codes ?? []), ...numbersIn(body.data.error_description ?? '')]
    : [];
  if (numbers.some((number) => unknownTenant.has(number))) return { kind: 'notFound' };
  if (numbers.some((number) => elsewhere.has(number))) return { kind: 'failed', code: 'TENANT_IN_OTHER_CLOUD' };
  const details = { status: String(status), numbers: numbers.join(' ') };
  if (status === 429) throw new AppError('UPSTREAM_THROTTLED', details);
  throw new AppError(status >= 500 ? 'UPSTREAM_UNAVAILABLE' : 'UPSTREAM_UNEXPECTED', details);
}
