import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import sinon from 'sinon';
import { beforeDeadline } from '../../src/claim-loop/before-deadline.ts';
import { systemTimers } from '../../src/runtime.ts';

describe('a deadline', () => {
  let machine: sinon.SinonFakeTimers;

  beforeEach(() => {
    machine = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });

  afterEach(() => {
    machine.restore();
  });

  it('says whether something was done before it, and leaves no timer behind', async () => {
    assert.equal(await beforeDeadline(Promise.resolve(), systemTimers, 1000), true);
    assert.equal(machine.countTimers(), 0);

    const late = beforeDeadline(new Promise(() => {}), systemTimers, 1000);
    machine.tick(1000);
    assert.equal(await late, false);
  });

  it('passes on what went wrong before it, and leaves no timer behind', async () => {
    await assert.rejects(beforeDeadline(Promise.reject(new Error('broken')), systemTimers, 1000), /broken/);

    assert.equal(machine.countTimers(), 0);
  });
});
