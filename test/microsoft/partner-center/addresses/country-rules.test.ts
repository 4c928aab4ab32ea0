import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { startMicrosoftTest, type MicrosoftTest } from '../../microsoft-fixture.ts';

const path = '/partnercenter/v1/countryvalidationrules';

describe('what Microsoft asks of addresses in a country', () => {
  let microsoft: MicrosoftTest;
  beforeEach(async () => {
    microsoft = await startMicrosoftTest();
  });
  afterEach(async () => microsoft.stub.stop());

  const asked = (country: string) => microsoft.stub.requests('GET', `${path}/${country}`).length;

  it('is read from the answer that the documentation shows', async () => {
    microsoft.stub.on('GET', `${path}/US`, { fixture: 'get-country-validation-rules' });

    const rules = await microsoft.addresses.countryRules('US');

    assert.equal(rules?.stateRequired, true);
    assert.equal(rules.postalCodeRequired, true);
    assert.equal(rules.states.length, 51);
    assert.equal(rules.postalCodeFits?.('98052'), true);
    assert.equal(rules.postalCodeFits('9805'), false);
    assert.equal(rules.phoneFits?.('4255550100'), true);
  });

  it('may leave out everything', async () => {
    microsoft.stub.on('GET', `${path}/AQ`, { json: { iso2Code: 'AQ', postalCodeRegex: '', states: null } });

    const rules = await microsoft.addresses.countryRules('AQ');

    assert.deepEqual(rules, { stateRequired: false, states: [], postalCodeRequired: false });
    assert.deepEqual(microsoft.logged, []);
  });

  it('is asked once a day', async () => {
    microsoft.stub.on('GET', `${path}/US`, { fixture: 'get-country-validation-rules' });
    await microsoft.addresses.countryRules('US');
    microsoft.clock.advance(24 * 60 * 60 * 1000 - 1);
    await microsoft.addresses.countryRules('US');
    assert.equal(asked('US'), 1);
    microsoft.clock.advance(1);

    await microsoft.addresses.countryRules('US');

    assert.equal(asked('US'), 2);
  });

  it('leaves out a rule that cannot be used, and logs which', async () => {
    const json = { isPostalCodeRequired: true, postalCodeRegex: '[', phoneNumberRegex: '^(?=x)' };
    microsoft.stub.on('GET', `${path}/NZ`, { json });

    const rules = await microsoft.addresses.countryRules('NZ');

    assert.deepEqual(rules, { stateRequired: false, states: [], postalCodeRequired: true });
    assert.deepEqual(microsoft.logged, [
      { facts: { country: 'NZ', rule: 'postalCode' }, message: 'a country rule cannot be used' },
      { facts: { country: 'NZ', rule: 'phoneNumber' }, message: 'a country rule cannot be used' },
    ]);
  });

  it('is nothing for a country that Microsoft does not know', async () => {
    microsoft.stub.on('GET', `${path}/XK`, { status: 404, json: { code: 1000 } });

    assert.equal(await microsoft.addresses.countryRules('XK'), undefined);
    assert.deepEqual(microsoft.logged, []);
  });

  it('is nothing while Microsoft fails, is asked again after a minute, and stays known when it was', async () => {
    const failing = { status: 400, json: { code: 1 } };
    microsoft.stub.on('GET', `${path}/US`, failing, { fixture: 'get-country-validation-rules' }, failing);

    assert.equal(await microsoft.addresses.countryRules('US'), undefined);
    assert.equal(await microsoft.addresses.countryRules('US'), undefined);
    assert.equal(asked('US'), 1);
    microsoft.clock.advance(60 * 1000);
    assert.equal((await microsoft.addresses.countryRules('US'))?.stateRequired, true);
    microsoft.clock.advance(24 * 60 * 60 * 1000);
    assert.equal((await microsoft.addresses.countryRules('US'))?.stateRequired, true);
    assert.equal(asked('US'), 3);
  });
});
