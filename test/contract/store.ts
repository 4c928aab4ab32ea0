import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { testNow } from '../support/fake-clock.ts';
import { aDelivery, anEvent, aTransition, testOrganisationId } from '../support/records.ts';
import { useStores, type CreateTestDatabase } from './test-database.ts';

/** What holds for a store as a whole. */
export function storeContract(name: string, create: CreateTestDatabase): void {
  describe(`store on ${name}`, () => {
    const stores = useStores(create);

    it('is ready when it can be read and written', async () => {
      await assert.doesNotReject(stores.store.ping());
    });

    it('is out of reach, and says so, when it is closed', async () => {
      await stores.store.close();

      const outage = { name: 'AppError', code: 'STORE_UNAVAILABLE' };
      await assert.rejects(stores.store.ping(), outage);
      await assert.rejects(stores.store.transitions.get(testOrganisationId, 'transition-contoso-1'), outage);
      await assert.rejects(stores.store.deliveries.add([aDelivery()]), outage);
      await assert.rejects(stores.store.ephemeral.put('key', '1', testNow), outage);
    });

    it('says how far another machine’s clock is ahead, where it is on one', async () => {
      const clockAheadMs = await stores.store.clockAheadMs();

      assert.ok(Math.abs(clockAheadMs ?? 0) < 10 * 60_000, String(clockAheadMs));
    });

    it('can be closed twice', async () => {
      await stores.store.close();

      await assert.doesNotReject(stores.store.close());
    });

    it('has everything that was written when it is opened again', async () => {
      const transition = aTransition({ lastEventSeq: 1, outbox: [anEvent()] });
      await stores.store.transitions.insert(transition, { visitDueAt: testNow });
      await stores.store.deliveries.add([aDelivery()]);
      await stores.store.dialogs.write({ key: { json: '1' } }, testNow);
      await stores.store.close();

      const reopened = await stores.connectAnother();

      assert.deepEqual(await reopened.outbox.unexpanded(10), [transition]);
      assert.deepEqual(await reopened.visits.nextVisitAt(testOrganisationId, transition.transitionId), testNow);
      assert.deepEqual(await reopened.deliveries.get('delivery-1'), aDelivery());
      assert.equal((await reopened.dialogs.read(['key']))['key']?.json, '1');
    });

    it('shows another connection at once what was written', async () => {
      const another = await stores.connectAnother();

      await stores.store.ephemeral.put('key', '1', new Date(testNow.getTime() + 1));

      assert.equal(await another.ephemeral.get('key', testNow), '1');
    });
  });
}
