import type { ResourceProbes } from '../../core/ports/check-up.ts';
import { bodyOf } from '../api-client.ts';
import { isCustomerInvitation } from '../../customer-invitation.ts';
import type { PartnerCompany } from '../microsoft-config.ts';
import type { PartnerCenter } from '../partner-center/partner-center.ts';
import { AgreementStatus } from '../partner-center/partner-center-wire.ts';
import { sameUrl, type WebhookRegistration } from '../webhooks/registration.ts';
import { probe } from './probe.ts';

export type PartnerProbes = Pick<ResourceProbes, 'customers' | 'otherInvitations' | 'partnerAgreement' | 'webhooks'>;

export interface PartnerProbesDeps {
  partnerCenter: PartnerCenter;
  registration: Pick<WebhookRegistration, 'read' | 'wantedEvents'>;
  partnerTenantId: string;
  partnerModel: 'direct' | 'provider' | 'reseller';
  partners: readonly PartnerCompany[];
  resellers?: Readonly<Record<string, PartnerCompany>>;
}

/** https://learn.microsoft.com/partner-center/developer/verify-indirect-reseller-mpa-status */
const notSigned = ['2203', '2206'];

export function createPartnerProbes(deps: PartnerProbesDeps): PartnerProbes {
  const { partnerCenter, registration, partnerModel, partners, partnerTenantId, resellers = {} } = deps;

  async function isAgreementSigned(tenantId: string): Promise<boolean> {
    const path = `/compliance/csp/agreementstatus?tenantId=${encodeURIComponent(tenantId)}`;
    const answer = await partnerCenter.get({ call: 'probePartnerAgreement', path, as: 'appAndUser' });
    if (answer.status === 200) return bodyOf(answer, AgreementStatus).isAgreementSigned;
    const refusal = partnerCenter.refused(answer);
    if (notSigned.includes(refusal.details['partnerCenterCode'] ?? '')) return false;
    throw refusal;
  }

  async function missingOf(events: readonly string[]): Promise<readonly string[]> {
    const known = new Set(events.map((name) => name.toLowerCase()));
    return (await registration.wantedEvents()).filter((name) => !known.has(name.toLowerCase()));
  }

  return {
    customers: async () =>
      probe(async () => {
        const answer = await partnerCenter.get({ call: 'listCustomers', path: '/customers?size=1', as: 'appOnly' });
        if (answer.status !== 200) throw partnerCenter.refused(answer);
        return undefined;
      }),
    otherInvitations: () =>
      [...partners, ...Object.values(resellers)]
        .filter(({ tenantId }) => partnerModel !== 'direct' && tenantId.toLowerCase() !== partnerTenantId.toLowerCase())
        .map(({ name: partner, invitationUrl }) => ({ partner, state: stateOf(invitationUrl) })),
    partnerAgreement: async (tenantId) => probe(async () => ({ isSigned: await isAgreementSigned(tenantId) })),
    webhooks: async (callbackUrl) =>
      probe(async () => {
        const registered = await registration.read();
        if (!registered) return undefined;
        const { url, events } = registered;
        return { host: hostOf(url), isOurs: sameUrl(url, callbackUrl), missingEvents: await missingOf(events) };
      }),
  };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

function stateOf(invitationUrl: string | undefined): 'fits' | 'absent' | 'wrong' {
  if (invitationUrl === undefined) return 'absent';
  return isCustomerInvitation(invitationUrl) ? 'fits' : 'wrong';
}
