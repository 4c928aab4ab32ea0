import type { Delivery, SendOutcome } from '../delivery.ts';
import type { Transition } from '../transition.ts';

export interface Outgoing {
  delivery: Delivery;
  /** As it is now, not as it was when the event happened. */
  transition: Transition;
  /** The activity of the card that is edited, where one has been posted; else the living card's. */
  cardActivityId?: string;
}

/** Renders and sends one delivery; decides nothing about retries. */
export interface Sender {
  send(outgoing: Outgoing): Promise<SendOutcome>;
}
