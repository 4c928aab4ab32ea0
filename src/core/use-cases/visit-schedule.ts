import { isSettled, stepNames } from '../steps.ts';
import { linkEndsAt, statusAt, type Transition } from '../transition.ts';

const seconds = 1000;
const minutes = 60 * seconds;
const hours = 60 * minutes;
const firstDelaysMs = [5, 10, 20, 40, 60].map((s) => s * seconds);

/**
 * When to look again: quickly after a change, each minute for a quarter of an hour, each five minutes for two hours,
 * then daily. `quietVisits` counts visits since something changed. Undefined: nothing is left to look for.
 */
export function nextVisitAt(transition: Transition, quietVisits: number, now: Date): Date | undefined {
  if (transition.cancelledAt) return undefined;
  const isWhole = stepNames.every((name) => isSettled(transition.steps[name]));
  if (transition.verifiedAt && isWhole) return after(now, 24 * hours);
  const ends = linkEndsAt(transition.link);
  const microsoftCanChange =
    transition.steps.tenantConfirmed.state === 'done' || transition.steps.directoryConnection.state === 'waiting';
  // Until the customer has come, the only thing that can happen is that the link runs out.
  if (!microsoftCanChange) return ends > now ? ends : undefined;
  const next = after(now, delayMs(quietVisits));
  const expiresFirst = statusAt(transition, now) === 'awaitingCustomer' && ends > now && ends < next;
  return expiresFirst ? ends : next;
}

function delayMs(quietVisits: number): number {
  const first = firstDelaysMs[quietVisits];
  if (first !== undefined) return first;
  if (quietVisits < 18) return minutes;
  if (quietVisits < 39) return 5 * minutes;
  return 24 * hours;
}

function after(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms);
}
