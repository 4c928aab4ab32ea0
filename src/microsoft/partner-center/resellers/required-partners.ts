import type { CspParty } from '../../../core/csp-partners.ts';
import type { MicrosoftConfig, PartnerCompany } from '../../microsoft-config.ts';

/** A company that customers of one organisation must authorise. */
export interface RequiredPartner extends PartnerCompany {
  party: CspParty;
  isOurs: boolean;
}

type RequiredBy = Pick<MicrosoftConfig, 'partnerTenantId' | 'partnerModel' | 'partners' | 'resellers'>;

/** Who has to be authorised, the provider first. A provider sells through the organisation's own company as well. */
export function requiredPartners(config: RequiredBy, organisationId: string | undefined): readonly RequiredPartner[] {
  const reseller = organisationId === undefined ? undefined : config.resellers?.[organisationId];
  const ours: CspParty = config.partnerModel === 'reseller' ? 'reseller' : 'provider';
  const theirs: CspParty = ours === 'reseller' ? 'provider' : 'reseller';
  return [...config.partners, ...(reseller ? [reseller] : [])]
    .map((company) => {
      const isOurs = company.tenantId.toLowerCase() === config.partnerTenantId.toLowerCase();
      return { ...company, isOurs, party: isOurs ? ours : theirs };
    })
    .sort((a, b) => a.party.localeCompare(b.party));
}
