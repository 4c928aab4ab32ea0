import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Content, Delivery, SendOutcome } from '../../src/core/delivery.ts';
import { AppError } from '../../src/core/errors.ts';
import { afterBug, afterInterruption, afterSend, notNeeded } from '../../src/delivery/after-send.ts';
import { after, testNow } from '../support/fake-clock.ts';
import { aDelivery } from '../support/records.ts';

const moment = { now: testNow, random: () => 0 };
const refused: SendOutcome = { kind: 'failed', cause: new AppError('UPSTREAM_UNAVAILABLE'), maybeSent: false };
const unknown: SendOutcome = { kind: 'failed', cause: new Error('socket hang up'), maybeSent: true };

describe('what a delivery becomes', () => {
  it('when it was sent: sent, with the activity’s id and without earlier failures', () => {
    const delivery = aDelivery({ attempts: 1, failure: 'SEND_FAILED' });

    const sent = afterSend(delivery, { kind: 'sent', activityId: 'activity-1' }, moment);

    assert.deepEqual(sent, aDelivery({ state: 'sent', attempts: 2, activityId: 'activity-1' }));
  });

  it('when it was throttled: pending for as long as we were told, and no attempt is counted', () => {
    const later = afterSend(aDelivery({ attempts: 3 }), { kind: 'throttled', retryAfterMs: 7000 }, moment);

    assert.deepEqual(later, aDelivery({ attempts: 3, dueAt: after(testNow, 7000), failure: 'UPSTREAM_THROTTLED' }));
  });

  it('when the recipient is gone: dead', () => {
    const dead = afterSend(aDelivery(), { kind: 'recipientGone' }, moment);

    assert.deepEqual([dead.state, dead.failure], ['dead', 'RECIPIENT_GONE']);
  });

  it('when it failed: pending, with the code of the failure and never its message', () => {
    const coded = afterSend(aDelivery(), refused, moment);
    const other = afterSend(aDelivery(), { ...unknown, maybeSent: false }, moment);

    assert.deepEqual([coded.state, coded.failure], ['pending', 'UPSTREAM_UNAVAILABLE']);
    assert.equal(other.failure, 'SEND_FAILED');
  });

  it('when it fails and fails: tried after two seconds, then twice as long each time, an hour at most', () => {
    const delays = delaysOf(aDelivery(), { outcome: refused, random: () => 1 });

    assert.deepEqual(delays.slice(0, 4), [2, 4, 8, 16]);
    assert.deepEqual(new Set(delays.slice(11)), new Set([3600]));
    assert.equal(delays.length, 23);
  });

  it('when it may have arrived: tried three times more at most, so that there are four copies at most', () => {
    const delays = delaysOf(aDelivery(), { outcome: unknown, random: () => 1 });

    assert.deepEqual(delays, [64, 3600, 3600]);
  });

  it('when an edit may have arrived: tried as if it had not, for editing twice does no harm', () => {
    for (const kind of ['refreshCard', 'refreshShareCard'] as const) {
      const edit = aDelivery({ content: { kind } });

      assert.deepEqual(
        afterSend(edit, unknown, moment).dueAt,
        afterSend(edit, { ...unknown, maybeSent: false }, moment).dueAt,
      );
    }
  });

  it('when its process died while sending: pending at once', () => {
    const again = afterInterruption(aDelivery({ state: 'sending' }), testNow);

    assert.deepEqual(again, aDelivery({ attempts: 1, dueAt: testNow, failure: 'INTERRUPTED' }));
  });

  it('when its process dies each time: dead', () => {
    const dead = afterInterruption(aDelivery({ state: 'sending', attempts: 23 }), testNow);

    assert.deepEqual([dead.state, dead.failure], ['dead', 'INTERRUPTED']);
  });

  it('when the work around it threw: pending, carefully where it may have been sent', () => {
    const edit = aDelivery({ content: { kind: 'refreshCard' } });

    const before = afterBug(aDelivery(), { maybeSent: false }, moment);
    const amid = afterBug(aDelivery(), { maybeSent: true }, moment);
    const editing = afterBug(edit, { maybeSent: true }, moment);

    assert.deepEqual([before.state, before.failure, before.attempts], ['pending', 'UNEXPECTED', 1]);
    assert.deepEqual([amid.state, amid.failure, amid.attempts], ['pending', 'UNEXPECTED', 6]);
    assert.equal(editing.attempts, 1);
  });

  it('when nothing had to be sent: sent, with the reason and without an attempt', () => {
    assert.deepEqual(notNeeded(aDelivery(), 'NO_CARD'), aDelivery({ state: 'sent', failure: 'NO_CARD' }));
  });

  it('ends sent or dead whatever the answers are, unless it is throttled', () => {
    const contents = fc.constantFrom<Content>({ kind: 'livingCard' }, { kind: 'refreshCard' });
    const answers = fc.array(fc.constantFrom<SendOutcome>(refused, unknown), { minLength: 24, maxLength: 24 });
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

    fc.assert(
      fc.property(contents, answers, random, (content, outcomes, chance) => {
        let delivery = aDelivery({ content });
        for (const outcome of outcomes) {
          if (delivery.state === 'dead') break;
          const next = afterSend(delivery, outcome, { now: testNow, random: () => chance });
          const delayMs = next.dueAt.getTime() - testNow.getTime();
          assert.ok(next.attempts > delivery.attempts);
          assert.ok(next.state === 'dead' || (delayMs >= 1600 && delayMs <= 3_600_000));
          delivery = next;
        }
        assert.equal(delivery.state, 'dead');
      }),
    );
  });
});

/** Seconds between the attempts, until it is dead. */
function delaysOf(first: Delivery, { outcome, random }: { outcome: SendOutcome; random: () => number }): number[] {
  const delays: number[] = [];
  for (let delivery = first; ;) {
    delivery = afterSend(delivery, outcome, { now: testNow, random });
    if (delivery.state === 'dead') return delays;
    delays.push((delivery.dueAt.getTime() - testNow.getTime()) / 1000);
  }
}
