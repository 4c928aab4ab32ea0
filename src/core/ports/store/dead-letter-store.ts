import type { Page } from './page.ts';

/** A delivery that was given up, as far as it can be read: its message may be what made it fail. */
export interface DeadLetter {
  deliveryId: string;
  organisationId: string;
  transitionId: string;
  /** The content's and the recipient's kind. */
  content: string;
  recipient: string;
  createdAt: Date;
  attempts: number;
  failure?: string;
}

/** Deliveries that are `dead`, for the operator. */
export interface DeadLetterStore {
  /** Newest first. */
  list(organisationId: string, query: { cursor?: string; limit: number }): Promise<Page<DeadLetter>>;
  /** `pending`, due then, no attempt counted and no failure. False: it is not dead, or not there. */
  requeue(organisationId: string, deliveryId: string, dueAt: Date): Promise<boolean>;
  /** Removes it for good. False: it is not dead, or not there. */
  drop(organisationId: string, deliveryId: string): Promise<boolean>;
}
