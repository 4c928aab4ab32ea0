import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { addressRules } from '../../src/address/address-rules.ts';
import { checkAddress, type TypedAddress } from '../../src/address/check-address.ts';
import { countries } from '../../src/address/countries.ts';

const sydney: TypedAddress = {
  country: 'AU',
  line1: '1 Epping Road',
  line2: '',
  city: 'North Ryde',
  state: 'NSW',
  postalCode: '2113',
};

function fieldsOf(typed: Partial<TypedAddress>) {
  const outcome = checkAddress({ ...sydney, ...typed });
  assert.equal(outcome.kind, 'wrong', JSON.stringify(outcome));
  return outcome.fields;
}

function addressOf(typed: Partial<TypedAddress>) {
  const outcome = checkAddress({ ...sydney, ...typed });
  assert.equal(outcome.kind, 'ok', JSON.stringify(outcome));
  return outcome.address;
}

describe('checking an address', () => {
  it('takes a right one and leaves out what was left empty', () => {
    assert.deepEqual(addressOf({}), {
      country: 'AU',
      line1: '1 Epping Road',
      city: 'North Ryde',
      state: 'NSW',
      postalCode: '2113',
    });
    assert.equal(addressOf({ line2: ' Level 3 ' }).line2, 'Level 3');
  });

  it('tells every wrong field at once', () => {
    assert.deepEqual(fieldsOf({ line1: '', line2: 'x'.repeat(101), city: ' ', state: 'Bavaria', postalCode: '21' }), {
      line1: { code: 'missing' },
      line2: { code: 'tooLong', values: { max: 100 } },
      city: { code: 'missing' },
      state: { code: 'state' },
      postalCode: { code: 'postalCode', values: { example: '2060' } },
    });
  });

  it('tells of one wrong field alone', () => {
    assert.deepEqual(fieldsOf({ city: '' }), { city: { code: 'missing' } });
    assert.deepEqual(fieldsOf({ line1: '---' }), { line1: { code: 'unusable' } });
  });

  it('holds the limits', () => {
    assert.equal(addressOf({ line1: 'x'.repeat(100), line2: 'y'.repeat(100), city: 'z'.repeat(60) }).city.length, 60);
    assert.deepEqual(fieldsOf({ line1: 'x'.repeat(101), city: 'z'.repeat(61), state: 's'.repeat(81) }), {
      line1: { code: 'tooLong', values: { max: 100 } },
      city: { code: 'tooLong', values: { max: 60 } },
      state: { code: 'tooLong', values: { max: 80 } },
    });
    assert.deepEqual(fieldsOf({ postalCode: '1'.repeat(21) }), {
      postalCode: { code: 'tooLong', values: { max: 20 } },
    });
    assert.equal(fieldsOf({ postalCode: '1'.repeat(20) }).postalCode?.code, 'postalCode');
    assert.equal(fieldsOf({ state: 's'.repeat(80) }).state?.code, 'state');
  });

  it('wants a country first, since the rest depends on it', () => {
    assert.deepEqual(fieldsOf({ country: ' ', line1: '' }), { country: { code: 'missing' } });
    assert.deepEqual(fieldsOf({ country: 'Atlantis', line1: '' }), { country: { code: 'country' } });
    assert.equal(addressOf({ country: ' au ' }).country, 'AU');
  });

  it('takes a state by code or by name, whatever its capitals and accents', () => {
    assert.equal(addressOf({ state: ' nsw ' }).state, 'NSW');
    assert.equal(addressOf({ state: 'new south WALES' }).state, 'NSW');
    assert.equal(addressOf({ country: 'BR', state: 'sao paulo', postalCode: '01310-100' }).state, 'SP');
    assert.equal(addressOf({ country: 'JP', state: 'tokyo', postalCode: '100-0001' }).state, '13');
  });

  it('wants a state only where an address needs one', () => {
    assert.deepEqual(fieldsOf({ state: '' }), { state: { code: 'missing' } });
    assert.equal('state' in addressOf({ country: 'IE', state: '', postalCode: '' }), false);
    assert.deepEqual(fieldsOf({ country: 'IE', state: 'NSW', postalCode: '' }), { state: { code: 'state' } });
  });

  it('drops a state and a postal code where the country knows none', () => {
    const address = addressOf({ country: 'DE', state: 'NSW', postalCode: '10115' });
    assert.equal('state' in address, false);
    const dubai = addressOf({ country: 'AE', state: 'DU', postalCode: '2113' });
    assert.equal('postalCode' in dubai, false);
  });

  it('wants a postal code only where an address needs one', () => {
    assert.deepEqual(fieldsOf({ postalCode: ' ' }), { postalCode: { code: 'missing' } });
    for (const [country, state] of [
      ['PE', ''],
      ['CO', 'AMA'],
    ] as const) {
      assert.equal('postalCode' in addressOf({ country, state, postalCode: '' }), false);
    }
  });

  it('takes a postal code in any capitals and with the country’s prefix, and keeps it without', () => {
    assert.equal(addressOf({ country: 'GB', postalCode: ' sw1a  1aa ' }).postalCode, 'SW1A 1AA');
    assert.equal(addressOf({ country: 'SE', postalCode: 'se-114 55' }).postalCode, '114 55');
    for (const postalCode of ['AZ 1000', 'az1000', '1000']) {
      assert.equal(addressOf({ country: 'AZ', postalCode }).postalCode, '1000');
    }
    assert.equal(addressOf({ country: 'US', state: 'WA', postalCode: '98052-6399' }).postalCode, '98052-6399');
  });

  it('takes the whole postal code or nothing of it', () => {
    for (const postalCode of ['21133', 'x2113', '2113 x']) {
      assert.deepEqual(fieldsOf({ postalCode }).postalCode?.code, 'postalCode', postalCode);
    }
    assert.equal(fieldsOf({ country: 'GB', postalCode: 'GIR 0AA BFPO 1' }).postalCode?.code, 'postalCode');
  });

  it('sees that a postal code lies in another state', () => {
    assert.deepEqual(fieldsOf({ state: 'VIC' }), { postalCode: { code: 'postalCodeElsewhere' } });
    assert.deepEqual(fieldsOf({ country: 'US', state: 'NY', postalCode: '98052' }), {
      postalCode: { code: 'postalCodeElsewhere' },
    });
    assert.deepEqual(fieldsOf({ state: 'ACT', postalCode: '3260' }), { postalCode: { code: 'postalCodeElsewhere' } });
  });

  it('shows how a postal code looks, in the chosen state where one was chosen', () => {
    const { example: ofState } = fieldsOf({ state: 'TAS', postalCode: '1' }).postalCode!.values!;
    const { example: ofCountry } = fieldsOf({ country: 'GB', postalCode: '1' }).postalCode!.values!;

    assert.equal(ofState, '7000');
    assert.equal(ofCountry, 'EC1Y 8SY');
  });

  it('takes the example that the address data gives for every country', () => {
    for (const { code: country } of countries('en').filter(({ code }) => code !== 'RU')) {
      const { states, postalCode } = addressRules(country)!;
      const example = postalCode?.example ?? '';
      const state = states.find(({ postalPrefix }) => postalPrefix?.test(example) ?? true)?.code ?? '';

      const address = addressOf({ country, state, postalCode: example });

      assert.equal(address.postalCode ?? '', example, country);
      assert.equal(address.state ?? '', state, country);
    }
  });

  it('takes the example that the address data gives for every state', () => {
    for (const { code: country } of countries('en')) {
      for (const { code: state, postalExample } of addressRules(country)!.states) {
        if (postalExample === undefined) continue;

        const address = addressOf({ country, state, postalCode: postalExample });

        assert.deepEqual([address.state, address.postalCode], [state, postalExample], country);
      }
    }
  });

  it('answers anything typed, and takes its own answer again, unchanged', () => {
    const anyText = fc.string({ unit: 'grapheme', maxLength: 30 });
    const anyCode = fc.constantFrom(...countries('en').map(({ code }) => code));
    const anyTyped = fc.record({
      country: anyCode,
      line1: anyText,
      line2: anyText,
      city: anyText,
      state: anyText,
      postalCode: anyText,
    });
    fc.assert(
      fc.property(anyTyped, (typed) => {
        const outcome = checkAddress(typed);
        if (outcome.kind === 'wrong') return;

        assert.deepEqual(checkAddress({ line2: '', state: '', postalCode: '', ...outcome.address }), outcome);
      }),
    );
  });
});
