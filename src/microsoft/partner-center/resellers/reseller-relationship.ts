import type { ResellerState } from '../../../core/ports/microsoft.ts';
import { bodyOf } from '../../api-client.ts';
import { certain, type StateInWords } from '../customers/customer-state.ts';
import type { PartnerCenter } from '../partner-center.ts';
import { PartnerRelationships } from '../partner-center-wire.ts';
import type { RequiredPartner } from './required-partners.ts';

export interface ResellerRelationshipDeps {
  partnerCenter: Pick<PartnerCenter, 'get' | 'refused'>;
  required: readonly RequiredPartner[];
  /** Where we may sell; absent: not known, and nobody is outside. */
  regionCountries: readonly string[] | undefined;
  /** Undefined: a list of all customers does not have it. */
  customerState: (tenantId: string) => Promise<StateInWords | undefined>;
}

/**
 * Ours shows in the customer itself; the others only in the customer's list of partners, which Partner Center shows to
 * nobody without a relationship of their own. Throws AppError.
 */
export async function readResellerRelationship(
  { partnerCenter, required, regionCountries, customerState }: ResellerRelationshipDeps,
  { tenantId, countryCode }: { tenantId: string; countryCode: string | undefined },
): Promise<ResellerState> {
  const state = certain((await customerState(tenantId)) ?? 'none');
  if (state === 'syndication') return { obstacle: 'TENANT_SYNDICATED' };
  if (state !== 'reseller') {
    const isOutside = countryCode !== undefined && regionCountries?.includes(countryCode) === false;
    return isOutside ? { obstacle: 'REGION_MISMATCH' } : 'missing';
  }
  const others = required.filter(({ isOurs }) => !isOurs);
  if (others.length === 0) return 'attached';
  const attached = await attachedPartners(partnerCenter, tenantId);
  const missing = others.filter((partner) => !attached.has(partner.tenantId.toLowerCase())).map(({ party }) => party);
  return missing.length === 0 ? 'attached' : { missing };
}

async function attachedPartners(
  partnerCenter: ResellerRelationshipDeps['partnerCenter'],
  tenantId: string,
): Promise<ReadonlySet<string>> {
  const path = `/customers/${encodeURIComponent(tenantId)}/relationships`;
  const list = await partnerCenter.get({ call: 'readPartnersOfCustomer', path, as: 'appAndUser' });
  if (list.status !== 200) throw partnerCenter.refused(list);
  return new Set((bodyOf(list, PartnerRelationships)?.items ?? []).filter(isActive).map((item) => item.id));
}

/** The state came to the documentation late; without one the relationship stands. */
function isActive(item: { state?: string | null | undefined }): boolean {
  return (item.state ?? 'active').toLowerCase() === 'active';
}
