import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createHousekeeping } from '../src/housekeeping.ts';
import type { Store } from '../src/core/ports/store/store.ts';
import { openStore } from '../src/store/open-store.ts';
import { noStepsYet } from '../src/core/steps.ts';
import type { Transition } from '../src/core/transition.ts';
import { createFakeClock, testNow } from './support/fake-clock.ts';
import { aDelivery, aTransition, testOrganisationId } from './support/records.ts';

const dayMs = 24 * 60 * 60 * 1000;

async function house(retention: { retentionMs?: number } = {}) {
  const store = await openStore('sqlite::memory:');
  const clock = createFakeClock();
  const errors: { step?: string }[] = [];
  const due: { ms: number; run: () => void }[] = [];
  const timers = {
    after: (ms: number, run: () => void) => {
      const timer = { ms, run };
      due.push(timer);
      return () => void due.splice(due.indexOf(timer), 1);
    },
  };
  const infos: object[] = [];
  const warnings: object[] = [];
  const log = {
    info: (data: object) => void infos.push(data),
    warn: (data: object) => void warnings.push(data),
    error: (data: object) => void errors.push(data),
  };
  const organisationIds = [testOrganisationId];
  const housekeeping = createHousekeeping({ ...retention, store, organisationIds, clock, timers, log });
  return { store, clock, infos, errors, warnings, due, housekeeping };
}

describe('housekeeping', () => {
  it('removes abandoned forms, old receipts of activities and ended sessions, and keeps the others', async () => {
    const { store, clock, housekeeping } = await house();
    await store.dialogs.write({ old: { json: '{}' } }, testNow);
    const turn = { activityKey: 'old', lane: 'lane', token: 'token' };
    await store.turns.begin(turn, { now: testNow, until: testNow });
    await store.turns.finish(turn, testNow);
    await store.ephemeral.put('old', '{}', new Date(testNow.getTime() + 1));
    clock.advance(31 * dayMs);
    await store.dialogs.write({ fresh: { json: '{}' } }, clock.now());
    await store.ephemeral.put('fresh', '{}', new Date(clock.now().getTime() + 1));

    await housekeeping.sweep();

    assert.deepEqual(Object.keys(await store.dialogs.read(['old', 'fresh'])), ['fresh']);
    const again = await store.turns.begin(turn, { now: clock.now(), until: clock.now() });
    assert.equal(again.kind, 'begin');
    assert.equal(await store.ephemeral.get('fresh', clock.now()), '{}');
    await store.close();
  });

  it('removes what was sent long ago, but not what says where a card is', async () => {
    const { store, clock, housekeeping } = await house();
    const sent = { state: 'sent', content: { kind: 'refreshCard' } } as const;
    await store.deliveries.add([
      aDelivery({ ...sent, deliveryId: 'old' }),
      aDelivery({ deliveryId: 'card', state: 'sent', activityId: 'activity' }),
      aDelivery({ deliveryId: 'given up', state: 'dead' }),
    ]);
    clock.advance(90 * dayMs);
    await store.deliveries.add([aDelivery({ ...sent, deliveryId: 'young', dueAt: clock.now() })]);
    clock.advance(1);

    await housekeeping.sweep();

    assert.equal(await store.deliveries.get('old'), undefined);
    for (const kept of ['card', 'given up', 'young']) assert.ok(await store.deliveries.get(kept), kept);
    await store.close();
  });

  it('says when the clocks of the machine and of the database disagree', async () => {
    for (const [clockAheadMs, expected] of [
      [-8_000, [{ seconds: 8 }]],
      [3_000, []],
    ] as const) {
      const { store, warnings, housekeeping } = await house();
      store.clockAheadMs = async () => clockAheadMs;

      await housekeeping.sweep();

      assert.deepEqual(warnings, expected);
      await store.close();
    }
  });

  it('says how many deliveries wait for somebody to look at them', async () => {
    const { store, warnings, housekeeping } = await house();
    await store.deliveries.add([aDelivery({ state: 'dead' })]);

    await housekeeping.sweep();

    assert.deepEqual(warnings, [{ organisationId: testOrganisationId, dead: 1 }]);
    await store.close();
  });

  it('forgets nothing by itself unless it is told how long to keep it', async () => {
    const { store, clock, housekeeping } = await house();
    await store.transitions.insert(aTransition({ cancelledAt: testNow }), { visitDueAt: testNow });
    clock.advance(4000 * dayMs);

    await housekeeping.sweep();

    assert.ok(await store.transitions.get(testOrganisationId, 'transition-contoso-1'));
    await store.close();
  });

  it('forgets what has been over for long enough', async () => {
    const { store, clock, housekeeping } = await house({ retentionMs: 100 * dayMs });
    const insert = (transitionId: string, overrides: Partial<Transition> = {}) => {
      const tenant = { tenantId: transitionId, domain: 'contoso.example' };
      return store.transitions.insert(aTransition({ transitionId, tenant, ...overrides }), { visitDueAt: testNow });
    };
    for (let index = 0; index < 60; index += 1) await insert(`over-${String(index)}`, { cancelledAt: testNow });
    await insert('over since lately', { cancelledAt: new Date(testNow.getTime() + 50 * dayMs) });
    await insert('going on', { steps: { ...noStepsYet, agreement: { state: 'waiting' } } });
    clock.advance(101 * dayMs);

    await housekeeping.sweep();

    const { items } = await store.transitions.list(testOrganisationId, { open: false, limit: 100 });
    assert.deepEqual(items.map(({ transitionId }) => transitionId).toSorted(), ['going on', 'over since lately']);
    await store.close();
  });

  it('comes round every hour until it is stopped', async () => {
    const { store, due, housekeeping } = await house();

    housekeeping.start();
    due.shift()?.run();

    assert.deepEqual(
      due.map((timer) => timer.ms),
      [60 * 60 * 1000],
    );
    await housekeeping.stop();
    assert.deepEqual(due, []);
    await store.close();
  });

  for (const step of ['dialogs', 'turns', 'ephemeral', 'deliveries', 'customers', 'deadLetters'] as const) {
    it(`does everything else when one step of it fails, and says which: ${step}`, async () => {
      const { store, clock, infos, errors, warnings, housekeeping } = await house({ retentionMs: dayMs });
      const nothing = { dialogs: 0, turns: 0, ephemeral: 0, deliveries: 0, customers: 0 };
      const dead = { organisationId: testOrganisationId, dead: 1 };
      await store.deliveries.add([aDelivery({ state: 'dead' })]);
      store.clockAheadMs = async () => 8_000;
      clock.advance(dayMs);
      failAt(store, step);

      await housekeeping.sweep();

      assert.deepEqual(errors, [{ step, err: failure }]);
      assert.deepEqual(infos, [{ ...nothing, ...(step !== 'deadLetters' && { [step]: undefined }) }]);
      assert.deepEqual(warnings, [...(step === 'deadLetters' ? [] : [dead]), { seconds: 8 }]);
      await store.close();
    });
  }

  it('survives a store that fails altogether, and says so', async () => {
    const { store, errors, housekeeping } = await house();
    await store.close();

    await housekeeping.sweep();

    assert.deepEqual(
      errors.map(({ step }) => step),
      ['dialogs', 'turns', 'ephemeral', 'deliveries', 'deadLetters'],
    );
  });
});

const failure = new Error('no');

/** The call that the step begins with fails. */
function failAt({ dialogs, turns, ephemeral, deliveries, transitions }: Store, step: string): void {
  const fail = () => Promise.reject(failure);
  if (step === 'dialogs') dialogs.deleteOlderThan = fail;
  if (step === 'turns') turns.deleteOlderThan = fail;
  if (step === 'ephemeral') ephemeral.deleteExpired = fail;
  if (step === 'deliveries') deliveries.deleteSentBefore = fail;
  if (step === 'customers') transitions.list = fail;
  if (step === 'deadLetters') deliveries.countByState = fail;
}
