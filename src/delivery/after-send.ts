import { isEdit, type Delivery, type SendOutcome } from '../core/delivery.ts';
import { AppError } from '../core/errors.ts';

export interface Moment {
  now: Date;
  /** In [0, 1). */
  random: () => number;
}

interface Attempt {
  maybeSent: boolean;
}

const firstDelayMs = 2 * 1000;
const longestDelayMs = 60 * 60 * 1000;
/** With the delays below: half a day of trying, so that an outage overnight loses nothing. */
const attemptsAllowed = 24;
/**
 * Sending again what may have arrived makes a second copy, so such an attempt weighs more: the next one comes after a
 * minute, then after an hour, and four copies are the most that anyone can get. Editing a card is free of this.
 */
const weightOfUnknown = 6;
const absenceMs = 60 * 1000;

/** What the delivery becomes. Pure but for the jitter. See docs/decisions/0006-delivery-semantics.md. */
export function afterSend(delivery: Delivery, outcome: SendOutcome, moment: Moment): Delivery {
  const { failure: _earlier, ...rest } = delivery;
  switch (outcome.kind) {
    case 'sent':
      return {
        ...rest,
        state: 'sent',
        attempts: delivery.attempts + 1,
        ...(outcome.activityId !== undefined && { activityId: outcome.activityId }),
      };
    case 'throttled':
      return { ...rest, ...waiting(moment.now, outcome.retryAfterMs), failure: 'UPSTREAM_THROTTLED' };
    case 'recipientGone':
      return { ...rest, state: 'dead', attempts: delivery.attempts + 1, failure: 'RECIPIENT_GONE' };
    case 'failed':
      return tryLater(delivery, { failure: codeOf(outcome.cause), weight: weightOf(delivery, outcome) }, moment);
  }
}

/**
 * Claimed in `sending`: whoever sent it died before it could say what became of it. It is sent again at once, for a
 * second copy is better than none. A delivery that kills its sender each time ends dead like any other.
 */
export function afterInterruption(delivery: Delivery, now: Date): Delivery {
  const attempts = delivery.attempts + 1;
  const failure = 'INTERRUPTED';
  if (attempts >= attemptsAllowed) return { ...delivery, state: 'dead', attempts, failure };
  return { ...delivery, state: 'pending', dueAt: now, attempts, failure };
}

/** The work around the sending threw. Before the other side was called nothing can have arrived. */
export function afterBug(delivery: Delivery, attempt: Attempt, moment: Moment): Delivery {
  return tryLater(delivery, { failure: 'UNEXPECTED', weight: weightOf(delivery, attempt) }, moment);
}

/**
 * Its transition is not there. That is so when the customer was forgotten; right after the database has changed servers
 * it may also be what an old answer says, so it is looked for once more. Undefined: it is gone, and so is this.
 */
export function afterAbsence(delivery: Delivery, now: Date): Delivery | undefined {
  const failure = 'TRANSITION_NOT_FOUND';
  if (delivery.failure === failure) return undefined;
  return { ...delivery, ...waiting(now, absenceMs), attempts: delivery.attempts + 1, failure };
}

/** Nothing had to be sent: `reason` says why. */
export function notNeeded(delivery: Delivery, reason: string): Delivery {
  return { ...delivery, state: 'sent', failure: reason };
}

function weightOf({ content }: Delivery, { maybeSent }: Attempt): number {
  return maybeSent && !isEdit(content) ? weightOfUnknown : 1;
}

function tryLater(delivery: Delivery, why: { failure: string; weight: number }, { now, random }: Moment): Delivery {
  const attempts = delivery.attempts + why.weight;
  if (attempts >= attemptsAllowed) return { ...delivery, state: 'dead', attempts, failure: why.failure };
  const delayMs = Math.min(firstDelayMs * 2 ** (attempts - 1), longestDelayMs);
  return { ...delivery, ...waiting(now, delayMs * (0.8 + 0.2 * random())), attempts, failure: why.failure };
}

function waiting(now: Date, ms: number): Pick<Delivery, 'state' | 'dueAt'> {
  return { state: 'pending', dueAt: new Date(now.getTime() + Math.ceil(ms)) };
}

function codeOf(cause: unknown): string {
  return cause instanceof AppError ? cause.code : 'SEND_FAILED';
}
