import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import type { DeadLetterStore } from '../../src/core/ports/store/dead-letter-store.ts';
import { after, testNow } from '../support/fake-clock.ts';
import { aDelivery, testOrganisationId } from '../support/records.ts';
import { useStores, type CreateTestDatabase } from './test-database.ts';

const dueAt = after(testNow, 5_000);

export function deadLetterStoreContract(name: string, create: CreateTestDatabase): void {
  describe(`dead letter store on ${name}`, () => {
    const stores = useStores(create);

    beforeEach(async () => {
      const createdAt = (ms: number) => ({ state: 'dead', createdAt: after(testNow, ms) }) as const;
      await stores.store.deliveries.add([
        aDelivery({
          ...createdAt(2),
          deliveryId: 'newest',
          recipient: { kind: 'mailbox', address: 'adele@contoso.example', name: 'Adele' },
          content: { kind: 'instructionsForCustomer' },
          attempts: 24,
          failure: 'SEND_FAILED',
        }),
        aDelivery({ ...createdAt(0), deliveryId: 'a tie' }),
        aDelivery({ ...createdAt(0), deliveryId: 'tied with it' }),
        aDelivery({ ...createdAt(1), deliveryId: 'middle' }),
        aDelivery({ ...createdAt(3), deliveryId: 'elsewhere', organisationId: 'other-organisation' }),
        aDelivery({ deliveryId: 'pending' }),
        aDelivery({ deliveryId: 'sent', state: 'sent' }),
      ]);
    });

    it('lists what was given up, newest first, and says what and why', async () => {
      const { items, nextCursor } = await stores.store.deadLetters.list(testOrganisationId, { limit: 10 });

      assert.deepEqual(
        items.map(({ deliveryId }) => deliveryId),
        ['newest', 'middle', 'tied with it', 'a tie'],
      );
      assert.deepEqual(items[0], {
        deliveryId: 'newest',
        organisationId: testOrganisationId,
        transitionId: 'transition-contoso-1',
        content: 'instructionsForCustomer',
        recipient: 'mailbox',
        createdAt: after(testNow, 2),
        attempts: 24,
        failure: 'SEND_FAILED',
      });
      assert.equal(nextCursor, undefined);
    });

    it('goes on where a page ended', async () => {
      assert.deepEqual(await pages(stores.store.deadLetters, 2), [
        ['newest', 'middle'],
        ['tied with it', 'a tie'],
      ]);
      assert.deepEqual(await pages(stores.store.deadLetters, 3), [['newest', 'middle', 'tied with it'], ['a tie']]);
    });

    it('makes one due again as if it had never been tried', async () => {
      const requeued = await stores.store.deadLetters.requeue(testOrganisationId, 'newest', dueAt);

      assert.equal(requeued, true);
      const delivery = await stores.store.deliveries.get('newest');
      const { failure, ...rest } = delivery!;
      assert.equal(failure, undefined);
      assert.deepEqual([rest.state, rest.attempts, rest.dueAt], ['pending', 0, dueAt]);
      const claim = { now: dueAt, until: after(dueAt, 1), token: 'token', limit: 10 };
      const claimed = await stores.store.deliveries.claimDeliveries(claim);
      assert.ok(claimed.some(({ item }) => item.deliveryId === 'newest'));
    });

    it('removes one for good', async () => {
      const dropped = await stores.store.deadLetters.drop(testOrganisationId, 'middle');

      assert.equal(dropped, true);
      assert.equal(await stores.store.deliveries.get('middle'), undefined);
      assert.equal(await stores.store.deadLetters.drop(testOrganisationId, 'middle'), false);
    });

    it('touches only what is dead, and of this organisation', async () => {
      const { deadLetters } = stores.store;

      const touched = [
        await deadLetters.requeue(testOrganisationId, 'pending', dueAt),
        await deadLetters.requeue(testOrganisationId, 'sent', dueAt),
        await deadLetters.requeue(testOrganisationId, 'elsewhere', dueAt),
        await deadLetters.requeue(testOrganisationId, 'unknown', dueAt),
        await deadLetters.drop(testOrganisationId, 'pending'),
        await deadLetters.drop(testOrganisationId, 'sent'),
        await deadLetters.drop(testOrganisationId, 'elsewhere'),
      ];

      assert.ok(touched.every((one) => !one));
      assert.deepEqual(await stores.store.deliveries.get('pending'), aDelivery({ deliveryId: 'pending' }));
    });

    it('lets one of many retry', async () => {
      const another = await stores.connectAnother();

      const requeued = await Promise.all(
        Array.from({ length: 6 }, (_, index) =>
          (index % 2 ? another : stores.store).deadLetters.requeue(testOrganisationId, 'middle', dueAt),
        ),
      );

      assert.equal(requeued.filter(Boolean).length, 1);
    });
  });
}

async function pages(deadLetters: DeadLetterStore, limit: number): Promise<string[][]> {
  const all: string[][] = [];
  for (let cursor: string | undefined; ;) {
    const page = await deadLetters.list(testOrganisationId, { limit, ...(cursor !== undefined && { cursor }) });
    all.push(page.items.map(({ deliveryId }) => deliveryId));
    if (page.nextCursor === undefined) return all;
    cursor = page.nextCursor;
  }
}
