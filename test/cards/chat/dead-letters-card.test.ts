import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { deadLettersCard } from '../../../src/cards/chat/dead-letters-card.ts';
import { createTranslate } from '../../../src/text/translate.ts';
import { textsOf } from '../../support/card-reader.ts';
import { testNow } from '../../support/fake-clock.ts';

const t = createTranslate('en');

function cardOf(failure?: string) {
  const letter = { deliveryId: 'delivery-1', content: 'news', createdAt: testNow, attempts: 1 };
  const named = failure === undefined ? letter : { ...letter, failure };
  return textsOf(deadLettersCard(t, { letters: [named], total: 1 })).join('\n');
}

describe('the card of what could not be sent', () => {
  for (const [failure, says] of [
    ['UPSTREAM_THROTTLED', /tried once\. Microsoft asks us to slow down/],
    ['RECIPIENT_GONE', /cannot be reached any more/],
    ['INTERRUPTED', /stopped each time/],
    ['SEND_FAILED', /did not take it/],
    ['UNEXPECTED', /wrong on our side/],
    ['UNREADABLE', /written by a newer release/],
    ['SOMETHING_NEWER', /The reason is not known/],
  ] as const) {
    it(`says ${failure} in words, and has the code beside the reference`, () => {
      const card = cardOf(failure);

      assert.match(card, says);
      assert.match(card, new RegExp(`^Delivery delivery-1, ${failure}$`, 'm'));
    });
  }

  it('says so when no reason is known', () => {
    const card = cardOf();

    assert.match(card, /The reason is not known/);
    assert.match(card, /^Delivery delivery-1$/m);
  });
});
