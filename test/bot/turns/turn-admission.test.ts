import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { readActivity } from '../../../src/bot/turns/inbound-activity.ts';
import { createTurnAdmission, type TurnAdmission } from '../../../src/bot/turns/turn-admission.ts';
import type { Store } from '../../../src/core/ports/store.ts';
import { hashOf } from '../../../src/runtime.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';

const activity = readActivity({
  type: 'message',
  id: 'm1',
  channelId: 'msteams',
  serviceUrl: 'http://127.0.0.1:1/',
  from: { id: '29:megan' },
  recipient: { id: '28:bot' },
  conversation: { id: 'a:megan' },
})!;

describe('the admission of an activity', () => {
  let store: Store;
  let clock: FakeClock;
  beforeEach(async () => {
    store = await openStore('sqlite::memory:');
    clock = createFakeClock();
  });
  afterEach(() => store.close());

  const process = (wait: (ms: number) => Promise<void>): TurnAdmission =>
    createTurnAdmission({ turns: store.turns, clock, hashOf, wait });
  const inTime = async (ms: number) => clock.advance(ms);

  it('takes over what another process began and never finished, when its lease has run out', async () => {
    await process(inTime).admit(activity);
    const begun = clock.now().getTime();

    const admitted = await process(inTime).admit(activity);

    assert.equal(admitted, true);
    assert.equal(clock.now().getTime() - begun, 15_000);
  });

  it('drops what the other process finishes meanwhile', async () => {
    const other = process(inTime);
    await other.admit(activity);

    const admitted = await process(() => other.finish(activity)).admit(activity);

    assert.equal(admitted, false);
  });

  it('drops what another process will not let go of', async () => {
    await process(inTime).admit(activity);

    const admitted = await process(async () => undefined).admit(activity);

    assert.equal(admitted, false);
  });

  it('knows no repetition of an activity without an id', async () => {
    const { id: _id, ...nameless } = activity;
    const admission = process(inTime);

    assert.equal(await admission.admit(nameless), true);
    await admission.finish(nameless);
    assert.equal(await admission.admit(nameless), true);
  });
});
