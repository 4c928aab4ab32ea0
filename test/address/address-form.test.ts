import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { addressFormShape, stateName } from '../../src/address/address-form.ts';
import { countries } from '../../src/address/countries.ts';

describe('the form for an address', () => {
  it('asks in Australia for suburb, state and postal code', () => {
    const shape = addressFormShape('AU', 'en');

    assert.equal(shape.cityKind, 'suburb');
    assert.deepEqual(
      { ...shape.state, choices: shape.state?.choices.slice(0, 2) },
      {
        kind: 'state',
        required: true,
        choices: [
          { title: 'Australian Capital Territory', value: 'ACT' },
          { title: 'Jervis Bay Territory', value: 'JBT' },
        ],
      },
    );
    assert.deepEqual(shape.postalCode, { kind: 'postal', required: true, example: '2060' });
  });

  it('asks in Germany and Britain for no state', () => {
    assert.deepEqual(addressFormShape('DE', 'en'), {
      cityKind: 'city',
      postalCode: { kind: 'postal', required: true, example: '26133' },
    });
    assert.equal(addressFormShape('GB', 'en').cityKind, 'post_town');
    assert.equal(addressFormShape('GB', 'en').state, undefined);
  });

  it('offers the county in Ireland without insisting, and calls its code an Eircode', () => {
    const { state, postalCode } = addressFormShape('IE', 'en');

    assert.equal(state?.kind, 'county');
    assert.equal(state.required, false);
    assert.equal(state.choices.length, 26);
    assert.deepEqual(postalCode, { kind: 'eircode', required: false, example: 'A65 F4E2' });
  });

  it('asks in Hong Kong and the Emirates for no postal code', () => {
    for (const country of ['HK', 'AE']) {
      assert.equal(addressFormShape(country, 'en').postalCode, undefined);
      assert.equal(addressFormShape(country, 'en').state?.required, true);
    }
  });

  it('names states of other scripts in Latin letters too, sorted by them', () => {
    const choices = addressFormShape('JP', 'en').state?.choices ?? [];

    assert.equal(choices.length, 47);
    assert.deepEqual(choices[0], { title: 'Aichi (愛知県)', value: '23' });
  });

  it('takes states from ISO where they are required and the address data has no list', () => {
    const { state } = addressFormShape('CR', 'en');

    assert.equal(state?.kind, 'province');
    assert.equal(state.required, true);
    assert.deepEqual(state.choices.map(({ value }) => value).sort(), ['A', 'C', 'G', 'H', 'L', 'P', 'SJ']);
  });

  it('asks for no state where there is none to choose, or where addresses do not name it', () => {
    assert.equal(addressFormShape('VI', 'en').state, undefined);
    assert.equal(addressFormShape('AD', 'en').state, undefined);
    assert.equal(addressFormShape('NZ', 'en').state, undefined);
  });

  it('asks for nothing special where the country has no rules, and for an unknown country', () => {
    assert.deepEqual(addressFormShape('AQ', 'en'), { cityKind: 'city' });
    assert.deepEqual(addressFormShape('ZZ', 'en'), { cityKind: 'city' });
  });

  it('has a form for every country, with choices that differ', () => {
    for (const { code } of countries('en')) {
      const { state } = addressFormShape(code, 'en');
      const values = state?.choices.map(({ value }) => value) ?? [];

      assert.equal(new Set(values).size, values.length, code);
      if (state) assert.ok(values.length > 0, code);
    }
  });
});

describe('the name of a state', () => {
  it('is the one that was chosen', () => {
    assert.equal(stateName('AU', 'NSW'), 'New South Wales');
    assert.equal(stateName('JP', '13'), 'Tokyo (東京都)');
  });

  it('is the code where nothing better is known', () => {
    assert.equal(stateName('AU', 'XX'), 'XX');
    assert.equal(stateName('ZZ', 'NSW'), 'NSW');
  });
});
