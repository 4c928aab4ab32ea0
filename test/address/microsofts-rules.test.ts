import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { addressFormShape } from '../../src/address/address-form.ts';
import { checkAddress } from '../../src/address/check-address.ts';
import { checkPhone } from '../../src/address/check-phone.ts';
import type { CountryRules } from '../../src/core/ports/addresses.ts';

const asksNothing: CountryRules = { stateRequired: false, states: [], postalCodeRequired: false };
const london = { country: 'GB', line1: '1 High Street', line2: '', city: 'London', state: '', postalCode: 'EC1Y 8SY' };

function postalCodeOf(typed: Partial<typeof london>, rules: Partial<CountryRules>) {
  const outcome = checkAddress({ ...london, ...typed }, { ...asksNothing, ...rules });
  return outcome.kind === 'ok' ? outcome.address.postalCode : outcome.fields.postalCode;
}

describe('an address by Microsoft’s rules, on top of ours', () => {
  it('is as before where Microsoft asks nothing more', () => {
    assert.deepEqual(addressFormShape('AU', 'en', asksNothing), addressFormShape('AU', 'en'));
    assert.deepEqual(checkAddress(london, asksNothing), checkAddress(london));
  });

  it('needs a state where Microsoft demands one', () => {
    const states = addressFormShape('JP', 'en').state?.choices ?? [];
    assert.ok(states.length > 0);

    const shape = addressFormShape('ES', 'en', { ...asksNothing, stateRequired: true });
    const typed = { ...london, country: 'ES', state: '', postalCode: '28001' };
    const outcome = checkAddress(typed, { ...asksNothing, stateRequired: true });

    assert.equal(shape.state?.required, true);
    assert.equal(outcome.kind === 'wrong' && outcome.fields.state?.code, 'missing');
  });

  it('offers Microsoft’s own list where we know no states', () => {
    const rules = { ...asksNothing, stateRequired: true, states: ['North', 'South'] };
    assert.equal(addressFormShape('GB', 'en').state, undefined);

    const shape = addressFormShape('GB', 'en', rules);
    const outcome = checkAddress({ ...london, state: 'south' }, rules);

    assert.deepEqual(shape.state?.choices, [
      { title: 'North', value: 'North' },
      { title: 'South', value: 'South' },
    ]);
    assert.equal(outcome.kind === 'ok' && outcome.address.state, 'South');
    assert.equal(addressFormShape('GB', 'en', { ...rules, stateRequired: false }).state, undefined);
  });

  it('offers of our states those that Microsoft takes, and all of them where its list is in other words', () => {
    const some = addressFormShape('AU', 'en', { ...asksNothing, states: ['nsw', 'VIC'] });
    const others = addressFormShape('AU', 'en', { ...asksNothing, states: ['Neusüdwales'] });

    assert.deepEqual(
      some.state?.choices.map(({ value }) => value),
      ['NSW', 'VIC'],
    );
    assert.equal(others.state?.choices.length, addressFormShape('AU', 'en').state?.choices.length);
  });

  it('is not stuck where Microsoft demands a state that nobody can name', () => {
    const rules = { ...asksNothing, stateRequired: true };

    assert.equal(addressFormShape('GB', 'en', rules).state, undefined);
    assert.equal(checkAddress(london, rules).kind, 'ok');
  });

  it('needs a postal code where Microsoft demands one, also where the post has none', () => {
    const rules = { ...asksNothing, postalCodeRequired: true };
    assert.equal(addressFormShape('AE', 'en').postalCode, undefined);

    const shape = addressFormShape('AE', 'en', rules);
    const missing = postalCodeOf({ country: 'AE', state: 'DU', postalCode: '' }, rules);
    const given = postalCodeOf({ country: 'AE', state: 'DU', postalCode: 'p 1' }, rules);

    assert.deepEqual(shape.postalCode, { kind: 'postal', required: true, example: '' });
    assert.deepEqual(missing, { code: 'missing' });
    assert.equal(given, 'P 1');
  });

  it('refuses a postal code that Microsoft refuses, with the country’s example', () => {
    const problem = postalCodeOf({ postalCode: 'SW1A 1AA' }, { postalCodeFits: (code) => code.startsWith('EC') });

    assert.deepEqual(problem, { code: 'postalCode', values: { example: 'EC1Y 8SY' } });
  });

  it('writes it as Microsoft does where only blanks and hyphens differ', () => {
    const japan = { country: 'JP', state: '13', postalCode: '1540023' };

    assert.equal(postalCodeOf(japan, { postalCodeFits: (code) => /^\d{3}-\d{4}$/.test(code) }), '154-0023');
    assert.equal(
      postalCodeOf({ ...japan, postalCode: '154-0023' }, { postalCodeFits: (code) => /^\d{7}$/.test(code) }),
      '1540023',
    );
    assert.equal(
      postalCodeOf({ postalCode: 'ec1y8sy' }, { postalCodeFits: (code) => /^[A-Z\d]+ \d[A-Z]{2}$/.test(code) }),
      'EC1Y 8SY',
    );
  });

  it('does not believe a rule that refuses the country’s own example', () => {
    assert.equal(postalCodeOf({}, { postalCodeFits: () => false }), 'EC1Y 8SY');
  });
});

describe('a phone number by Microsoft’s rules', () => {
  const fits = (phoneFits: (phone: string) => boolean) => ({ ...asksNothing, phoneFits });

  it('may be written in any of its ways', () => {
    for (const pattern of [/^212345678$/, /^0?291234567$/, /^61291234567$/, /^\+61\d{9}$/, /^0291234567$/]) {
      const checked = checkPhone(
        '02 9123 4567',
        'AU',
        fits((phone) => pattern.test(phone)),
      );

      assert.equal(checked.kind, pattern.source === '^212345678$' ? 'wrong' : 'ok', pattern.source);
    }
  });

  it('is held against the rule of its own country only', () => {
    const none = fits(() => false);

    assert.deepEqual(checkPhone('+64 9 887 6986', 'AU', none), { kind: 'ok', value: '+6498876986' });
    assert.equal(checkPhone('02 9123 4567', 'AU', none).kind, 'wrong');
  });
});
