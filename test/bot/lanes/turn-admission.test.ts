import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { readActivity } from '../../../src/bot/wire/inbound-activity.ts';
import { createTurnAdmission, type TurnAdmission } from '../../../src/bot/lanes/turn-admission.ts';
import type { Store } from '../../../src/core/ports/store/store.ts';
import type { TurnHold, TurnStore } from '../../../src/core/ports/store/turn-store.ts';
import { hashOf, randomIds } from '../../../src/runtime.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { createFakeClock, testNow, type FakeClock } from '../../support/fake-clock.ts';

const activityOf = (id: string, from = '29:megan', more: { aadObjectId?: string } = {}) =>
  readActivity({
    type: 'message',
    id,
    channelId: 'msteams',
    serviceUrl: 'http://127.0.0.1:1/',
    from: { id: from, ...more },
    recipient: { id: '28:bot' },
    conversation: { id: '19:thread' },
  })!;
const activity = activityOf('m1');

describe('the admission of a turn', () => {
  let store: Store;
  let clock: FakeClock;
  let warnings: string[];
  /** What is repeated while a turn runs, called by hand. */
  let renewals: Set<() => void>;
  beforeEach(async () => {
    store = await openStore('sqlite::memory:');
    clock = createFakeClock();
    warnings = [];
    renewals = new Set();
  });
  afterEach(() => store.close());

  const process = (wait: (ms: number) => Promise<void>, turns = store.turns): TurnAdmission =>
    createTurnAdmission({
      turns,
      clock,
      ids: randomIds,
      hashOf,
      log: {
        info: () => {},
        warn: (_data: object, message: string) => void warnings.push(message),
        error: () => {},
        child() {
          return this;
        },
      },
      wait,
      every(_ms, run) {
        renewals.add(run);
        return () => renewals.delete(run);
      },
      random: () => 0.5,
    });
  const inTime = async (ms: number) => clock.advance(ms);
  const noTime = async () => undefined;
  const renew = async () => {
    for (const run of renewals) run();
    // The store answers what was asked of it first before this.
    await store.ping();
  };

  it('takes over what another process began and never finished, when its lease has run out', async () => {
    await process(inTime).admit(activity);
    const begun = clock.now().getTime();

    const admission = await process(inTime).admit(activity);

    assert.equal(admission.kind, 'admitted');
    const waited = clock.now().getTime() - begun;
    assert.ok(waited >= 10_000 && waited < 12_000, String(waited));
  });

  it('drops what the other process finishes meanwhile', async () => {
    const other = await process(inTime).admit(activity);
    assert.ok(other.kind === 'admitted');

    const admission = await process(() => other.turn.finish()).admit(activity);

    assert.equal(admission.kind, 'repeated');
  });

  it('drops what another process will not let go of', async () => {
    await process(inTime).admit(activity);

    const admission = await process(noTime).admit(activity);

    assert.equal(admission.kind, 'repeated');
  });

  it('lets a person’s next turn wait until the one in another process is done', async () => {
    const other = await process(inTime).admit(activity);
    assert.ok(other.kind === 'admitted');

    const admission = await process(() => other.turn.finish()).admit(activityOf('m2'));

    assert.equal(admission.kind, 'admitted');
  });

  it('takes a lane over from a process that died', async () => {
    await process(inTime).admit(activity);

    const admission = await process(inTime).admit(activityOf('m2'));

    assert.equal(admission.kind, 'admitted');
  });

  it('gives up waiting for a turn that does not end', async () => {
    await process(inTime).admit(activity);
    const renewing = async (ms: number) => {
      clock.advance(ms);
      await renew();
    };

    const admission = await process(renewing).admit(activityOf('m2'));

    assert.equal(admission.kind, 'busy');
  });

  it('knows a person and an activity again that say less of the person this time', async () => {
    const first = await process(noTime).admit(activityOf('m1', '29:megan', { aadObjectId: 'user-megan' }));
    assert.ok(first.kind === 'admitted');

    const another = await process(noTime).admit(activityOf('m2'));
    await first.turn.finish();
    const again = await process(noTime).admit(activity);

    assert.deepEqual([another.kind, again.kind], ['busy', 'repeated']);
  });

  it('gives the store keys that are short and tell nothing of the person', async () => {
    const holds: TurnHold[] = [];
    const turns: TurnStore = {
      ...store.turns,
      begin(turn, times) {
        holds.push(turn);
        return store.turns.begin(turn, times);
      },
    };

    await process(noTime, turns).admit(activityOf('m1', `29:megan${'x'.repeat(1900)}`));

    for (const key of [holds[0]?.lane, holds[0]?.activityKey]) assert.match(key ?? '', /^[\w-]{43}$/);
  });

  it('keeps nobody waiting for somebody else', async () => {
    await process(noTime).admit(activity);

    const admission = await process(noTime).admit(activityOf('m2', '29:alex'));

    assert.equal(admission.kind, 'admitted');
  });

  it('says when a turn took so long that it lost its lease, and renews it no more', async () => {
    await process(noTime).admit(activity);
    clock.advance(10_001);
    await process(noTime).admit(activityOf('m2'));

    await renew();

    assert.deepEqual(warnings, ['a turn took so long that another one began']);
    assert.equal(renewals.size, 1);
  });

  it('goes on when the store cannot renew just now', async () => {
    await process(noTime).admit(activity);
    await store.close();

    for (const run of renewals) run();
    await Promise.resolve();
    await new Promise(setImmediate);

    assert.deepEqual(warnings, ['the lease of a turn could not be renewed']);
    assert.equal(renewals.size, 1);
  });

  it('gives up in time for Teams when the store is slow, which is time that passes too', async () => {
    await process(noTime).admit(activity);
    const begun = clock.now().getTime();
    const turns: TurnStore = {
      ...store.turns,
      async begin(turn, times) {
        const ticket = await store.turns.begin(turn, { ...times, now: testNow });
        clock.advance(1500);
        return ticket;
      },
    };

    const admission = await process(inTime, turns).admit(activityOf('m2'));

    assert.equal(admission.kind, 'busy');
    const waited = clock.now().getTime() - begun;
    assert.ok(waited >= 12_000 && waited < 15_000, String(waited));
  });

  /** The store, failing so many times to finish a turn. */
  const stumbling = (times: number): TurnStore => {
    let failures = 0;
    return {
      ...store.turns,
      async finish(hold, at) {
        failures += 1;
        if (failures <= times) throw new Error('the store stumbles');
        await store.turns.finish(hold, at);
      },
    };
  };

  it('notes that a turn is done although the store stumbles', async () => {
    const admission = await process(inTime, stumbling(2)).admit(activity);
    assert.ok(admission.kind === 'admitted');

    await admission.turn.finish();

    assert.equal((await process(noTime).admit(activity)).kind, 'repeated');
    assert.deepEqual(warnings, []);
  });

  it('lets a turn that is done be done, also when that cannot be noted', async () => {
    const admission = await process(inTime, stumbling(Infinity)).admit(activity);
    assert.ok(admission.kind === 'admitted');

    await admission.turn.finish();

    assert.deepEqual(warnings, ['a turn is done, and that could not be noted']);
    assert.equal(renewals.size, 0);
  });

  it('knows no repetition of an activity without an id', async () => {
    const { id: _id, ...nameless } = activity;
    const first = await process(noTime).admit(nameless);
    assert.ok(first.kind === 'admitted');

    await first.turn.finish();

    assert.equal((await process(noTime).admit(nameless)).kind, 'admitted');
  });
});
