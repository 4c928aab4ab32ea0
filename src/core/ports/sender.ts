import type { Delivery, SendOutcome } from '../delivery.ts';
import type { Transition } from '../transition.ts';

export interface Outgoing {
  delivery: Delivery;
  /** As it is now, not as it was when the event happened. */
  transition: Transition;
  /** The activity of the card that is edited, where one has been posted; else the living card's. */
  cardActivityId?: string;
  /** Others may have taken it over by now: what has not been sent is theirs to send. */
  isLate?: () => boolean;
}

/** Renders and sends one delivery; decides nothing about retries. */
export interface Sender {
  send(outgoing: Outgoing): Promise<SendOutcome>;
}

/** What it has posted can be removed again. */
export interface PostSender extends Sender {
  takeBack(post: Delivery & { activityId: string }): Promise<SendOutcome>;
}
