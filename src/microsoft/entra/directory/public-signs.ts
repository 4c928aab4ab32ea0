import type { Reading, SignInPlace, TenantDirectory } from '../../../core/ports/microsoft.ts';
import { AppError } from '../../../core/errors.ts';
import { asReading, type Log } from '../../reading.ts';
import { jsonOf, type SendHttp } from '../../send-http.ts';
import { EntraErrorBody, OpenIdConfiguration, UserRealm } from '../entra-wire.ts';
import type { Keeping } from '../keep-for-a-while.ts';

export type PublicSigns = Pick<TenantDirectory, 'readSignIn' | 'isForConsumers'>;

export interface PublicSignsDeps {
  loginUrl: string;
  /** Sign-in of tenants for consumers, `{tenantId}` standing for the tenant's id. Absent: it is not asked. */
  externalLoginUrl: string | undefined;
  partnerTenantId: string;
  sendRealm: (domain: string) => SendHttp;
  sendExternal: (tenantId: string) => SendHttp;
  keep: Keeping;
  log: Log;
}

/**
 * What Microsoft's sign-in tells everybody. None of it is a documented API. The realm of a user name is what Microsoft's
 * own Get-EntraUserRealm and MSAL read; it takes any name, so nobody's is sent:
 * https://github.com/microsoftgraph/entra-powershell/blob/main/module/Entra/Microsoft.Entra/Users/Get-EntraUserRealm.ps1
 */
export function createPublicSigns(deps: PublicSignsDeps): PublicSigns {
  const { loginUrl, externalLoginUrl: template, partnerTenantId, sendRealm, sendExternal, keep, log } = deps;
  const isOursThere = keep(async () => isThere(partnerTenantId));

  /** External tenants are their own issuers on the host that their sign-in has. */
  async function isThere(tenantId: string): Promise<boolean> {
    const base = (template ?? '').replaceAll('{tenantId}', tenantId);
    const response = await sendExternal(tenantId)(`${base}/${tenantId}/v2.0/.well-known/openid-configuration`);
    const json = await jsonOf(response);
    if (response.status !== 200) return refused(response, json);
    const configuration = OpenIdConfiguration.safeParse(json);
    if (!configuration.success) throw new AppError('UPSTREAM_UNEXPECTED', { reason: 'shape' });
    return configuration.data.issuer.toLowerCase().startsWith(`${base}/`.toLowerCase());
  }

  return {
    readSignIn: async (domain) =>
      asReading(log, 'read sign-in', async () => readSignIn({ loginUrl, domain, sendRealm })),
    // How that host answers for other tenants is told nowhere. Ours is none for consumers: an answer that ours gets too
    // says nothing.
    isForConsumers: async (tenantId): Promise<Reading<boolean | undefined>> =>
      asReading(log, 'read kind of tenant', async () => {
        if (template === undefined || (await isOursThere())) return undefined;
        return isThere(tenantId);
      }),
  };
}

/** Entra says no with a number; anything else is no answer. */
function refused({ status }: Response, json: unknown): false {
  if (status < 429 && EntraErrorBody.safeParse(json).success) return false;
  if (status === 404) return false;
  throw failure(status);
}

async function readSignIn({
  loginUrl,
  domain,
  sendRealm,
}: Pick<PublicSignsDeps, 'loginUrl' | 'sendRealm'> & { domain: string }): Promise<SignInPlace> {
  const user = encodeURIComponent(`someone@${domain}`);
  const query = 'api-version=2.1&checkForMicrosoftAccount=false';
  const response = await sendRealm(domain)(`${loginUrl}/common/userrealm/${user}?${query}`);
  if (response.status !== 200) throw failure(response.status);
  const realm = UserRealm.safeParse(await jsonOf(response));
  if (!realm.success) throw new AppError('UPSTREAM_UNEXPECTED', { reason: 'shape' });
  return placeOf(realm.data);
}

/** The versions of that answer name the same things differently. */
function placeOf(realm: UserRealm): SignInPlace {
  const kind = (realm.NameSpaceType ?? realm.account_type ?? '').toLowerCase();
  if (kind === 'managed') return { kind: 'microsoft' };
  if (kind !== 'federated') return { kind: 'unknown' };
  const address = realm.AuthURL ?? realm.federation_active_auth_url ?? '';
  return URL.canParse(address) ? { kind: 'own', host: new URL(address).hostname } : { kind: 'own' };
}

function failure(status: number): AppError {
  const details = { status: String(status) };
  if (status === 429) return new AppError('UPSTREAM_THROTTLED', details);
  return new AppError(status >= 500 ? 'UPSTREAM_UNAVAILABLE' : 'UPSTREAM_UNEXPECTED', details);
}
