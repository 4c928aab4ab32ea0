import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { checkPhone } from '../../src/address/check-phone.ts';

const wrong = { kind: 'wrong', problem: { code: 'phone' } };

describe('checking a phone number', () => {
  it('reads a local number as one of the country', () => {
    assert.deepEqual(checkPhone('(02) 9123 4567', 'AU'), { kind: 'ok', value: '+61291234567' });
    assert.deepEqual(checkPhone('030 901820', 'DE'), { kind: 'ok', value: '+4930901820' });
    assert.deepEqual(checkPhone('425-882-8080', 'US'), { kind: 'ok', value: '+14258828080' });
  });

  it('believes the country code in the number over the country of the address', () => {
    assert.deepEqual(checkPhone('+44 20 7946 0958', 'AU'), { kind: 'ok', value: '+442079460958' });
  });

  it('takes an international number where the country is unknown or has no phones', () => {
    for (const country of ['', 'AQ', 'ZZ']) {
      assert.deepEqual(checkPhone('+61 2 9123 4567', country), { kind: 'ok', value: '+61291234567' });
      assert.deepEqual(checkPhone('02 9123 4567', country), wrong);
    }
  });

  it('may be left empty', () => {
    assert.deepEqual(checkPhone(' ', 'AU'), { kind: 'ok', value: '' });
  });

  it('refuses what is no number of that country', () => {
    for (const typed of ['12', 'call me', '02 9123 4567 and more', '+999 123456', '0000000000']) {
      assert.deepEqual(checkPhone(typed, 'AU'), wrong, typed);
    }
  });

  it('refuses an extension rather than losing it', () => {
    assert.deepEqual(checkPhone('+61 2 9123 4567 ext. 89', 'AU'), wrong);
  });

  it('says when it is too long', () => {
    assert.equal(checkPhone('1'.repeat(40), 'AU').kind, 'wrong');
    assert.deepEqual(checkPhone('1'.repeat(41), 'AU'), {
      kind: 'wrong',
      problem: { code: 'tooLong', values: { max: 40 } },
    });
  });

  it('yields E.164 or a problem for anything typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789+()- .x'.split('')) }), (typed) => {
        const check = checkPhone(typed, 'US');

        if (check.kind === 'ok') assert.match(check.value, /^(\+[1-9]\d{4,14})?$/);
      }),
    );
  });
});
