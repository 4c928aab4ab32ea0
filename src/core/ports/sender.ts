import type { Delivery, SendOutcome } from '../delivery.ts';
import type { Transition } from '../transition.ts';

export interface Outgoing {
  delivery: Delivery;
  /** As it is now, not as it was when the event happened. */
  transition: Transition;
  /** The living card's activity, where one has been posted. */
  cardActivityId?: string;
}

/** Renders and sends one delivery; decides nothing about retries. */
export interface Sender {
  send(outgoing: Outgoing): Promise<SendOutcome>;
}
