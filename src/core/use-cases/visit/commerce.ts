import { isPartial, type CspParty, type CspPartner, type SeenPartner } from '../../csp-partners.ts';
import { errorSpecs, type ErrorCode } from '../../errors.ts';
import type { Happening } from '../../events.ts';
import type {
  AgreementState,
  CloudName,
  PartnerCloud,
  Qualification,
  Reading,
  ResellerState,
} from '../../ports/microsoft.ts';
import type { Within } from '../../ports/runtime.ts';
import {
  isDecision,
  isQualificationDue,
  needsQualification,
  progressFrom,
  requestableName,
  type QualificationProgress,
  type QualificationUnread,
} from '../../qualification.ts';
import type { Transition } from '../../transition.ts';
import { isAboutToBeNormal, type TenantFacts } from './steps-from-facts.ts';

/** What a visit learns of a customer's dealings besides its steps: none of it decides whether the tenant is Normal. */
export interface Commerce {
  partners?: readonly CspPartner[];
  qualification?:
    { kind: 'looked'; reading: Reading<readonly Qualification[]> } | { kind: 'asked'; reading: Reading<Qualification> };
}

/** That a tenant is Normal is told after this long, with or without it. */
const commerceMs = 3000;
const tooLate = { kind: 'unread', code: 'UPSTREAM_UNAVAILABLE' } as const;

/**
 * Asks for what was read of nobody yet, and for the qualification that a manager wants. Waited for as long as Microsoft
 * takes, but where the tenant is about to be Normal: what is late then, the next look reads.
 */
export async function readCommerce(
  partner: PartnerCloud,
  { before, facts }: { before: Transition; facts: TenantFacts },
  { now, cloud, within: limited }: { now: Date; cloud: CloudName; within: Within },
): Promise<Commerce> {
  const within = isAboutToBeNormal(before, facts, now) ? limited : unlimited;
  const isRead = facts.resellerRelationship.kind === 'read';
  const naming = isRead ? within(commerceMs, partner.cspPartners(before.organisationId)) : undefined;
  // The national clouds' Partner Centers know of none.
  const isVetted = cloud === 'global' && isOurCustomer(before, facts);
  const vetting = isVetted ? readQualification(partner, before, { now, within }) : undefined;
  const [named, qualification] = await Promise.all([naming, vetting]);
  // Who they are is known from earlier; which of them is authorised by now was read anew.
  const partners = named ?? (isRead ? before.cspPartners : undefined);
  return { ...(partners && { partners }), ...(qualification && { qualification }) };
}

const unlimited: Within = (_ms, work) => work;

async function readQualification(
  partner: PartnerCloud,
  { category, tenant, qualification, qualificationUnread: unread, checkAskedAt }: Transition,
  { now, within }: { now: Date; within: Within },
): Promise<Commerce['qualification']> {
  const isDue = checkAskedAt !== undefined || isQualificationDue(qualification, now);
  if (!needsQualification(category) || !isDue || isToBeLeftAlone(unread, now)) return undefined;
  const { tenantId } = tenant;
  const name = requestableName(category);
  const requestId = qualification?.requestId;
  if (requestId === undefined || name === undefined) {
    return { kind: 'looked', reading: (await within(commerceMs, partner.readQualifications(tenantId))) ?? tooLate };
  }
  const asking = partner.requestQualification({ tenantId, name, requestId });
  return { kind: 'asked', reading: (await within(commerceMs, asking)) ?? tooLate };
}

function isToBeLeftAlone(unread: QualificationUnread | undefined, now: Date): boolean {
  return unread?.notBefore !== undefined && unread.notBefore > now;
}

/** Partner Center shows nothing of a customer before; a step that was not looked at is as it was. */
function isOurCustomer(before: Transition, { resellerRelationship: reseller }: TenantFacts): boolean {
  if (reseller.kind !== 'read') return before.steps.resellerRelationship.state === 'done';
  return isCustomer(reseller.value);
}

/** At least one of those who must be authorised is. */
function isCustomer(state: ResellerState): boolean {
  return state === 'attached' || (typeof state === 'object' && 'missing' in state);
}

/** Told to who asked; it is no reason to look again sooner, because it holds nothing up. */
export function unreadIn({ qualification }: Commerce): ErrorCode[] {
  return qualification?.reading.kind === 'unread' ? [qualification.reading.code] : [];
}

/** The transition with what was learned, and what of it is worth telling. */
export function withCommerce(
  before: Transition,
  { facts, commerce }: { facts: TenantFacts; commerce: Commerce },
  now: Date,
): { after: Transition; happenings: readonly Happening[] } {
  const { resellerRelationship: reseller, agreement } = facts;
  const { partners } = commerce;
  const seen =
    partners && reseller.kind === 'read' ? withPartners(before, seenIn(partners, reseller.value), now) : before;
  const isNoCustomer = reseller.kind === 'read' && !isCustomer(reseller.value);
  const known = isNoCustomer ? withoutUnread(seen) : withUnread(seen, commerce.qualification, now);
  const agreed = agreement.kind === 'read' ? withAgreement(known, agreement.value) : known;
  const qualification = learnedQualification(before, commerce.qualification, now);
  if (!qualification) return { after: agreed, happenings: [] };
  return { after: { ...agreed, qualification }, happenings: decisions(before.qualification, qualification) };
}

function seenIn(partners: readonly CspPartner[], state: ResellerState): SeenPartner[] {
  const missing = typeof state === 'object' && 'missing' in state ? state.missing : undefined;
  return partners.map((partner) => ({
    ...partner,
    isAttached: missing ? !missing.includes(partner.party) : state === 'attached',
  }));
}

/** How it was accepted; that it was not, its step says. */
function withAgreement(before: Transition, agreementState: AgreementState): Transition {
  const { agreementState: _before, ...rest } = before;
  return agreementState === 'missing' ? rest : { ...rest, agreementState };
}

/** Of one alone, its step says it all. */
function withPartners(before: Transition, seen: readonly SeenPartner[], now: Date): Transition {
  const { partialSince = now, cspPartners: _before, ...rest } = withoutStaleClaims(before, seen);
  if (seen.length < 2) return rest;
  return { ...rest, cspPartners: seen, ...(isPartial(seen) && { partialSince }) };
}

/** That a company is authorised was said before it was seen; now that this has ended it has to be done again. */
function withoutStaleClaims(before: Transition, seen: readonly SeenPartner[]): Transition {
  const { resellerRelationship: step } = before.steps;
  const isLost = step.state === 'blocked' && step.code === 'RESELLER_RELATIONSHIP_LOST';
  const { cspPartners: earlier = [], saidAuthorisedAt: said, ...rest } = before;
  const gone = earlier.filter(({ party, isAttached }) => isAttached && !isAttachedIn(seen, party));
  if (!isLost || said === undefined || gone.length === 0) return before;
  const left = Object.entries(said).filter(([party]) => !gone.some((one) => one.party === party));
  return { ...rest, cspPartners: earlier, saidAuthorisedAt: Object.fromEntries(left) };
}

function isAttachedIn(seen: readonly SeenPartner[], party: CspParty): boolean {
  return seen.some((one) => one.party === party && one.isAttached);
}

function learnedQualification(
  { category, qualification: before }: Transition,
  learned: Commerce['qualification'],
  now: Date,
): QualificationProgress | undefined {
  if (!learned) return before;
  if (learned.reading.kind === 'read') {
    if (learned.kind === 'looked') return progressFrom(before, { category, found: learned.reading.value }, now);
    const { name, state, reason } = learned.reading.value;
    return { state, name, readAt: now, ...(reason !== undefined && { reason }) };
  }
  // What was asked for stays asked for while the refusal may pass; else it is said why.
  if (learned.kind === 'looked' || !before || errorSpecs[learned.reading.code].retryable) return before;
  const { requestId: _refused, ...rest } = before;
  return { ...rest, problem: learned.reading.code };
}

/** Nobody asks for the qualification of a customer who is not ours: there is no trouble to tell of any more. */
function withoutUnread({ qualificationUnread: _past, ...rest }: Transition): Transition {
  return rest;
}

/** A request that was refused for good says so itself. */
function withUnread(transition: Transition, learned: Commerce['qualification'], now: Date): Transition {
  if (!learned) return transition;
  const { kind, reading } = learned;
  const isSaid = kind === 'asked' && reading.kind === 'unread' && !errorSpecs[reading.code].retryable;
  if (reading.kind === 'read' || isSaid) return withoutUnread(transition);
  return { ...transition, qualificationUnread: unreadAfter(transition.qualificationUnread, reading, now) };
}

/** The same object where there is nothing new to keep. */
function unreadAfter(
  earlier: QualificationUnread | undefined,
  { code, retryAfterMs = 0 }: { code: ErrorCode; retryAfterMs?: number },
  now: Date,
): QualificationUnread {
  const since = earlier?.since ?? now;
  if (retryAfterMs > 0) return { since, code, notBefore: new Date(now.getTime() + retryAfterMs) };
  return earlier?.code === code && !earlier.notBefore ? earlier : { since, code };
}

function decisions(before: QualificationProgress | undefined, after: QualificationProgress): Happening[] {
  const { state, name, reason } = after;
  if (!isDecision(before, after) || (state !== 'approved' && state !== 'denied')) return [];
  return [{ kind: 'qualificationDecided', state, name: name ?? '', ...(reason !== undefined && { reason }) }];
}

/** Whether people would read the same of it; when it was read is no news, nor why it still cannot be. */
export function isCommerceSame(a: Transition, b: Transition): boolean {
  return JSON.stringify(commerceOf(a)) === JSON.stringify(commerceOf(b));
}

function commerceOf(transition: Transition) {
  const { cspPartners, partialSince, agreementState, qualification, qualificationUnread } = transition;
  const { readAt: _moment, ...shown } = qualification ?? {};
  return [cspPartners, partialSince, agreementState, shown, qualificationUnread?.since];
}
