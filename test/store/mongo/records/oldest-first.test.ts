import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { oldestFirst, type Along, type Place } from '../../../../src/store/mongo/records/oldest-first.ts';

/** Numbers along themselves, of which the engine sorts no more than a range. */
function alongNumbers(sorted: readonly number[], asked: { from: number; to?: number }[] = []): Along<number> {
  return {
    read: async (range, limit) => {
      asked.push(range);
      const { from, to = Infinity } = range;
      return sorted.filter((at) => at >= from && at < to).slice(0, limit);
    },
    isAnyBefore: async (end) => sorted.some((at) => at < end),
    atOf: (at) => at,
    start: -1_000_000,
    end: 100_000,
    step: 10,
  };
}

describe('reading along time', () => {
  it('gives everything once and in order, however it lies and whatever the size of a page', async () => {
    const numbers = fc.array(fc.oneof(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -900_000, max: 900_000 })), {
      maxLength: 40,
      size: 'max',
    });
    await fc.assert(
      fc.asyncProperty(numbers, fc.integer({ min: 1, max: 12 }), async (unsorted, limit) => {
        const sorted = unsorted.toSorted((a, b) => a - b);
        const read: number[] = [];
        for (let place: Place | undefined; ;) {
          const page = await oldestFirst(alongNumbers(sorted), place, limit);
          read.push(...page.map(({ document }) => document));
          place = page.at(-1)?.place;
          if (page.length < limit) break;
        }
        assert.deepEqual(read, sorted);
      }),
      { numRuns: 200 },
    );
  });

  it('asks for small ranges where there is much', async () => {
    const asked: { from: number; to?: number }[] = [];
    const everyOne = Array.from({ length: 1_000 }, (_, index) => 5_000 + index);

    await oldestFirst(alongNumbers(everyOne, asked), { at: 5_100, count: 1 }, 5);

    assert.deepEqual(asked, [{ from: 5_100, to: 5_110 }]);
  });
});
