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
        { lists: 6, singles: 0, tokens: 0 },
        { lists: 6, singles: 0, tokens: 0 },
      ],
    );
  });

  it('of a thousand costs the same once it comes daily, and a few tokens of our own', async () => {
    const [, day] = await costsOfRounds(1000, 2, { quietVisits: 41 });

    assert.deepEqual([day?.lists, day?.singles], [6, 0]);
    assert.ok(day && day.tokens < 10, String(day?.tokens));
  });

  it('of a hundred costs a token and a read for each where the consents are proven, once a week', async () => {
    const [, day] = await costsOfRounds(100, 2, { quietVisits: 40 });

    assert.deepEqual([day?.lists, day?.singles], [2, 100]);
    assert.ok(day && day.tokens >= 100 && day.tokens < 110, String(day?.tokens));
  });
});
