import type { Happening } from '../../events.ts';
import type { Relationship } from '../../ports/microsoft.ts';
import { isBeingReplaced, isNextAwaited } from '../../relationship-replaced.ts';
import { customerSteps, stepNames } from '../../steps.ts';
import {
  linkEndsAt,
  statusAt,
  type PartnerConnectLink,
  type RelationshipReplaced,
  type RelationshipTerm,
  type Transition,
} from '../../transition.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Before a relationship ends that does not extend itself. Microsoft mails at 31, 7 and 1, to the partner's own admins. */
const daysBeforeEnd = [60, 31, 7, 1] as const;
/** After a link was issued that nobody follows; the last reminder comes a day before its end, whenever that is. */
const daysAfterLink = [1, 3, 7, 14] as const;

/** Nobody is reminded on two days in a row. */
function reminderDaysOf({ issuedAt, expiresAt }: PartnerConnectLink): number[] {
  const last = Math.floor((+expiresAt - +issuedAt) / dayMs) - 1;
  return last < 1 ? [] : [...daysAfterLink.filter((days) => days < last - 1), last];
}

/** Undefined before Microsoft has activated the relationship: until then its end is not known. */
export function termOf({ endsAt, extendsItself, cannotExtend }: Relationship): RelationshipTerm | undefined {
  return endsAt && { endsAt, extendsItself: extendsItself === true, canExtend: cannotExtend !== true };
}

export function sameTerm(a: RelationshipTerm | undefined, b: RelationshipTerm | undefined): boolean {
  if (!a || !b) return a === b;
  return +a.endsAt === +b.endsAt && a.extendsItself === b.extendsItself && a.canExtend === b.canExtend;
}

/** What a Normal tenant's relationship goes on under: one that is to be replaced does so until the other one is there. */
function currentTerm(transition: Transition): RelationshipTerm | undefined {
  const { verifiedAt, cancelledAt, steps, relationshipTerm, relationshipReplaced: replaced } = transition;
  if (!verifiedAt || cancelledAt) return undefined;
  if (steps.delegatedAdmin.state === 'done') return relationshipTerm;
  return replaced && { endsAt: replaced.endsAt, extendsItself: false, canExtend: false };
}

/** A Normal tenant's relationship that will end for good, while that is near enough to say. */
export function endingTerm(transition: Transition, now: Date): RelationshipTerm | undefined {
  const term = currentTerm(transition);
  if (!term || term.extendsItself || term.endsAt <= now) return undefined;
  return +term.endsAt - +now <= daysBeforeEnd[0] * dayMs ? term : undefined;
}

/** Microsoft cannot prolong it, so the customer must give a new one: they can be asked for it while this one lasts. */
export function replaceableOne(transition: Transition, now: Date): RelationshipReplaced | undefined {
  const { relationshipId } = transition;
  const term = isBeingReplaced(transition) ? undefined : endingTerm(transition, now);
  return relationshipId !== undefined && term?.canExtend === false
    ? { relationshipId, endsAt: term.endsAt }
    : undefined;
}

export function isReplaceable(transition: Transition, now: Date): boolean {
  return replaceableOne(transition, now) !== undefined;
}

/**
 * What the clock alone makes due, as far as it has not been told: the latest notice of each kind, so that a service that
 * stood still says once what is now and does not catch up.
 */
export function withDueNotices(
  transition: Transition,
  { now, remindsCustomer }: { now: Date; remindsCustomer: boolean },
): { after: Transition; happenings: readonly Happening[] } {
  const term = endingTerm(transition, now);
  const days = term && daysBeforeEnd.findLast((before) => +term.endsAt - +now <= before * dayMs);
  if (term && days !== undefined && !isEndTold(transition, term, days)) {
    const after = { ...transition, endTold: { endsAt: term.endsAt, days } };
    return { after, happenings: [{ kind: 'relationshipExpiring', days }] };
  }
  const reminder = remindsCustomer ? dueReminder(transition, now) : undefined;
  if (reminder === undefined) return { after: transition, happenings: [] };
  const reminded = { linkVersion: transition.link.version, days: reminder, at: now };
  return { after: { ...transition, reminded }, happenings: [{ kind: 'customerReminded', days: reminder }] };
}

/** When the next of them comes, told or not. */
export function nextNoticeAt(transition: Transition, now: Date): Date | undefined {
  return [...endNoticesOf(transition), ...remindersOf(transition, now)].filter((at) => at > now).sort(earlierFirst)[0];
}

function isEndTold({ endTold }: Transition, term: RelationshipTerm, days: number): boolean {
  return endTold !== undefined && +endTold.endsAt === +term.endsAt && endTold.days <= days;
}

/** At the end itself there is no notice any more: that it has ended is an obstacle. */
function endNoticesOf(transition: Transition): Date[] {
  const term = currentTerm(transition);
  if (!term || term.extendsItself) return [];
  return [...daysBeforeEnd, 0].map((days) => new Date(+term.endsAt - days * dayMs));
}

/** As long as the customer has done nothing at all: who has begun needs no reminder that there is something to do. */
export function isIgnored(transition: Transition, now: Date): boolean {
  if (isBeingReplaced(transition)) return isReplacementIgnored(transition, now);
  const hasBegun = stepNames.some((name) => ['waiting', 'done', 'blocked'].includes(transition.steps[name].state));
  return statusAt(transition, now) === 'awaitingCustomer' && !hasBegun && !transition.confirmedBy;
}

/**
 * The same of a link through which a Normal tenant's customer is to give another relationship, also once the clock has
 * ended the present one. Where somebody ended that, or turned the request down, staff talk to them first.
 */
function isReplacementIgnored(transition: Transition, now: Date): boolean {
  const { steps, stepSince, saidDoneAt, troubleAt, declinedAt, link, cancelledAt } = transition;
  if (cancelledAt || linkEndsAt(link) <= now) return false;
  const { delegatedAdmin: step } = steps;
  const isOver = step.state === 'blocked' && step.code === 'RELATIONSHIP_EXPIRED' && isNextAwaited(transition);
  if (step.state !== 'notStarted' && !isOver) return false;
  const begun = customerSteps.filter((name) => ['waiting', 'done'].includes(steps[name].state));
  const traces = [...begun.map((name) => stepSince[name]), saidDoneAt.delegatedAdmin, troubleAt, declinedAt];
  return !traces.some((at) => at && at >= link.issuedAt);
}

function remindersOf(transition: Transition, now: Date): Date[] {
  if (!isIgnored(transition, now)) return [];
  return reminderDaysOf(transition.link).map((days) => new Date(+transition.link.issuedAt + days * dayMs));
}

function dueReminder(transition: Transition, now: Date): number | undefined {
  if (!isIgnored(transition, now)) return undefined;
  const { link, reminded } = transition;
  const days = reminderDaysOf(link).findLast((after) => +link.issuedAt + after * dayMs <= +now);
  const isTold = reminded?.linkVersion === link.version && days !== undefined && reminded.days >= days;
  return isTold ? undefined : days;
}

function earlierFirst(a: Date, b: Date): number {
  return +a - +b;
}
