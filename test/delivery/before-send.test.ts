import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Delivery } from '../../src/core/delivery.ts';
import type { Transition } from '../../src/core/transition.ts';
import { beforeSend } from '../../src/delivery/before-send.ts';
import { testNow } from '../support/fake-clock.ts';
import { aDelivery, allStepsDone, aTransition } from '../support/records.ts';

describe('a reminder that is about to be sent', () => {
  const reminder = aDelivery({ content: { kind: 'reminderForCustomer' } });
  const becomes = (changes: Partial<Transition>) =>
    beforeSend(reminder, { transition: aTransition(changes), card: undefined, shownVersion: undefined, now: testNow });

  it('is sent while the customer has done nothing', () => {
    assert.equal(becomes({}), undefined);
  });

  for (const [name, changes] of [
    ['has begun', { steps: { ...aTransition().steps, directoryConnection: { state: 'waiting' } } }],
    ['has finished', { steps: allStepsDone, verifiedAt: testNow }],
    ['has declined', { declinedAt: testNow }],
    ['is not wanted any more', { cancelledAt: testNow }],
    ['has a link that ended', { link: { ...aTransition().link, revokedAt: testNow } }],
  ] as [string, Partial<Transition>][]) {
    it(`is not sent to a customer who ${name} meanwhile`, () => {
      const delivery = becomes(changes);

      assert.deepEqual([delivery?.state, delivery?.failure], ['sent', 'CUSTOMER_ACTED']);
    });
  }
});

describe('an edit of a card that shows the newest version already', () => {
  const transition = aTransition({ version: 6 });
  const card = aDelivery({ state: 'sent', activityId: 'activity-1' });
  const edit = aDelivery({ content: { kind: 'refreshCard' } });
  const becomes = (delivery: Delivery) => beforeSend(delivery, { transition, card, shownVersion: 6, now: testNow });

  it('is not needed', () => {
    assert.equal(becomes(edit)?.failure, 'SHOWN_ALREADY');
  });

  it('is not needed when Teams had no time for it before', () => {
    assert.equal(becomes({ ...edit, failure: 'UPSTREAM_THROTTLED' })?.failure, 'SHOWN_ALREADY');
  });

  for (const failure of ['INTERRUPTED', 'SEND_FAILED', 'UNEXPECTED']) {
    it(`is done all the same after ${failure}: what was tried before may have put an older version over it`, () => {
      assert.equal(becomes({ ...edit, attempts: 1, failure }), undefined);
    });
  }
});
