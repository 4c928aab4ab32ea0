import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createHousekeeping } from '../src/housekeeping.ts';
import type { Store } from '../src/core/ports/store/store.ts';
import { openStore } from '../src/store/open-store.ts';
import { noStepsYet } from '../src/core/steps.ts';
import type { Transition } from '../src/core/transition.ts';
import { AppError } from '../src/core/errors.ts';
import { createFakeClock, testNow, type FakeClock } from './support/fake-clock.ts';
import { aConversation, aDelivery, aSubscription, aTransition, testOrganisationId } from './support/records.ts';
import { createSqliteDatabase } from './support/sqlite-database.ts';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

interface House {
  retentionMs?: number;
  /** Another instance’s. */
  store?: Store;
  clock?: FakeClock;
}

async function house({ retentionMs, ...shared }: House = {}) {
  const store = shared.store ?? (await openStore('sqlite::memory:'));
  const clock = shared.clock ?? createFakeClock();
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
  const retention = retentionMs === undefined ? {} : { retentionMs };
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

  it('removes what has been gone for a quarter of a year, and the subscriptions of those who went with it', async () => {
    const { store, clock, infos, housekeeping } = await house();
    const own = { kind: 'personal', userId: 'user-megan' } as const;
    await store.conversations.remember(aConversation({ ...own, conversationId: 'own', goneAt: testNow }));
    await store.conversations.remember(aConversation({ conversationId: 'there' }));
    await store.subscriptions.subscribe(aSubscription({ conversationId: 'there', since: new Date(0) }));
    clock.advance(90 * dayMs);

    await housekeeping.sweep();
    const before = await store.conversations.get(testOrganisationId, 'own');
    clock.advance(hourMs);
    await housekeeping.sweep();

    assert.ok(before);
    assert.equal(await store.conversations.get(testOrganisationId, 'own'), undefined);
    assert.ok(await store.conversations.get(testOrganisationId, 'there'));
    assert.deepEqual(await store.subscriptions.list(testOrganisationId), []);
    assert.deepEqual(infos, [nothing, { ...nothing, subscriptions: 1, conversations: 1 }]);
    await store.close();
  });

  describe('by several instances', () => {
    it('is done by one of them in an hour, whoever comes first, and each looks at its own clock', async () => {
      const one = await house();
      const { store, clock } = one;
      const other = await house({ store, clock });
      await store.deliveries.add([aDelivery({ state: 'dead' })]);
      store.clockAheadMs = async () => 8_000;
      const dead = { organisationId: testOrganisationId, dead: 1 };

      await one.housekeeping.sweep();
      clock.advance(hourMs / 4);
      await other.housekeeping.sweep();
      clock.advance((3 * hourMs) / 4);
      await one.housekeeping.sweep();
      clock.advance(hourMs);
      await other.housekeeping.sweep();

      assert.deepEqual([one.infos.length, other.infos.length], [2, 1]);
      assert.deepEqual(one.warnings, [dead, { seconds: 8 }, dead, { seconds: 8 }]);
      assert.deepEqual(other.warnings, [{ seconds: 8 }, dead, { seconds: 8 }]);
      await store.close();
    });

    it('is done by another in the next hour when one dies in it', async () => {
      const dying = await house({ retentionMs: 100 * dayMs });
      const { store, clock } = dying;
      const other = await house({ store, clock, retentionMs: 100 * dayMs });
      await insert(store, 'over', { cancelledAt: testNow });
      clock.advance(101 * dayMs);
      const transitions = { ...store.transitions };
      const reached = new Promise<void>((resolve) => {
        store.transitions.list = () => {
          resolve();
          return new Promise(() => undefined);
        };
      });
      void dying.housekeeping.sweep();
      await reached;
      store.transitions = transitions;

      await other.housekeeping.sweep();
      const meanwhile = await idsLeft(store);
      clock.advance(hourMs);
      await other.housekeeping.sweep();

      assert.deepEqual(meanwhile, ['over']);
      assert.deepEqual(await idsLeft(store), []);
      await store.close();
    });

    it('is begun by no other while one has much to look at', async () => {
      const slow = await house({ retentionMs: 100 * dayMs });
      const { store, clock } = slow;
      const other = await house({ store, clock, retentionMs: 100 * dayMs });
      // Three pages.
      for (let index = 0; index < 101; index += 1) await insert(store, `kept-${String(index)}`);
      clock.advance(101 * dayMs);
      const transitions = { ...store.transitions };
      store.transitions.list = async (...query) => {
        clock.advance((2 * hourMs) / 3);
        await other.housekeeping.sweep();
        return transitions.list(...query);
      };

      await slow.housekeeping.sweep();

      assert.deepEqual([slow.infos.length, other.infos.length], [1, 0]);
      await store.close();
    });
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
    for (let index = 0; index < 60; index += 1) await insert(store, `over-${String(index)}`, { cancelledAt: testNow });
    await insert(store, 'over since lately', { cancelledAt: new Date(testNow.getTime() + 50 * dayMs) });
    await insert(store, 'going on', { steps: { ...noStepsYet, agreement: { state: 'waiting' } } });
    clock.advance(101 * dayMs);

    await housekeeping.sweep();

    assert.deepEqual(await idsLeft(store), ['going on', 'over since lately']);
    await store.close();
  });

  it('looks once a day for what has been over for long enough', async () => {
    const { store, clock, infos, housekeeping } = await house({ retentionMs: 100 * dayMs });
    clock.advance(101 * dayMs);
    let lists = 0;
    const transitions = { ...store.transitions };
    store.transitions.list = (organisationId, query) => {
      if (!query.open) lists += 1;
      return transitions.list(organisationId, query);
    };

    for (let hour = 0; hour < 49; hour += 1) {
      await housekeeping.sweep();
      clock.advance(hourMs);
    }

    assert.equal(infos.length, 49);
    assert.equal(lists, 3);
    await store.close();
  });

  it('looks again in the next hour when the look was broken off', async () => {
    const { store, clock, errors, housekeeping } = await house({ retentionMs: 100 * dayMs });
    await insert(store, 'over', { cancelledAt: testNow });
    clock.advance(101 * dayMs);
    const outage = new AppError('STORE_UNAVAILABLE', {});
    const personalData = { ...store.personalData };
    store.personalData.removeTransition = () => Promise.reject(outage);

    await housekeeping.sweep();
    store.personalData = personalData;
    clock.advance(hourMs);
    await housekeeping.sweep();

    assert.deepEqual(errors, [{ step: 'customers', err: outage }]);
    assert.deepEqual(await idsLeft(store), []);
    await store.close();
  });

  it('forgets the others when one cannot be read, and says which, once a day', async () => {
    const database = await createSqliteDatabase();
    const { store, clock, infos, errors, housekeeping } = await house({
      retentionMs: 100 * dayMs,
      store: await database.connect(),
    });
    for (const transitionId of ['before', 'damaged', 'behind']) {
      await insert(store, transitionId, { cancelledAt: testNow });
    }
    await database.spoil('transition', 'damaged', { schemaVersion: 1, transition: { transitionId: 'damaged' } });
    clock.advance(101 * dayMs);

    for (let hour = 0; hour < 25; hour += 1) {
      await housekeeping.sweep();
      clock.advance(hourMs);
    }

    const damaged = { organisationId: testOrganisationId, transitionId: 'damaged' };
    assert.deepEqual(errors, [damaged, damaged]);
    assert.deepEqual(infos.slice(2, 4), [{ ...nothing, customers: 2 }, nothing]);
    const left = await store.transitions.list(testOrganisationId, { open: false, limit: 10 });
    assert.deepEqual(left, { items: [], unreadable: ['damaged'] });
    await store.close();
    await database.remove();
  });

  it('says once a day which open transitions and which subscriptions cannot be read, though nothing is ever forgotten', async () => {
    const database = await createSqliteDatabase();
    const { store, clock, errors, housekeeping } = await house({ store: await database.connect() });
    for (const transitionId of ['before', 'damaged', 'behind']) await insert(store, transitionId);
    await database.spoil('transition', 'damaged', { schemaVersion: 1, transition: { transitionId: 'damaged' } });
    store.subscriptions.unreadable = async (organisationId) => [`${organisationId} somebody`];

    for (let hour = 0; hour < 25; hour += 1) {
      await housekeeping.sweep();
      clock.advance(hourMs);
    }

    const told = [
      { organisationId: testOrganisationId, transitionId: 'damaged' },
      { organisationId: testOrganisationId, subscriptionId: `${testOrganisationId} somebody` },
    ];
    assert.deepEqual(errors, [...told, ...told]);
    await store.close();
    await database.remove();
  });

  it('says of an open one that is older than the retention once a day, too, that it cannot be read', async () => {
    const database = await createSqliteDatabase();
    const { store, clock, errors, housekeeping } = await house({
      retentionMs: 100 * dayMs,
      store: await database.connect(),
    });
    await insert(store, 'damaged');
    await database.spoil('transition', 'damaged', { schemaVersion: 1, transition: { transitionId: 'damaged' } });
    clock.advance(101 * dayMs);

    await housekeeping.sweep();

    assert.deepEqual(errors, [{ organisationId: testOrganisationId, transitionId: 'damaged' }]);
    await store.close();
    await database.remove();
  });

  it('forgets the others when one cannot be forgotten, and says which and why', async () => {
    const { store, clock, errors, housekeeping } = await house({ retentionMs: 100 * dayMs });
    for (const transitionId of ['before', 'stuck', 'behind']) {
      await insert(store, transitionId, { cancelledAt: testNow });
    }
    clock.advance(101 * dayMs);
    const personalData = { ...store.personalData };
    store.personalData.removeDeliveries = (organisationId, transitionId) =>
      transitionId === 'stuck' ? Promise.reject(failure) : personalData.removeDeliveries(organisationId, transitionId);

    await housekeeping.sweep();

    const stuck = { organisationId: testOrganisationId, transitionId: 'stuck' };
    assert.deepEqual(errors, [{ ...stuck, err: failure }]);
    assert.deepEqual(await idsLeft(store), ['stuck']);
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

  for (const [step, unknown] of [
    ['dialogs', ['dialogs']],
    ['turns', ['turns']],
    ['ephemeral', ['ephemeral']],
    ['deliveries', ['deliveries']],
    ['gone', ['subscriptions', 'conversations']],
    ['customers', ['customers']],
    ['deadLetters', []],
    ['unreadable', []],
  ] as const) {
    it(`does everything else when one step of it fails, and says which: ${step}`, async () => {
      const { store, clock, infos, errors, warnings, housekeeping } = await house({ retentionMs: dayMs });
      const dead = { organisationId: testOrganisationId, dead: 1 };
      await store.deliveries.add([aDelivery({ state: 'dead' })]);
      store.clockAheadMs = async () => 8_000;
      clock.advance(dayMs);
      failAt(store, step);

      await housekeeping.sweep();

      assert.deepEqual(errors, [{ step, err: failure }]);
      assert.deepEqual(infos, [{ ...nothing, ...Object.fromEntries(unknown.map((name) => [name, undefined])) }]);
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
      ['round'],
    );
  });
});

const failure = new Error('no');
const nothing = {
  dialogs: 0,
  turns: 0,
  ephemeral: 0,
  deliveries: 0,
  subscriptions: 0,
  conversations: 0,
  customers: 0,
};

function insert({ transitions }: Store, transitionId: string, overrides: Partial<Transition> = {}): Promise<unknown> {
  const tenant = { tenantId: transitionId, domain: 'contoso.example' };
  return transitions.insert(aTransition({ transitionId, tenant, ...overrides }), { visitDueAt: testNow });
}

async function idsLeft({ transitions }: Store): Promise<string[]> {
  const { items } = await transitions.list(testOrganisationId, { open: false, limit: 200 });
  return items.map(({ transitionId }) => transitionId).toSorted();
}

/** The call that the step begins with fails. */
function failAt({ transitions, ...store }: Store, step: string): void {
  const { dialogs, turns, ephemeral, deliveries, conversations, subscriptions } = store;
  const fail = () => Promise.reject(failure);
  if (step === 'dialogs') dialogs.deleteOlderThan = fail;
  if (step === 'turns') turns.deleteOlderThan = fail;
  if (step === 'ephemeral') ephemeral.deleteExpired = fail;
  if (step === 'deliveries') deliveries.deleteSentBefore = fail;
  if (step === 'gone') conversations.deleteGoneBefore = fail;
  if (step === 'customers') {
    const before = { ...transitions };
    transitions.list = (organisationId, query) => (query.open ? before.list(organisationId, query) : fail());
  }
  if (step === 'unreadable') subscriptions.unreadable = fail;
  if (step === 'deadLetters') deliveries.countByState = fail;
}
