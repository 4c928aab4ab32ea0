import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createTurnLanes } from '../../../src/bot/lanes/turn-lanes.ts';

function gate() {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open };
}

describe('turn lanes', () => {
  it('run what has one key in order, also after a failure', async () => {
    const lanes = createTurnLanes();
    const first = gate();
    const done: string[] = [];

    const failing = lanes.run('megan', async () => {
      await first.passed;
      done.push('first');
      throw new Error('planned');
    });
    const second = lanes.run('megan', async () => void done.push('second'));
    await lanes.run('alex', async () => void done.push('somebody else'));
    first.open();

    await assert.rejects(failing, /planned/);
    await second;
    assert.deepEqual(done, ['somebody else', 'first', 'second']);
  });

  it('are drained when nothing runs any more, including what came meanwhile', async () => {
    const lanes = createTurnLanes();
    const first = gate();
    let ended = 0;
    const work = async () => {
      await first.passed;
      ended += 1;
    };
    const running = [lanes.run('megan', work), lanes.run('megan', work)];

    const drained = lanes.drain();
    running.push(lanes.run('megan', work));
    first.open();
    await drained;

    assert.equal(ended, 3);
    await Promise.all(running);
  });
});
