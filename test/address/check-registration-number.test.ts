import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { checkRegistrationNumber, registrationNumberDigits } from '../../src/address/check-registration-number.ts';

describe('checking a company’s registration number', () => {
  it('is asked for where Microsoft wants one', () => {
    const countries = ['AM', 'AZ', 'BY', 'HU', 'KG', 'KZ', 'MD', 'RU', 'TJ', 'UA', 'UZ'];

    for (const country of countries) assert.ok(registrationNumberDigits(country), country);
    for (const country of ['AU', 'US', '', 'constructor']) assert.equal(registrationNumberDigits(country), undefined);
  });

  it('takes out what people write between the digits', () => {
    for (const [typed, value] of [
      ['12345678-2-41', '12345678241'],
      [' 77 07 083 893 ', '7707083893'],
      ['hu12345678', 'HU12345678'],
      ['', ''],
      ['   ', ''],
    ] as const) {
      assert.deepEqual(checkRegistrationNumber(typed, 'HU'), { kind: 'ok', value });
    }
  });

  it('refuses what can be none', () => {
    for (const typed of ['none yet', '12345', '1234567890123456789', 'ABCD123456', '12345678x']) {
      const checked = checkRegistrationNumber(typed, 'RU');

      assert.deepEqual(checked, { kind: 'wrong', problem: { code: 'registrationNumber' } }, typed);
    }
    assert.equal(checkRegistrationNumber('1'.repeat(31), 'RU').kind, 'wrong');
  });

  it('drops what was typed where none is asked for', () => {
    assert.deepEqual(checkRegistrationNumber('nonsense', 'AU'), { kind: 'ok', value: '' });
  });
});
