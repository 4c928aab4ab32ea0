import assert from 'node:assert/strict';
import { it } from 'mocha';
import { openStore } from '../../../src/store/open-store.ts';
import { subscriptionDocument, type SubscriptionDocument } from '../../../src/store/mongo/subscription-store.ts';
import { describeOnMongo } from '../../support/mongo-database.ts';
import { aSubscription, testOrganisationId } from '../../support/records.ts';

// SQLite’s table refuses what could not be read.
describeOnMongo('a subscription on MongoDB that nobody can read', ({ fresh, urlOf }) => {
  it('is named, and keeps nobody else from news', async () => {
    const db = await fresh('subscriptions');
    const store = await openStore(urlOf(db));
    const [megan, lee, newer, other] = [
      aSubscription(),
      aSubscription({ userId: 'user-lee' }),
      aSubscription({ userId: 'user-newer' }),
      aSubscription({ organisationId: 'other-organisation' }),
    ];
    for (const one of [megan, lee, newer, other]) await store.subscriptions.subscribe(one);
    const spoil = (one: typeof lee, fields: object) =>
      db.collection<SubscriptionDocument>('subscriptions').updateOne({ _id: idOf(one) }, { $set: fields });
    await spoil(lee, { displayName: null });
    await spoil(newer, { schemaVersion: 1000 });
    await spoil(other, { displayName: null });

    assert.deepEqual(await store.subscriptions.list(testOrganisationId), [megan]);
    assert.deepEqual(await store.subscriptions.unreadable(testOrganisationId), [idOf(lee), idOf(newer)]);
    await store.close();
  });
});

function idOf(subscription: Parameters<typeof subscriptionDocument>[0]): string {
  return subscriptionDocument(subscription)._id;
}
