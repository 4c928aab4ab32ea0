import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { countries, countryName, isCountry } from '../../src/address/countries.ts';

describe('countries', () => {
  it('knows the ISO codes, upper case only', () => {
    assert.equal(isCountry('AU'), true);
    for (const code of ['au', 'ZZ', 'AUS', '', '__proto__']) assert.equal(isCountry(code), false, code);
  });

  it('names them as people do, in their language', () => {
    assert.equal(countryName('KR', 'en'), 'South Korea');
    assert.equal(countryName('GB', 'en'), 'United Kingdom');
    assert.equal(countryName('DE', 'fr'), 'Allemagne');
  });

  it('leaves an unknown code as it is', () => {
    for (const code of ['ZZ', 'XY', 'nonsense']) assert.equal(countryName(code, 'en'), code);
  });

  it('lists every one, once, named, in the order of the alphabet', () => {
    const list = countries('en');

    assert.ok(list.length >= 249);
    assert.equal(new Set(list.map(({ code }) => code)).size, list.length);
    assert.ok(list.every(({ code, name }) => isCountry(code) && name !== code && name === countryName(code, 'en')));
    const names = list.map(({ name }) => name);
    assert.deepEqual(names, names.toSorted(new Intl.Collator('en').compare));
    assert.ok(names.indexOf('Åland Islands') < names.indexOf('Belgium'));
  });

  it('keeps one list a language', () => {
    assert.equal(countries('en'), countries('en'));
    assert.equal(countries('de').find(({ code }) => code === 'AT')?.name, 'Österreich');
    assert.equal(countries('en').find(({ code }) => code === 'AT')?.name, 'Austria');
  });
});
