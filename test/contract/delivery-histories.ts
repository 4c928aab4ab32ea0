import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Delivery } from '../../src/core/delivery.ts';
import type { Claim, Claimed } from '../../src/core/ports/store/claim.ts';
import type { Store } from '../../src/core/ports/store/store.ts';
import { after, testNow } from '../support/fake-clock.ts';
import { aDelivery, testOrganisationId } from '../support/records.ts';
import { createDeliveryModel, type DeliveryModel } from './delivery-model.ts';
import { useStores, type CreateTestDatabase } from './test-database.ts';

const transitionId = 'transition-of-this-history';

interface Run {
  store: Store;
  model: DeliveryModel;
  now: Date;
  claims: Claimed<Delivery>[];
}

type Command = (run: Run) => Promise<void>;

const ids = ['a', 'b', 'c', 'd'];
const id = fc.constantFrom(...ids);
const ticks = fc.integer({ min: -3, max: 4 });
const contents = [{ kind: 'livingCard' }, { kind: 'refreshCard' }, { kind: 'refreshShareCard' }] as const;
const outcomes = ['sent', 'sent', 'pending', 'dead'] as const;

/** How much of its work an attempt gets done: it may die, or be too slow, anywhere. */
const attempt = fc.record({
  claimed: fc.nat({ max: 9 }),
  renewsFor: fc.option(ticks),
  sendsFor: fc.option(ticks, { freq: 1 }),
  outcome: fc.option(fc.constantFrom(...outcomes), { freq: 5 }),
  due: ticks,
});

type Attempt = typeof attempt extends fc.Arbitrary<infer Made> ? Made : never;

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.array(fc.tuple(id, fc.constantFrom(...contents), ticks), { minLength: 1, maxLength: 3 }).map(add),
  },
  { weight: 4, arbitrary: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.nat({ max: 4 })).map((args) => claim(...args)) },
  { weight: 5, arbitrary: attempt.map(work) },
  { weight: 1, arbitrary: fc.tuple(id, fc.constantFrom('requeue', 'requeue', 'drop')).map((args) => bury(...args)) },
  { weight: 2, arbitrary: ticks.map(deleteSent) },
  { weight: 2, arbitrary: fc.nat({ max: 4 }).map(passTime) },
);

/** Random histories of deliveries and dead letters, one after another in one database. */
export function deliveryHistoriesContract(name: string, create: CreateTestDatabase): void {
  describe(`random histories of deliveries on ${name}`, () => {
    const stores = useStores(create);

    it('mean what they mean in plain objects', async () => {
      const { store } = stores;
      await fc.assert(
        fc.asyncProperty(fc.array(command, { maxLength: 40, size: 'max' }), async (commands) => {
          await store.personalData.removeDeliveries(testOrganisationId, transitionId);
          const run: Run = { store, model: createDeliveryModel(), now: testNow, claims: [] };
          for (const perform of commands) await perform(run);
          await compare(run);
        }),
        { numRuns: 20 },
      );
    });
  });
}

async function compare({ store, model }: Run): Promise<void> {
  for (const deliveryId of ids) assert.deepEqual(await store.deliveries.get(deliveryId), model.get(deliveryId));
  assert.deepEqual(await store.deliveries.countByState(testOrganisationId), model.countByState());
  const letters = await store.deadLetters.list(testOrganisationId, { limit: ids.length });
  assert.deepEqual(letters.items.map(({ deliveryId }) => deliveryId).toSorted(), model.deadIds().toSorted());
}

function add(wanted: readonly [string, Delivery['content'], number][]): Command {
  return async ({ store, model, now }) => {
    const deliveries = wanted.map(([deliveryId, content, due]) =>
      aDelivery({ deliveryId, transitionId, content, createdAt: now, dueAt: after(now, due) }),
    );

    await store.deliveries.add(deliveries);

    model.add(deliveries);
  };
}

function claim(limit: number, leaseTicks: number): Command {
  return async (run) => {
    const token = `token-${String(run.claims.length)}`;
    const request: Claim = { now: run.now, until: after(run.now, leaseTicks), token, limit };

    const claimed = await run.store.deliveries.claimDeliveries(request);

    assert.deepEqual(claimed, run.model.claim(request));
    run.claims.push(...claimed);
  };
}

function work({ claimed: index, renewsFor, sendsFor, outcome, due }: Attempt): Command {
  return async ({ store: { deliveries }, model, now, claims }) => {
    const claimed = claims[index % claims.length];
    if (!claimed) return;
    if (renewsFor !== null) {
      const until = after(now, renewsFor);
      assert.equal(await deliveries.renewDelivery(claimed, until), model.renew(claimed, until));
    }
    if (sendsFor !== null) {
      const until = after(now, sendsFor);
      assert.equal(await deliveries.markSending(claimed, until), model.markSending(claimed, until));
    }
    if (outcome === null) return;
    const settled: Delivery = {
      ...claimed.item,
      state: outcome,
      dueAt: after(now, due),
      attempts: claimed.item.attempts + 1,
      ...(outcome === 'sent' ? { activityId: 'activity' } : { failure: 'SEND_FAILED' }),
    };
    assert.equal(await deliveries.settleDelivery(claimed, settled), model.settle(claimed, settled));
  };
}

function bury(deliveryId: string, what: string): Command {
  return async ({ store: { deadLetters }, model, now }) => {
    const isDone =
      what === 'drop'
        ? await deadLetters.drop(testOrganisationId, deliveryId)
        : await deadLetters.requeue(testOrganisationId, deliveryId, now);

    assert.equal(isDone, what === 'drop' ? model.drop(deliveryId) : model.requeue(deliveryId, now));
  };
}

function deleteSent(before: number): Command {
  return async ({ store, model, now }) => {
    assert.equal(
      await store.deliveries.deleteSentBefore(after(now, before)),
      model.deleteSentBefore(after(now, before)),
    );
  };
}

function passTime(ms: number): Command {
  return async (run) => {
    run.now = after(run.now, ms);
  };
}
