import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { cursorOf, placeOf } from '../../src/store/page-cursor.ts';
import { testNow } from '../support/fake-clock.ts';

describe('the cursor of a page', () => {
  it('leads back to the place it was made from', () => {
    const place = { createdAt: testNow, transitionId: 'transition "1" ü' };

    assert.deepEqual(placeOf(cursorOf(place)), place);
  });

  it('is safe in a URL and in a card', () => {
    assert.match(cursorOf({ createdAt: testNow, transitionId: '?>~\u{1F600}' }), /^[\w-]+$/);
  });

  for (const cursor of [undefined, '', '!', Buffer.from('{}').toString('base64url')]) {
    it(`leads to the beginning when it is ${JSON.stringify(cursor)}`, () => {
      assert.equal(placeOf(cursor).createdAt.getTime(), 8.64e15);
    });
  }
});
