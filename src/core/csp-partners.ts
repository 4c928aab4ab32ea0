/** The companies that a customer may have to authorise, in the order in which we ask; in the direct model ours is both. */
export const cspParties = ['provider', 'reseller'] as const;
export type CspParty = (typeof cspParties)[number];

/** A company that customers authorise as their Cloud Solution Provider. */
export interface CspPartner {
  party: CspParty;
  name: string;
  /** Ours; the other one is who we sell through, or who sells through us. */
  isOurs: boolean;
  /** Where the customer's admin authorises it; absent while nobody tells. One link for all customers. */
  invitationUrl?: string;
}

/** As Microsoft last showed it of one customer. */
export interface SeenPartner extends CspPartner {
  isAttached: boolean;
}

export type PartnerModel = 'direct' | 'reseller' | 'provider';

/** `reseller`: what only a provider may do is not ours to do. Where there is one partner alone, none are kept. */
export function partnerModelOf(partners: readonly CspPartner[] = []): PartnerModel {
  if (partners.length < 2) return 'direct';
  return partners.some(({ party, isOurs }) => party === 'reseller' && isOurs) ? 'reseller' : 'provider';
}

/** Who has still to be authorised, as last seen. */
function missingPartners(partners: readonly SeenPartner[]): SeenPartner[] {
  return partners.filter(({ isAttached }) => !isAttached);
}

/** One is authorised and another is not. */
export function isPartial(partners: readonly SeenPartner[]): boolean {
  const missing = missingPartners(partners).length;
  return missing > 0 && missing < partners.length;
}

export type SaidAuthorisedAt = Partial<Record<CspParty, Date>>;

/** How long we believe "I have done this" before we say that Microsoft shows nothing. */
export const claimGraceMs = 60 * 60 * 1000;

/**
 * Whom to ask the customer for next: somebody missing of whom they have not said that it is done, or said it too long
 * ago. Those of whom they never said it come first: Microsoft may show the other only afterwards.
 */
export function nextPartner<Partner extends SeenPartner>(
  partners: readonly Partner[],
  said: SaidAuthorisedAt,
  now: Date,
): Partner | undefined {
  const missing = partners.filter(({ isAttached }) => !isAttached);
  const isOld = (at: Date | undefined) => at !== undefined && now.getTime() - at.getTime() >= claimGraceMs;
  return missing.find(({ party }) => !said[party]) ?? missing.find(({ party }) => isOld(said[party]));
}
