import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
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
