import type { Subscription } from '../../delivery.ts';

export interface SubscriptionStore {
  /** False: was subscribed already. */
  subscribe(subscription: Subscription): Promise<boolean>;
  unsubscribe(organisationId: string, userId: string): Promise<boolean>;
  list(organisationId: string): Promise<readonly Subscription[]>;
}
