import type { Subscription } from '../../delivery.ts';

export interface SubscriptionStore {
  /** False: was subscribed already. */
  subscribe(subscription: Subscription): Promise<boolean>;
  unsubscribe(organisationId: string, userId: string): Promise<boolean>;
  /** Those that can be read. */
  list(organisationId: string): Promise<readonly Subscription[]>;
  /** The ids of those that cannot: their people are told nothing. */
  unreadable(organisationId: string): Promise<readonly string[]>;
}
