import type { Delivery } from '../core/delivery.ts';
import { hasDecayed, isOpen, linkEndsAt, type Transition } from '../core/transition.ts';
import { isIgnored } from '../core/use-cases/visit/due-notices.ts';
import { notNeeded } from './after-send.ts';

export interface Situation {
  transition: Transition;
  /** The delivery that posts the card which this one is about. */
  card: Delivery | undefined;
  /** The version of the transition that this card shows, as far as this process knows. */
  shownVersion: number | undefined;
  now: Date;
}

const cardWaitMs = 2 * 1000;

/** What becomes of a delivery that is not to be sent now, or not at all; undefined: send it. */
export function beforeSend(delivery: Delivery, situation: Situation): Delivery | undefined {
  switch (delivery.content.kind) {
    case 'refreshCard':
    case 'refreshShareCard':
      return beforeRefresh(delivery, situation);
    case 'instructionsForCustomer':
    case 'instructionsForStaff':
      return beforeInstructions(delivery, situation);
    case 'reminderForCustomer':
      return beforeReminder(delivery, situation);
    case 'livingCard':
    case 'shareCard':
    case 'news':
      return undefined;
  }
}

function beforeRefresh(delivery: Delivery, { card, shownVersion, transition, now }: Situation): Delivery | undefined {
  if (card?.state === 'pending' || card?.state === 'sending') {
    const earliest = Math.max(now.getTime() + cardWaitMs, card.dueAt.getTime() + 1);
    return { ...delivery, state: 'pending', dueAt: new Date(earliest) };
  }
  if (card?.activityId === undefined) return notNeeded(delivery, 'NO_CARD');
  // Cards are rendered from the transition as it is, so one edit has shown what the others were to show. An attempt that
  // was made before, by a process that may be dead by now, may have arrived last and cover what is known as shown.
  const isShown = shownVersion !== undefined && shownVersion >= transition.version;
  if (isShown && delivery.attempts === 0) return notNeeded(delivery, 'SHOWN_ALREADY');
  return undefined;
}

/** Who has begun meanwhile, or said no, is left in peace. */
function beforeReminder(delivery: Delivery, situation: Situation): Delivery | undefined {
  const { transition, now } = situation;
  return isIgnored(transition, now) ? beforeInstructions(delivery, situation) : notNeeded(delivery, 'CUSTOMER_ACTED');
}

/** Nobody is sent a link that no longer opens. */
function beforeInstructions(delivery: Delivery, { transition, now }: Situation): Delivery | undefined {
  if (!isOpen(transition) && !hasDecayed(transition)) return notNeeded(delivery, 'TRANSITION_CLOSED');
  if (linkEndsAt(transition.link) > now) return undefined;
  return notNeeded(delivery, transition.link.revokedAt ? 'LINK_REVOKED' : 'LINK_EXPIRED');
}
