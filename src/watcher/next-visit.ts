import type { Visit } from '../core/ports/store/visit-store.ts';
import { linkEndsAt } from '../core/transition.ts';
import { nextVisitAt } from '../core/use-cases/visit/visit-schedule.ts';
import type { VisitOutcome } from '../core/use-cases/visit/visit-transition.ts';

export type NextVisit = Pick<Visit, 'dueAt' | 'quietVisits'>;

export interface Moment {
  now: Date;
  /** In [0, 1). */
  random: () => number;
}

const minuteMs = 60 * 1000;
const hourMs = 60 * minuteMs;

/**
 * When to come again. A visit that could not read everything is not a quiet one: an outage at Microsoft must not slow
 * the schedule down to daily. It is repeated after a minute at the earliest, or when Microsoft wants to be asked again.
 */
export function nextVisit(visit: Visit, outcome: VisitOutcome, { now, random }: Moment): NextVisit | undefined {
  if (outcome.kind !== 'visited') return undefined;
  const { transition, changed, unread, retryAfterMs = 0 } = outcome;
  // Who asked is answered: what follows is as after a change.
  const startsOver = changed || visit.quietVisits === 0;
  const quietVisits = startsOver ? 1 : visit.quietVisits + (unread.length === 0 ? 1 : 0);
  const planned = nextVisitAt(transition, quietVisits, now);
  if (!planned) return undefined;
  const delayMs = planned.getTime() - now.getTime();
  const isLinkEnd = planned.getTime() === linkEndsAt(transition.link).getTime();
  const patientMs = unread.length > 0 ? Math.max(delayMs, minuteMs, retryAfterMs) : delayMs;
  const dueAt = new Date(now.getTime() + patientMs);
  return { dueAt: isLinkEnd ? dueAt : inCompany(dueAt, patientMs, random), quietVisits };
}

/**
 * Visits that are not urgent are due together with others, on the same third of a minute or the same minute: what one
 * list of Microsoft's answers for one of them it then answers for all. The daily ones, which cost calls of their own, are
 * spread first. The quick ones begin when a customer acts and come as planned.
 */
function inCompany(dueAt: Date, delayMs: number, random: () => number): Date {
  if (delayMs < minuteMs) return dueAt;
  const spreadMs = delayMs > hourMs ? Math.floor(10 * minuteMs * random()) : 0;
  const gridMs = delayMs < 5 * minuteMs ? minuteMs / 3 : minuteMs;
  return new Date(Math.ceil((dueAt.getTime() + spreadMs) / gridMs) * gridMs);
}

/** After a visit that threw: soon, and each time later, up to half an hour. */
export function visitAfterFailure(visit: Visit, { now, random }: Moment): NextVisit {
  const delayMs = Math.min(30 * 1000 * 2 ** Math.min(visit.quietVisits, 10), 30 * minuteMs);
  return {
    dueAt: new Date(now.getTime() + Math.floor(delayMs * (1 + 0.2 * random()))),
    quietVisits: visit.quietVisits + 1,
  };
}
