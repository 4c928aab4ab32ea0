import type { Collection } from 'mongodb';
import { z } from 'zod';
import type { Subscription } from '../../core/delivery.ts';
import type { SubscriptionStore } from '../../core/ports/store/subscription-store.ts';
import { createRecordVersions } from '../records/record-versions.ts';
import { readableOnes } from '../readable.ts';
import { atOnce } from './engine/at-once.ts';
import type { CollectionPlan } from './engine/collection.ts';
import { keyOf } from './engine/key-of.ts';
import { unlessDuplicate } from './engine/upsert.ts';

const versions = createRecordVersions('subscription');

const subscriptionFields = z.object({
  organisationId: z.string(),
  userId: z.string(),
  displayName: z.string(),
  conversationId: z.string(),
  since: z.date(),
});

export interface SubscriptionDocument extends Subscription {
  _id: string;
  schemaVersion: number;
}

export const subscriptionsPlan: CollectionPlan = {
  name: 'subscriptions',
  indexes: [{ name: 'listed', key: { organisationId: 1, since: 1, userId: 1 } }],
};

export function subscriptionDocument(subscription: Subscription): SubscriptionDocument {
  const { organisationId, userId } = subscription;
  return { _id: keyOf(organisationId, userId), schemaVersion: versions.current, ...subscription };
}

export function subscriptionOf(document: SubscriptionDocument): Subscription {
  return subscriptionFields.parse(versions.upgrade(document));
}

export function createSubscriptionStore(subscriptions: Collection<SubscriptionDocument>): SubscriptionStore {
  // Index: listed
  const listed = (organisationId: string) =>
    atOnce(subscriptions.find({ organisationId }).sort({ since: 1, userId: 1 }));
  return {
    // Index: _id
    async subscribe(subscription) {
      const document = subscriptionDocument(subscription);
      if (await unlessDuplicate(() => subscriptions.insertOne(document))) return true;
      await subscriptions.updateOne({ _id: document._id }, { $max: { since: document.since } });
      return false;
    },
    // Index: _id
    async unsubscribe(organisationId, userId) {
      return (await subscriptions.deleteOne({ _id: keyOf(organisationId, userId) })).deletedCount === 1;
    },
    // Index: _id
    async endUnchanged({ organisationId, userId, since }) {
      return (await subscriptions.deleteOne({ _id: keyOf(organisationId, userId), since })).deletedCount === 1;
    },
    async list(organisationId) {
      return readableOnes(await listed(organisationId), subscriptionOf);
    },
    async unreadable(organisationId) {
      const found = await listed(organisationId);
      return found.filter((document) => readableOnes([document], subscriptionOf).length === 0).map(({ _id }) => _id);
    },
  };
}
