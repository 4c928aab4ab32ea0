import type { ErrorCode } from '../errors.ts';
import type { CloudName, TenantDirectory } from '../ports/microsoft.ts';
import type { Policy } from '../policy.ts';
import { asDomain } from '../domain-name.ts';

export type CheckTenantOutcome =
  | { kind: 'usable'; tenantId: string; domain: string; displayName?: string }
  | { kind: 'refused'; code: ErrorCode; domain: string; cloud?: CloudName };

export interface CheckTenantDeps {
  directory: TenantDirectory;
  policy: Policy;
}

/** Whether a transition can be started for the tenant behind what a person typed as a domain. */
export async function checkTenant(deps: CheckTenantDeps, typed: string): Promise<CheckTenantOutcome> {
  const domain = asDomain(typed);
  if (domain === undefined) return { kind: 'refused', code: 'DOMAIN_MALFORMED', domain: typed };
  const found = await deps.directory.findTenant(domain);
  switch (found.kind) {
    case 'notFound':
      return { kind: 'refused', code: 'TENANT_NOT_FOUND', domain };
    case 'failed':
      return { kind: 'refused', code: found.code, domain };
    case 'found':
      if (deps.policy.ownTenantIds.includes(found.tenantId)) return { kind: 'refused', code: 'OWN_TENANT', domain };
      if (found.cloud !== deps.policy.cloud) {
        return { kind: 'refused', code: 'TENANT_IN_OTHER_CLOUD', domain, cloud: found.cloud };
      }
      return {
        kind: 'usable',
        tenantId: found.tenantId,
        domain,
        ...(found.displayName !== undefined && { displayName: found.displayName }),
      };
  }
}
