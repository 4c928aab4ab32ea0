import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import sinon from 'sinon';
import { beforeDeadline, systemTimers } from '../../src/claim-loop/timers.ts';

describe('timers of the machine', () => {
  let machine: sinon.SinonFakeTimers;

  beforeEach(() => {
    machine = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });

  afterEach(() => {
    machine.restore();
  });

  it('run what they were given once, when its time has come', () => {
    const run = sinon.fake();

    systemTimers.after(1000, run);
    machine.tick(999);
    assert.equal(run.callCount, 0);

    machine.tick(5000);
    assert.equal(run.callCount, 1);
  });

  it('run nothing that was cancelled', () => {
    const run = sinon.fake();

    systemTimers.after(1000, run)();
    machine.tick(5000);

    assert.equal(run.callCount, 0);
  });

  it('say whether something was done before its deadline, and leave no timer behind', async () => {
    assert.equal(await beforeDeadline(Promise.resolve(), systemTimers, 1000), true);
    assert.equal(machine.countTimers(), 0);

    const late = beforeDeadline(new Promise(() => {}), systemTimers, 1000);
    machine.tick(1000);
    assert.equal(await late, false);
  });

  it('pass on what went wrong before the deadline, and leave no timer behind', async () => {
    await assert.rejects(beforeDeadline(Promise.reject(new Error('broken')), systemTimers, 1000), /broken/);

    assert.equal(machine.countTimers(), 0);
  });
});
