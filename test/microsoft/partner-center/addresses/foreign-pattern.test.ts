import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { foreignPattern } from '../../../../src/microsoft/partner-center/addresses/foreign-pattern.ts';
import { fixture } from '../../microsoft-stub.ts';

const documented = fixture('get-country-validation-rules').body as Record<string, string>;

describe('a regular expression from outside', () => {
  it('is read as it was meant, whatever blanks and backslashes the document put into it', () => {
    const spellings = [
      documented['postalCodeRegex'] ?? '',
      String.raw`  ^\d{5}(-\d{4})?$ `,
      String.raw`^\\d{ 5 }(-\\d{ 4 })?$`,
    ];

    for (const spelling of spellings) {
      const fits = foreignPattern(spelling);

      assert.equal(fits?.('98052'), true, spelling);
      assert.equal(fits('98052-6399'), true, spelling);
      assert.equal(fits('9805'), false, spelling);
      assert.equal(fits('x98052'), false, spelling);
    }
  });

  it('keeps the blanks and the bounds that belong to it', () => {
    const fits = foreignPattern(String.raw`^[A-Z]{1, 2}\d{1,} \d[A-Z]{2}$`);

    assert.equal(fits?.('EC1 4AB'), true);
    assert.equal(fits('EC14AB'), false);
  });

  it('may be the documentation’s rule for phone numbers', () => {
    const fits = foreignPattern(documented['phoneNumberRegex'] ?? '');

    assert.equal(fits?.('4255550100'), true);
    assert.equal(fits('(425)555-0100'), true);
    assert.equal(fits('5550100'), false);
  });

  it('finds in the text what is not bound to its ends, as Microsoft’s engine does', () => {
    assert.equal(foreignPattern(String.raw`\d{4}`)?.('AB 2113'), true);
  });

  for (const hostile of [
    '^(a+)+$',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    '(x|x|x)*y',
    '^(?:(?:[0-9]+)+){1}$',
    '(.*)*=(.*)*',
  ]) {
    it(`answers at once although it is hostile: ${hostile}`, () => {
      const fits = foreignPattern(hostile);

      // JavaScript's own engine would not come back from these within the test's life.
      for (const letter of ['a', 'x', '1']) assert.equal(fits?.(`${letter.repeat(55)}!`), false);
    });
  }

  for (const [why, unusable] of [
    ['is empty', '  \n '],
    ['is unfinished', '[a-z'],
    ['looks around', '^(?=x)x$'],
    ['refers back', String.raw`^(a)\1$`],
    ['would grow without measure', '((a{1000}){1000}){1000}'],
    ['is endless', 'a'.repeat(301)],
  ]) {
    it(`is not used when it ${String(why)}`, () => {
      assert.equal(foreignPattern(String(unusable)), undefined);
    });
  }

  it('is not tried on a long text', () => {
    assert.equal(foreignPattern('a')?.('a'.repeat(61)), false);
  });
});
