import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { retryWhileBusy } from '../../../../src/store/sqlite/engine/retry-while-busy.ts';

const busySnapshot = 517;
const uniqueViolation = 2067;

describe('waiting for a lock', () => {
  it('gives the result at once when nobody holds the lock', async () => {
    const pauses: number[] = [];

    const result = await retryWhileBusy(() => 'done', pauseInto(pauses));

    assert.equal(result, 'done');
    assert.deepEqual(pauses, []);
  });

  it('tries again, with pauses, until the lock is free', async () => {
    const pauses: number[] = [];

    const result = await retryWhileBusy(failing(3, busySnapshot), pauseInto(pauses));

    assert.equal(result, 'done');
    assert.equal(pauses.length, 3);
    assert.ok(pauses.every((ms) => ms > 0 && ms <= 100));
  });

  it('gives up in the end, with the error', async () => {
    const pauses: number[] = [];

    await assert.rejects(retryWhileBusy(failing(Infinity, 5), pauseInto(pauses)), { errcode: 5 });

    assert.equal(pauses.length, 79);
  });

  it('does not try again when something else is wrong', async () => {
    const pauses: number[] = [];

    await assert.rejects(retryWhileBusy(failing(1, uniqueViolation), pauseInto(pauses)), { errcode: uniqueViolation });
    await assert.rejects(
      retryWhileBusy(() => {
        throw new TypeError('database is locked');
      }, pauseInto(pauses)),
      TypeError,
    );

    assert.deepEqual(pauses, []);
  });
});

function pauseInto(pauses: number[]) {
  return async (ms: number): Promise<void> => {
    pauses.push(ms);
  };
}

function failing(times: number, errcode: number): () => string {
  let left = times;
  return () => {
    if (left === 0) return 'done';
    left -= 1;
    throw Object.assign(new Error('the text says nothing'), { errcode });
  };
}
