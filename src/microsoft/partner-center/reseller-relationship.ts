import { bodyOf } from '../api-client.ts';
import type { CustomerState } from '../../core/ports/microsoft.ts';
import type { PartnerCenter } from './partner-center.ts';
import { PartnerRelationships } from './partner-center-wire.ts';

export interface RequiredPartners {
  partnerTenantId: string;
  partners: readonly { tenantId: string }[];
}

export interface ResellerRelationshipDeps {
  partnerCenter: PartnerCenter;
  required: RequiredPartners;
  /** Undefined: a list of all customers does not have it. */
  customerState: (tenantId: string) => Promise<CustomerState | undefined>;
}

/** Ours shows in the customer itself; the others only in the customer's list of partners. Throws AppError. */
export async function readResellerRelationship(
  { partnerCenter, required, customerState }: ResellerRelationshipDeps,
  tenantId: string,
): Promise<'attached' | 'missing'> {
  if ((await customerState(tenantId)) !== 'reseller') return 'missing';
  const others = required.partners.map((partner) => partner.tenantId.toLowerCase());
  const needed = others.filter((partner) => partner !== required.partnerTenantId.toLowerCase());
  if (needed.length === 0) return 'attached';

  const path = `/customers/${encodeURIComponent(tenantId)}/relationships`;
  const list = await partnerCenter.get(path, 'appAndUser');
  if (list.status !== 200) throw partnerCenter.refused(list);
  const attached = new Set((bodyOf(list, PartnerRelationships)?.items ?? []).filter(isActive).map((item) => item.id));
  return needed.every((partner) => attached.has(partner)) ? 'attached' : 'missing';
}

/** The state came to the documentation late; without one the relationship stands. */
function isActive(item: { state?: string | null | undefined }): boolean {
  return (item.state ?? 'active').toLowerCase() === 'active';
}
