import { hasDecayed, linkEndsAt, statusAt, type Transition } from '../../transition.ts';
import { nextNoticeAt } from './due-notices.ts';

const seconds = 1000;
const minutes = 60 * seconds;
const hours = 60 * minutes;
const firstDelaysMs = [5, 10, 20, 40, 60].map((s) => s * seconds);
const lockDelayMs = 2 * seconds;
const locksAwaited = 5;
/** After so many visits comes no other than a daily one. */
const quickVisits = 39;

/** The next visit with this count comes a day after the one before it. */
export function isDailyVisit(quietVisits: number): boolean {
  return quietVisits > quickVisits;
}

/** The first of the daily ones, and one a week after it. */
export function isWeeklyVisit(quietVisits: number): boolean {
  return isDailyVisit(quietVisits) && (quietVisits - quickVisits - 1) % 7 === 0;
}

/**
 * When to look again: quickly after a change, each minute for a quarter of an hour, each five minutes for two hours,
 * then daily. `quietVisits` counts the visits since something changed or somebody asked, the first of them included.
 * Undefined: nothing is left to look for.
 */
export function nextVisitAt(transition: Transition, quietVisits: number, now: Date): Date | undefined {
  if (transition.cancelledAt) return undefined;
  if (isAtRest(transition)) return earlierOf(after(now, 24 * hours), nextNoticeAt(transition, now));
  const ends = linkEndsAt(transition.link);
  const microsoftCanChange =
    transition.steps.tenantConfirmed.state === 'done' || transition.steps.directoryConnection.state === 'waiting';
  // Until the customer has come, all that can happen is that they are reminded and that the link runs out.
  if (!microsoftCanChange) return ends > now ? earlierOf(ends, nextNoticeAt(transition, now)) : undefined;
  const look = after(now, isBeingLocked(transition, quietVisits) ? lockDelayMs : delayMs(quietVisits));
  const next = earlierOf(look, nextNoticeAt(transition, now));
  const expiresFirst = statusAt(transition, now) === 'awaitingCustomer' && ends > now && ends < next;
  return expiresFirst ? ends : next;
}

/** Normal, whole, and nothing of ours is on its way. */
function isAtRest(transition: Transition): boolean {
  const { verifiedAt, qualification } = transition;
  return verifiedAt !== undefined && !hasDecayed(transition) && qualification?.requestId === undefined;
}

/** The customer waits for a request that Microsoft usually has ready within a second or two. */
function isBeingLocked({ relationshipStatus, steps }: Transition, quietVisits: number): boolean {
  return relationshipStatus === 'created' && steps.delegatedAdmin.state === 'notStarted' && quietVisits <= locksAwaited;
}

function delayMs(quietVisits: number): number {
  const first = firstDelaysMs[Math.max(quietVisits - 1, 0)];
  if (first !== undefined) return first;
  if (quietVisits <= 18) return minutes;
  if (quietVisits <= quickVisits) return 5 * minutes;
  return 24 * hours;
}

function earlierOf(one: Date, other: Date | undefined): Date {
  return other && other < one ? other : one;
}

function after(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms);
}
