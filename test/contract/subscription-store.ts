import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { after, testNow } from '../support/fake-clock.ts';
import { aSubscription, testOrganisationId } from '../support/records.ts';
import { useStores, type CreateTestDatabase } from './test-database.ts';

export function subscriptionStoreContract(name: string, create: CreateTestDatabase): void {
  describe(`subscription store on ${name}`, () => {
    const stores = useStores(create);

    it('lists the people of an organisation who want to hear news, the first to ask first', async () => {
      const { subscriptions } = stores.store;
      const lee = aSubscription({ userId: 'user-lee', since: after(testNow, 1) });
      const megan = aSubscription();
      await subscriptions.subscribe(lee);
      await subscriptions.subscribe(megan);
      await subscriptions.subscribe(aSubscription({ organisationId: 'other-organisation', userId: 'user-other' }));

      const listed = await subscriptions.list(testOrganisationId);

      assert.deepEqual(listed, [megan, lee]);
    });

    it('says when a person is subscribed already, and leaves it at that', async () => {
      const { subscriptions } = stores.store;
      const first = await subscriptions.subscribe(aSubscription());

      const second = await subscriptions.subscribe(aSubscription({ conversationId: 'elsewhere' }));

      assert.deepEqual([first, second], [true, false]);
      assert.deepEqual(await subscriptions.list(testOrganisationId), [aSubscription()]);
    });

    it('notes when a person asks again, and never that they asked earlier', async () => {
      const { subscriptions } = stores.store;
      for (const ms of [1, 3, 2]) await subscriptions.subscribe(aSubscription({ since: after(testNow, ms) }));

      assert.deepEqual(await subscriptions.list(testOrganisationId), [aSubscription({ since: after(testNow, 3) })]);
    });

    it('ends a subscription as it was read, and leaves one that was asked for again', async () => {
      const { subscriptions } = stores.store;
      const read = aSubscription();
      const again = aSubscription({ since: after(testNow, 1) });
      const other = aSubscription({ userId: 'user-lee' });
      await subscriptions.subscribe(read);
      await subscriptions.subscribe(other);
      await subscriptions.subscribe(again);

      const outcomes = [
        await subscriptions.endUnchanged(read),
        await subscriptions.endUnchanged({ ...again, organisationId: 'other-organisation' }),
        await subscriptions.endUnchanged(again),
        await subscriptions.endUnchanged(again),
      ];

      assert.deepEqual(outcomes, [false, false, true, false]);
      assert.deepEqual(await subscriptions.list(testOrganisationId), [other]);
    });

    it('forgets a person who wants no more news, and says when there was none to forget', async () => {
      const { subscriptions } = stores.store;
      await subscriptions.subscribe(aSubscription());

      const outcomes = [
        await subscriptions.unsubscribe('other-organisation', 'user-megan'),
        await subscriptions.unsubscribe(testOrganisationId, 'user-megan'),
        await subscriptions.unsubscribe(testOrganisationId, 'user-megan'),
      ];

      assert.deepEqual(outcomes, [false, true, false]);
      assert.deepEqual(await subscriptions.list(testOrganisationId), []);
    });
  });
}
