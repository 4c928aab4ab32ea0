import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createHousekeeping } from '../src/housekeeping.ts';
import { openStore } from '../src/store/open-store.ts';
import { createFakeClock, testNow } from './support/fake-clock.ts';

const dayMs = 24 * 60 * 60 * 1000;

async function house() {
  const store = await openStore('sqlite::memory:');
  const clock = createFakeClock();
  const errors: object[] = [];
  const due: { ms: number; run: () => void }[] = [];
  const timers = {
    after: (ms: number, run: () => void) => {
      const timer = { ms, run };
      due.push(timer);
      return () => void due.splice(due.indexOf(timer), 1);
    },
  };
  const log = { info: () => {}, error: (data: object) => void errors.push(data) };
  return { store, clock, errors, due, housekeeping: createHousekeeping({ store, clock, timers, log }) };
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

  it('survives a store that fails, and says so', async () => {
    const { store, errors, housekeeping } = await house();
    await store.close();

    await housekeeping.sweep();

    assert.equal(errors.length, 1);
  });
});
