import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readableOfClaimed } from '../../src/store/readable.ts';

describe('what was claimed', () => {
  it('is had where it can be read, and each of the others is given up, although one of them cannot be', async () => {
    const asked: string[] = [];
    const giveUp = async (row: string) => {
      asked.push(row);
      if (row === 'not a number') throw new Error('out of reach');
    };

    const items = await readableOfClaimed(['1', 'not a number', '2', 'nor this', '3'], { itemOf: numberOf, giveUp });

    assert.deepEqual(items, [1, 2, 3]);
    assert.deepEqual(asked, ['not a number', 'nor this']);
  });
});

function numberOf(row: string): number {
  const number = Number(row);
  if (Number.isNaN(number)) throw new TypeError('not a number');
  return number;
}
