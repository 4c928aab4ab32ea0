import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { costsOfRounds } from '../support/watched-round.ts';

describe('a round of visits', () => {
  it('of ten open transitions asks Microsoft a few times, however often it comes', async () => {
    const costs = await costsOfRounds(10, 5);

    for (const { lists, singles } of costs) assert.ok(lists + singles <= 4, `${lists} lists, ${singles} singles`);
  });

  it('of a thousand costs a page for each 300 relationships and each 500 customers', async () => {
    const [first, second, third] = await costsOfRounds(1000, 3);

    // The first does not know yet how long the lists are.
    assert.ok(first && first.lists + first.singles <= 60);
    assert.deepEqual(
      [second, third],
      [
        { lists: 6, singles: 0 },
        { lists: 6, singles: 0 },
      ],
    );
  });
});
