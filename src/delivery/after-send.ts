import { isEdit, type Delivery, type SendOutcome } from '../core/delivery.ts';
import { AppError } from '../core/errors.ts';

export interface Moment {
  now: Date;
  /** In [0, 1). */
  random: () => number;
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
    case 'failed': {
      const isUnknown = outcome.maybeSent && !isEdit(delivery.content);
      return tryLater(delivery, { failure: codeOf(outcome.cause), weight: isUnknown ? weightOfUnknown : 1 }, moment);
    }
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

/** The work around the sending threw, so nobody knows how far it came. */
export function afterBug(delivery: Delivery, moment: Moment): Delivery {
  return tryLater(delivery, { failure: 'UNEXPECTED', weight: weightOfUnknown }, moment);
}

/** Nothing had to be sent: `reason` says why. */
export function notNeeded(delivery: Delivery, reason: string): Delivery {
  return { ...delivery, state: 'sent', failure: reason };
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
