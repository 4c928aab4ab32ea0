import type { CspPartner } from '../../core/csp-partners.ts';
import type { PartnerCloud } from '../../core/ports/microsoft.ts';
import type { Clock } from '../../core/ports/runtime.ts';

export interface Invitation {
  /** Whom the customers of this organisation authorise; a link is absent while nobody tells it. */
  partners(organisationId: string): Promise<readonly CspPartner[]>;
}

const keptMs = 10 * 60 * 1000;

/** The same links for all customers, asked for by every open page every few seconds: whole, they are kept for a while. */
export function createInvitation(partner: Pick<PartnerCloud, 'cspPartners'>, clock: Clock): Invitation {
  const kept = new Map<string, { partners: readonly CspPartner[]; untilMs: number }>();
  return {
    async partners(organisationId) {
      const now = clock.now().getTime();
      const known = kept.get(organisationId);
      if (known && known.untilMs > now) return known.partners;
      const partners = (await partner.cspPartners(organisationId)).map(withSafeLink);
      if (partners.every(({ invitationUrl }) => invitationUrl !== undefined)) {
        kept.set(organisationId, { partners, untilMs: now + keptMs });
      }
      return partners;
    },
  };
}

/** It becomes a link that an administrator is told to open. */
function withSafeLink({ invitationUrl: url, ...partner }: CspPartner): CspPartner {
  const isWebAddress = url !== undefined && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  return isWebAddress ? { ...partner, invitationUrl: url } : partner;
}
