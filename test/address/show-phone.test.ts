import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { checkPhone } from '../../src/address/check-phone.ts';
import { showPhone } from '../../src/address/show-phone.ts';

describe('showing a phone number', () => {
  for (const [number, shown] of [
    ['+14255550100', '+1 425 555 0100'],
    ['+61291234567', '+61 2 9123 4567'],
    ['+498931760', '+49 89 31760'],
  ] as const) {
    it(`puts it into groups: ${shown}`, () => {
      assert.equal(showPhone(number), shown);
      assert.deepEqual(checkPhone(shown, ''), checkPhone(number, ''));
    });
  }

  it('leaves what is no number as it is', () => {
    for (const text of ['', '+', 'ask at the desk']) assert.equal(showPhone(text), text);
  });
});
