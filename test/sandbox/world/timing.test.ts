import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { daysOf, graphInstant } from '../../../src/sandbox/world/timing.ts';

describe('sandbox: durations and instants', () => {
  it('counts the days of an ISO 8601 date duration', () => {
    const days = ['P1D', 'P730D', 'P2Y', 'P18M', 'P4W', 'P1Y6M'].map(daysOf);

    assert.deepEqual(days, [1, 730, 730, 540, 28, 545]);
  });

  it('takes nothing else for one', () => {
    for (const text of ['', 'P', 'PT1H', '1D', 'P1.5D', 'P-1D', 'P1D ', 'P99999999D']) {
      assert.equal(daysOf(text), undefined, text);
    }
  });

  it('writes seven digits after the second, as Graph does', () => {
    assert.equal(graphInstant('2026-11-02T09:00:00.123Z'), '2026-11-02T09:00:00.1230000Z');
  });
});
