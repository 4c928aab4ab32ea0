import { AppError } from '../../core/errors.ts';
import type { ConsentProof, DirectoryConnection, TenantProfile } from '../../core/ports/microsoft.ts';
import { bodyOf } from '../api-client.ts';
import type { Tokens } from '../entra/tokens.ts';
import { codeOf, type Log } from '../reading.ts';
import { createGraph, graphScope, type GraphDeps } from './graph.ts';
import { Organization, pageOf } from './graph-wire.ts';

export interface DirectoryConnectionDeps extends GraphDeps {
  tokens: Tokens;
  log: Log;
}

const fields = 'id,displayName,tenantType,countryLetterCode,city,verifiedDomains';

export function createDirectoryConnection({ tokens, log, ...deps }: DirectoryConnectionDeps): DirectoryConnection {
  async function prove(tenantId: string, fresh: boolean): Promise<ConsentProof> {
    // A token that was issued before the consent stays without its permissions for as long as it is cached.
    const graph = createGraph(deps, {
      tenantId,
      token: async (options) => tokens.appOnly(tenantId, graphScope, { fresh: fresh || options.fresh }),
    });
    const answer = await graph.send({ method: 'GET', path: `/organization?$select=${fields}` });
    // A token without the permission: the service principal is there, what was consented to has not reached it.
    if (answer.status === 401 || answer.status === 403) return { kind: 'notConnected' };
    if (answer.status !== 200) throw graph.refused(answer);
    const organization = bodyOf(answer, pageOf(Organization)).value[0];
    if (organization?.id !== tenantId.toLowerCase()) {
      throw new AppError('UPSTREAM_UNEXPECTED', { reason: 'other tenant' });
    }
    return { kind: 'connected', profile: profileOf(organization) };
  }

  return {
    async prove(tenantId, { fresh }) {
      try {
        return await prove(tenantId, fresh);
      } catch (error) {
        if (error instanceof AppError && error.code === 'CONSENT_SETTLING') return { kind: 'notConnected' };
        return { kind: 'failed', code: codeOf(log, error, 'prove directory connection') };
      }
    },
  };
}

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
    // Microsoft leaves the type out where it may not tell; nearly every tenant is one for employees.
    isWorkforce: (organization.tenantType ?? 'AAD') === 'AAD',
  };
}
