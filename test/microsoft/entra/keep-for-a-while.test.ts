import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createKeeping } from '../../../src/microsoft/entra/keep-for-a-while.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const minuteMs = 60 * 1000;
const dayMs = 24 * 60 * minuteMs;

function scene(isGood?: (answer: number) => boolean) {
  const clock = createFakeClock();
  let asked = 0;
  const read = createKeeping(clock)(async () => (asked += 1), isGood);
  return { clock, read };
}

describe('an answer that is kept for a while', () => {
  it('is asked for once a day, however many want it at once', async () => {
    const { clock, read } = scene();

    const together = await Promise.all([read(), read()]);
    clock.advance(dayMs - 1);
    const later = await read();
    clock.advance(1);
    const nextDay = await read();

    assert.deepEqual([...together, later, nextDay], [1, 1, 1, 2]);
  });

  it('is asked for again after a minute when it is no good one', async () => {
    const { clock, read } = scene((answer) => answer > 1);

    const first = await read();
    clock.advance(minuteMs - 1);
    const kept = await read();
    clock.advance(1);
    const second = await read();
    clock.advance(minuteMs);
    const third = await read();

    assert.deepEqual([first, kept, second, third], [1, 1, 2, 2]);
  });

  it('fails for all who ask within a minute of a failure, and is asked for again then', async () => {
    const clock = createFakeClock();
    const answers = [Promise.reject(new Error('away')), Promise.resolve('here')];
    const read = createKeeping(clock)(async () => answers.shift() ?? 'more');

    await assert.rejects(read());
    await assert.rejects(read());
    clock.advance(minuteMs);
    const answer = await read();

    assert.equal(answer, 'here');
  });
});
