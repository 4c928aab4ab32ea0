import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Content, Delivery } from '../../src/core/delivery.ts';
import type { Claimed } from '../../src/core/ports/store/claim.ts';
import type { DeliveryStore } from '../../src/core/ports/store/delivery-store.ts';
import { after, testNow } from '../support/fake-clock.ts';
import { aDelivery, anEvent, testOrganisationId } from '../support/records.ts';
import { useStores, type CreateTestDatabase } from './test-database.ts';

const leaseEnd = after(testNow, 60_000);
const later = after(testNow, 300_000);

export function deliveryStoreContract(name: string, create: CreateTestDatabase): void {
  describe(`delivery store on ${name}`, () => {
    const stores = useStores(create);
    const add = (...deliveries: Delivery[]) => stores.store.deliveries.add(deliveries);

    describe('adding', () => {
      it('gives back exactly what was added', async () => {
        const news: Content = { kind: 'news', event: anEvent({ happening: { kind: 'linkReissued' } }) };
        const delivery = aDelivery({
          recipient: { kind: 'mailbox', address: 'adele@contoso.example', name: `"Adele" <Vance>'` },
          content: news,
          state: 'dead',
          attempts: 7,
          activityId: 'activity-1',
          failure: 'gone',
          dueAt: later,
        });

        await add(delivery, aDelivery({ deliveryId: 'plain' }));

        assert.deepEqual(await stores.store.deliveries.get('delivery-1'), delivery);
        assert.deepEqual(await stores.store.deliveries.get('plain'), aDelivery({ deliveryId: 'plain' }));
        assert.equal(await stores.store.deliveries.get('unknown'), undefined);
      });

      it('leaves a delivery alone that is known already', async () => {
        await add(aDelivery());
        const [claimed] = await claim(stores.store.deliveries);
        const sent = aDelivery({ state: 'sent', activityId: 'activity-1' });
        await stores.store.deliveries.settleDelivery(claimed!, sent);

        await add(aDelivery(), aDelivery({ deliveryId: 'new' }));

        assert.deepEqual(await stores.store.deliveries.get('delivery-1'), sent);
        assert.deepEqual(idsOf(await claim(stores.store.deliveries)), ['new']);
      });

      it('adds a delivery once when several relays expand the same event', async () => {
        const another = await stores.connectAnother();

        await Promise.all([add(aDelivery()), another.deliveries.add([aDelivery()]), add(aDelivery(), aDelivery())]);

        assert.deepEqual(idsOf(await claim(stores.store.deliveries)), ['delivery-1']);
      });
    });

    describe('claiming', () => {
      it('gives what is due, the oldest first and ties in the order of adding', async () => {
        await add(
          aDelivery({ deliveryId: 'z' }),
          aDelivery({ deliveryId: 'a' }),
          aDelivery({ deliveryId: 'old', dueAt: after(testNow, -1) }),
          aDelivery({ deliveryId: 'm' }),
          aDelivery({ deliveryId: 'future', dueAt: after(testNow, 1) }),
        );

        const claimed = await claim(stores.store.deliveries);

        assert.deepEqual(idsOf(claimed), ['old', 'z', 'a', 'm']);
      });

      it('gives the oldest first also when the limit leaves others out', async () => {
        await add(aDelivery({ deliveryId: 'newer' }), aDelivery({ deliveryId: 'older', dueAt: after(testNow, -1) }));

        const claimed = await claim(stores.store.deliveries, { limit: 1 });

        assert.deepEqual(idsOf(claimed), ['older']);
      });

      it('stops at the limit and goes on there', async () => {
        await add(...['a', 'b', 'c'].map((deliveryId) => aDelivery({ deliveryId })));

        const first = await claim(stores.store.deliveries, { limit: 2 });
        const second = await claim(stores.store.deliveries, { limit: 2, token: 'another' });

        assert.deepEqual(idsOf(first), ['a', 'b']);
        assert.deepEqual(idsOf(second), ['c']);
      });

      for (const state of ['sent', 'dead'] as const) {
        it(`gives nothing that is ${state}`, async () => {
          await add(aDelivery({ state }));

          const claimed = await claim(stores.store.deliveries);

          assert.deepEqual(claimed, []);
        });
      }

      it('gives to another what was claimed but not begun when the lease has run out', async () => {
        await add(aDelivery());
        await claim(stores.store.deliveries);

        const early = await claim(stores.store.deliveries, { now: after(leaseEnd, -1), token: 'another' });
        const inTime = await claim(stores.store.deliveries, { now: leaseEnd, until: later, token: 'another' });

        assert.deepEqual(early, []);
        assert.deepEqual(inTime, [{ item: aDelivery(), token: 'another' }]);
      });

      it('says "sending" of one whose holder died in the call', async () => {
        await add(aDelivery());
        const [claimed] = await claim(stores.store.deliveries);
        await stores.store.deliveries.markSending(claimed!, leaseEnd);

        const early = await claim(stores.store.deliveries, { now: after(leaseEnd, -1), token: 'another' });
        const inTime = await claim(stores.store.deliveries, { now: leaseEnd, until: later, token: 'another' });

        assert.deepEqual(early, []);
        assert.deepEqual(inTime, [{ item: aDelivery({ state: 'sending' }), token: 'another' }]);
      });

      it('gives each delivery once when many claim at once', async () => {
        const another = await stores.connectAnother();
        const names = Array.from({ length: 24 }, (_, index) => `delivery-${index}`);
        await add(...names.map((deliveryId) => aDelivery({ deliveryId })));

        const claims = await Promise.all(
          Array.from({ length: 8 }, (_, index) =>
            claim((index % 2 ? another : stores.store).deliveries, { token: `token-${index}`, limit: 4 }),
          ),
        );

        assert.deepEqual(idsOf(claims.flat()).toSorted(), names.toSorted());
      });
    });

    describe('settling', () => {
      it('ends a delivery that was sent', async () => {
        await add(aDelivery());
        const [claimed] = await claim(stores.store.deliveries);
        const sent = aDelivery({ state: 'sent', attempts: 1, activityId: 'activity-1' });

        const settled = await stores.store.deliveries.settleDelivery(claimed!, sent);

        assert.equal(settled, true);
        assert.deepEqual(await stores.store.deliveries.get('delivery-1'), sent);
        assert.deepEqual(await claim(stores.store.deliveries, { now: later }), []);
      });

      it('makes a delivery wait for its next attempt', async () => {
        await add(aDelivery());
        const [claimed] = await claim(stores.store.deliveries);
        await stores.store.deliveries.markSending(claimed!, leaseEnd);
        const waiting = aDelivery({ attempts: 1, dueAt: later, failure: 'throttled' });

        await stores.store.deliveries.settleDelivery(claimed!, waiting);

        assert.deepEqual(await claim(stores.store.deliveries, { now: after(later, -1) }), []);
        assert.deepEqual(await claim(stores.store.deliveries, { now: later, token: 'another' }), [
          { item: waiting, token: 'another' },
        ]);
      });

      it('takes away what an attempt no longer says', async () => {
        await add(aDelivery({ activityId: 'activity-1', failure: 'throttled' }));
        const [claimed] = await claim(stores.store.deliveries);

        await stores.store.deliveries.settleDelivery(claimed!, aDelivery({ state: 'sent' }));

        assert.deepEqual(await stores.store.deliveries.get('delivery-1'), aDelivery({ state: 'sent' }));
      });

      it('is refused to a holder whose delivery was taken over', async () => {
        await add(aDelivery());
        const [lost] = await claim(stores.store.deliveries);
        const [taken] = await claim(stores.store.deliveries, { now: leaseEnd, until: later, token: 'another' });

        const outcomes = [
          await stores.store.deliveries.renewDelivery(lost!, after(later, 1)),
          await stores.store.deliveries.markSending(lost!, after(later, 1)),
          await stores.store.deliveries.settleDelivery(lost!, aDelivery({ state: 'dead' })),
        ];

        assert.deepEqual(outcomes, [false, false, false]);
        assert.deepEqual(await stores.store.deliveries.get('delivery-1'), aDelivery());
        assert.equal(await stores.store.deliveries.settleDelivery(taken!, aDelivery({ state: 'sent' })), true);
      });

      it('is refused a second time', async () => {
        await add(aDelivery());
        const [claimed] = await claim(stores.store.deliveries);
        await stores.store.deliveries.settleDelivery(claimed!, aDelivery({ state: 'sent' }));

        const settled = await stores.store.deliveries.settleDelivery(claimed!, aDelivery({ state: 'dead' }));

        assert.equal(settled, false);
        assert.deepEqual(await stores.store.deliveries.get('delivery-1'), aDelivery({ state: 'sent' }));
      });
    });

    it('keeps others away from a renewed delivery until the new end', async () => {
      await add(aDelivery());
      const [claimed] = await claim(stores.store.deliveries);

      const renewed = await stores.store.deliveries.renewDelivery(claimed!, later);

      assert.equal(renewed, true);
      assert.deepEqual(await claim(stores.store.deliveries, { now: after(later, -1), token: 'another' }), []);
      assert.deepEqual(idsOf(await claim(stores.store.deliveries, { now: later, token: 'another' })), ['delivery-1']);
    });

    it('keeps others away from what is being sent until the end that was said when it began', async () => {
      await add(aDelivery());
      const [claimed] = await claim(stores.store.deliveries);

      const begun = await stores.store.deliveries.markSending(claimed!, later);

      assert.equal(begun, true);
      assert.deepEqual(await claim(stores.store.deliveries, { now: after(later, -1), token: 'another' }), []);
      assert.deepEqual(idsOf(await claim(stores.store.deliveries, { now: later, token: 'another' })), ['delivery-1']);
    });

    it('counts what an organisation has that is not sent', async () => {
      await add(
        aDelivery({ deliveryId: 'a' }),
        aDelivery({ deliveryId: 'b' }),
        aDelivery({ deliveryId: 'c', state: 'sent' }),
        aDelivery({ deliveryId: 'd', state: 'dead' }),
        aDelivery({ deliveryId: 'e', organisationId: 'other-organisation' }),
      );

      const counts = await stores.store.deliveries.countByState(testOrganisationId);

      assert.deepEqual(counts, { pending: 2, sending: 0, dead: 1 });
    });

    it('deletes what was sent before a time, in any number, and says how many', async () => {
      const refresh: Content = { kind: 'refreshCard' };
      const old = { content: refresh, dueAt: after(testNow, -1) };
      const many = Array.from({ length: 1200 }, (_, index) => `sent-${String(index)}`);
      await add(
        ...many.map((deliveryId) => aDelivery({ ...old, deliveryId, state: 'sent' })),
        aDelivery({ ...old, deliveryId: 'pending' }),
        aDelivery({ ...old, deliveryId: 'dead', state: 'dead' }),
        aDelivery({ deliveryId: 'young', content: refresh, state: 'sent' }),
      );

      const deleted = await stores.store.deliveries.deleteSentBefore(testNow);

      assert.equal(deleted, many.length);
      assert.equal(await stores.store.deliveries.get('sent-0'), undefined);
      for (const kept of ['pending', 'dead', 'young']) assert.ok(await stores.store.deliveries.get(kept), kept);
    });

    it('keeps what says where a card was posted', async () => {
      const old = { state: 'sent', activityId: 'activity', dueAt: after(testNow, -1) } as const;
      await add(
        aDelivery({ ...old, deliveryId: 'card', content: { kind: 'livingCard' } }),
        aDelivery({ ...old, deliveryId: 'card to share', content: { kind: 'shareCard' } }),
      );

      const deleted = await stores.store.deliveries.deleteSentBefore(testNow);

      assert.equal(deleted, 0);
      assert.ok(await stores.store.deliveries.get('card'));
    });
  });
}

function claim(
  deliveries: DeliveryStore,
  overrides: { now?: Date; until?: Date; token?: string; limit?: number } = {},
): Promise<readonly Claimed<Delivery>[]> {
  return deliveries.claimDeliveries({ now: testNow, until: leaseEnd, token: 'token', limit: 10, ...overrides });
}

function idsOf(claimed: readonly Claimed<Delivery>[]): string[] {
  return claimed.map(({ item }) => item.deliveryId);
}
