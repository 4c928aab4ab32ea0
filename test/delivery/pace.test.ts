import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createPace } from '../../src/delivery/pace.ts';
import { after, testNow } from '../support/fake-clock.ts';

const place = 'conversation 1';

describe('the pace of a conversation', () => {
  it('lets seven go at once, and holds the eighth back for a second', () => {
    const pace = createPace();

    const waits = Array.from({ length: 8 }, () => pace.waitUntil(place, testNow));

    assert.deepEqual(waits, [...Array.from({ length: 7 }, () => undefined), after(testNow, 1000)]);
  });

  it('gives those who wait different instants, in the order in which they came', () => {
    const pace = createPace();
    for (let count = 0; count < 7; count += 1) pace.waitUntil(place, testNow);

    const waits = [1, 2, 3].map(() => pace.waitUntil(place, testNow));

    assert.deepEqual(waits, [after(testNow, 1000), after(testNow, 2000), after(testNow, 3000)]);
  });

  it('does not let a newcomer overtake those who wait', () => {
    const pace = createPace();
    for (let count = 0; count < 9; count += 1) pace.waitUntil(place, testNow);

    const first = pace.waitUntil(place, after(testNow, 1000));
    const newcomer = pace.waitUntil(place, after(testNow, 1500));

    assert.equal(first, undefined);
    assert.deepEqual(newcomer, after(testNow, 3000));
  });

  it('rests: after seven quiet seconds seven may go at once again', () => {
    const pace = createPace();
    for (let count = 0; count < 7; count += 1) pace.waitUntil(place, testNow);

    const waits = Array.from({ length: 7 }, () => pace.waitUntil(place, after(testNow, 7000)));

    assert.ok(waits.every((wait) => wait === undefined));
  });

  it('keeps to about one a second in the long run', () => {
    const pace = createPace();
    let sent = 0;

    for (let ms = 0; ms < 60_000; ms += 50) {
      if (pace.waitUntil(place, after(testNow, ms)) === undefined) sent += 1;
    }

    assert.equal(sent, 66);
  });

  it('leaves a conversation alone for as long as it is paused, and others not', () => {
    const pace = createPace();
    pace.pause(place, after(testNow, 30_000));

    const paused = pace.waitUntil(place, testNow);
    const other = pace.waitUntil('conversation 2', testNow);
    const later = pace.waitUntil(place, after(testNow, 30_000));

    assert.deepEqual(paused, after(testNow, 31_000));
    assert.equal(other, undefined);
    assert.equal(later, undefined);
  });
});
