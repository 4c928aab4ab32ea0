import { bodyOf } from '../api-client.ts';
import { AppError } from '../../core/errors.ts';
import type { PartnerCenter } from './partner-center.ts';
import { saysNotOurCustomer } from './partner-center-errors.ts';
import { Customer, PartnerRelationships } from './partner-center-wire.ts';

export interface RequiredPartners {
  partnerTenantId: string;
  partners: readonly { tenantId: string }[];
}

/** Ours shows in the customer itself; the others only in the customer's list of partners. Throws AppError. */
export async function readResellerRelationship(
  partnerCenter: PartnerCenter,
  required: RequiredPartners,
  tenantId: string,
): Promise<'attached' | 'missing'> {
  const path = `/customers/${encodeURIComponent(tenantId)}`;
  const answer = await partnerCenter.get(path, 'appOnly');
  if (saysNotOurCustomer(answer)) return 'missing';
  if (answer.status !== 200) throw partnerCenter.refused(answer);
  const customer = bodyOf(answer, Customer);
  if (customer.id !== tenantId.toLowerCase()) throw new AppError('UPSTREAM_UNEXPECTED', { reason: 'other customer' });
  if (customer.relationshipToPartner !== 'reseller') return 'missing';
  const others = required.partners.map((partner) => partner.tenantId.toLowerCase());
  const needed = others.filter((partner) => partner !== required.partnerTenantId.toLowerCase());
  if (needed.length === 0) return 'attached';

  const list = await partnerCenter.get(`${path}/relationships`, 'appAndUser');
  if (list.status !== 200) throw partnerCenter.refused(list);
  const attached = new Set((bodyOf(list, PartnerRelationships)?.items ?? []).filter(isActive).map((item) => item.id));
  return needed.every((partner) => attached.has(partner)) ? 'attached' : 'missing';
}

/** The state came to the documentation late; without one the relationship stands. */
function isActive(item: { state?: string | null | undefined }): boolean {
  return (item.state ?? 'active').toLowerCase() === 'active';
}
