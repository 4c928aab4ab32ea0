import type { TransitionEvent } from './events.ts';

export type Recipient =
  | { kind: 'conversation'; conversationId: string }
  | { kind: 'person'; userId: string }
  | { kind: 'mailbox'; address: string; name: string };

/**
 * What is to be said; rendered from the transition as it is at the moment of sending, so that a late delivery
 * never tells an old state. `livingCard` posts the transition's card and `shareCard` the one for the customer;
 * `refreshCard` and `refreshShareCard` edit them in place.
 */
export type Content =
  | { kind: 'livingCard' }
  | { kind: 'shareCard' }
  | { kind: 'refreshCard' }
  | { kind: 'refreshShareCard' }
  | { kind: 'news'; event: TransitionEvent }
  | { kind: 'instructionsForCustomer' }
  | { kind: 'instructionsForStaff' }
  | { kind: 'reminderForCustomer' };

/** The cards that are posted once and edited from then on. */
export const postedCards = ['livingCard', 'shareCard'] as const satisfies readonly Content['kind'][];
export type PostedCard = (typeof postedCards)[number];

/** Done twice, it makes no second copy. */
export function isEdit({ kind }: Content): boolean {
  return kind === 'refreshCard' || kind === 'refreshShareCard';
}

export type DeliveryState = 'pending' | 'sending' | 'sent' | 'dead';

export interface Delivery {
  /** Hash of event, content kind and whose it is: expanding an event twice makes no second delivery. */
  deliveryId: string;
  organisationId: string;
  transitionId: string;
  recipient: Recipient;
  content: Content;
  state: DeliveryState;
  createdAt: Date;
  dueAt: Date;
  attempts: number;
  /** The posted activity, once Teams has named it. */
  activityId?: string;
  /** A code for operators: why it is `dead`, why it is tried again, or why it is `sent` without having been needed. */
  failure?: string;
}

/** What became of one attempt. `maybeSent` says that the other side may have taken it before the failure. */
export type SendOutcome =
  | { kind: 'sent'; activityId?: string }
  | { kind: 'throttled'; retryAfterMs: number }
  | { kind: 'recipientGone' }
  | { kind: 'failed'; cause: unknown; maybeSent: boolean };

/** A person who said `notify me`. */
export interface Subscription {
  organisationId: string;
  userId: string;
  displayName: string;
  /** Where it was said: the way to this person when no personal chat is known yet. */
  conversationId: string;
  since: Date;
}
