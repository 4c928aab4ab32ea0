import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { companiesOf, providerNameOf, sellsThroughProvider } from '../../src/core/companies.ts';

describe('the companies that a customer meets', () => {
  it('are one where the partner sells for itself', () => {
    const companies = companiesOf({ partnerName: 'Northwind' }, 'any');

    assert.deepEqual(companies, { partner: 'Northwind', provider: 'Northwind', host: 'Northwind' });
    assert.equal(sellsThroughProvider(companies), false);
  });

  it('are the reseller that runs the service, and its provider', () => {
    const companies = companiesOf({ partnerName: 'Northwind', providerName: 'Wide World' }, 'any');

    assert.deepEqual(companies, { partner: 'Northwind', provider: 'Wide World', host: 'Northwind' });
    assert.equal(sellsThroughProvider(companies), true);
  });

  it('are the organisation’s reseller, and the provider that runs the service for it', () => {
    const names = { partnerName: 'Wide World', resellerNames: { one: 'Northwind', other: 'Fabrikam' } };

    assert.deepEqual(companiesOf(names, 'one'), { partner: 'Northwind', provider: 'Wide World', host: 'Wide World' });
    assert.equal(companiesOf(names, 'other').partner, 'Fabrikam');
  });

  it('have a provider beside the one that asks only where it sells through another', () => {
    assert.equal(providerNameOf({ partnerName: 'Northwind' }, 'any'), undefined);
    assert.equal(providerNameOf({ partnerName: 'Northwind', providerName: 'Wide World' }, 'any'), 'Wide World');
    assert.equal(
      providerNameOf({ partnerName: 'Wide World', resellerNames: { one: 'Northwind' } }, 'one'),
      'Wide World',
    );
  });

  it('are only whoever runs the service while nobody knows whose customer it is', () => {
    const names = { partnerName: 'Wide World', resellerNames: { one: 'Northwind' } };

    assert.equal(companiesOf(names, undefined).partner, 'Wide World');
  });
});
