import { AppError } from '../../../core/errors.ts';
import type { ConsentProof, DirectoryConnection, TenantProfile } from '../../../core/ports/microsoft.ts';
import { bodyOf } from '../../api-client.ts';
import { permissionsIn } from '../../entra/access-token.ts';
import type { Tokens } from '../../entra/tokens.ts';
import type { CustomerPermissions } from '../../microsoft-config.ts';
import { failureOf, type Log } from '../../reading.ts';
import { asApp, createGraph, graphScope, type GraphDeps } from '../graph.ts';
import { Organization, pageOf } from '../graph-wire.ts';
import { readInventory } from './tenant-inventory.ts';

export interface DirectoryConnectionDeps extends GraphDeps {
  tokens: Tokens;
  /** What every customer is asked for: a token shows in `roles` which of it was given. */
  permissions: CustomerPermissions;
  log: Log;
}

const fields = 'id,displayName,tenantType,countryLetterCode,city,verifiedDomains';

export function createDirectoryConnection(deps: DirectoryConnectionDeps): DirectoryConnection {
  const { tokens, log } = deps;

  async function prove(tenantId: string, fresh: boolean): Promise<ConsentProof> {
    // A token that was issued before the consent stays without its permissions for as long as it is cached.
    const given = permissionsIn(await tokens.appOnly(tenantId, graphScope, { fresh }));
    // None, where the token does not tell: then Graph's own answer decides.
    const missing = given ? deps.permissions.needed.filter((name) => !given.includes(name)) : [];
    if (given && missing.length > 0) return fresh ? withoutPermissions(given, missing) : prove(tenantId, true);
    const graph = createGraph(deps, asApp(tokens, tenantId));
    const answer = await graph.send({
      call: 'readOrganization',
      method: 'GET',
      path: `/organization?$select=${fields}`,
    });
    // The service principal is there; what was consented to has not reached Graph, or was taken back.
    if (answer.status === 401 || answer.status === 403) return { kind: 'notConnected' };
    if (answer.status !== 200) throw graph.refused(answer);
    const organization = bodyOf(answer, pageOf(Organization)).value[0];
    if (organization?.id !== tenantId.toLowerCase()) {
      throw new AppError('UPSTREAM_UNEXPECTED', { reason: 'other tenant' });
    }
    return { kind: 'connected', profile: profileOf(organization) };
  }

  /** With none of all that we ask for, the consent itself is not there. */
  function withoutPermissions(given: readonly string[], missing: readonly string[]): ConsentProof {
    const { needed, informative } = deps.permissions;
    if (![...needed, ...informative].some((name) => given.includes(name))) return { kind: 'notConnected' };
    log.info({ missing }, 'consent lacks permissions');
    return { kind: 'incomplete', missing };
  }

  return {
    async prove(tenantId, { fresh }) {
      try {
        return await prove(tenantId, fresh);
      } catch (error) {
        if (error instanceof AppError && error.code === 'CONSENT_SETTLING') return { kind: 'notConnected' };
        const failure = failureOf(log, error, 'prove directory connection');
        const { code } = failure;
        return code === 'APP_DISABLED' || code === 'TENANT_GONE'
          ? { kind: 'refused', code }
          : { kind: 'failed', ...failure };
      }
    },
    readInventory: async (tenantId) => readInventory(createGraph(deps, asApp(tokens, tenantId)), log),
  };
}

/** Tenants for consumers' identities, which cannot enter the program. */
const consumerTypes = new Set(['aad b2c', 'ciam']);

function profileOf(organization: Organization): TenantProfile {
  const domains = organization.verifiedDomains;
  const main =
    domains.find((domain) => domain.isDefault === true) ?? domains.find((domain) => domain.isInitial === true);
  return {
    tenantId: organization.id,
    displayName: organization.displayName,
    defaultDomain: main?.name ?? '',
    verifiedDomains: domains.map((domain) => domain.name),
    ...(typeof organization.countryLetterCode === 'string' && { countryCode: organization.countryLetterCode }),
    ...(typeof organization.city === 'string' && { city: organization.city }),
    // Microsoft leaves the type out where it may not tell, and may have new words; nearly every tenant is one for employees.
    isWorkforce: !consumerTypes.has((organization.tenantType ?? '').toLowerCase()),
  };
}
