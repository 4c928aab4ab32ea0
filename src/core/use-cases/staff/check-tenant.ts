import type { ErrorCode } from '../../errors.ts';
import type { CloudName, FindTenantOutcome, TenantDirectory } from '../../ports/microsoft.ts';
import type { Policy } from '../../policy.ts';
import { asDomain } from '../../domain-name.ts';
import type { Tenant } from '../../transition.ts';

export type CheckTenantOutcome =
  | { kind: 'usable'; tenant: Tenant; regionScope?: string; isGcc?: boolean }
  | { kind: 'refused'; code: ErrorCode; domain: string; cloud?: CloudName };

export interface CheckTenantDeps {
  directory: Pick<TenantDirectory, 'findTenant'>;
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
      return judge(deps.policy, domain, found);
  }
}

function judge(
  policy: Policy,
  domain: string,
  found: Extract<FindTenantOutcome, { kind: 'found' }>,
): CheckTenantOutcome {
  const { tenantId, cloud, displayName, regionScope, isGcc } = found;
  if (policy.ownTenantIds.includes(tenantId)) return { kind: 'refused', code: 'OWN_TENANT', domain };
  if (cloud !== policy.cloud) return { kind: 'refused', code: 'TENANT_IN_OTHER_CLOUD', domain, cloud };
  return {
    kind: 'usable',
    tenant: { tenantId, domain, ...(displayName !== undefined && { displayName }) },
    ...(regionScope !== undefined && { regionScope }),
    ...(isGcc !== undefined && { isGcc }),
  };
}
