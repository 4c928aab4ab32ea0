import type { Subscription } from '../../delivery.ts';

export interface SubscriptionStore {
  /** False: was subscribed already, which stays as it is but for `since`, when they asked last. */
  subscribe(subscription: Subscription): Promise<boolean>;
  unsubscribe(organisationId: string, userId: string): Promise<boolean>;
  /** False: is no longer there, or they have asked again since it was read. */
  endUnchanged(subscription: Pick<Subscription, 'organisationId' | 'userId' | 'since'>): Promise<boolean>;
  /** Those that can be read. */
  list(organisationId: string): Promise<readonly Subscription[]>;
  /** The ids of those that cannot: their people are told nothing. */
  unreadable(organisationId: string): Promise<readonly string[]>;
}
