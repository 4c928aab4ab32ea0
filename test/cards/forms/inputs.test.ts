import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  addressInputs,
  customerInputs,
  handOverInputs,
  licencesInputs,
  tenantInputs,
} from '../../../src/cards/forms/inputs.ts';

describe('inputs of the forms', () => {
  it('are empty texts where a client left them out', () => {
    assert.deepEqual(customerInputs({}), {
      companyName: '',
      givenName: '',
      familyName: '',
      email: '',
      phone: '',
      country: '',
    });
    assert.deepEqual(addressInputs({}), {
      line1: '',
      line2: '',
      city: '',
      state: '',
      postalCode: '',
      registrationNumber: '',
      pick: '',
    });
    assert.deepEqual(tenantInputs({ domain: 'contoso.com' }), {
      domain: 'contoso.com',
      category: '',
      licenceSource: '',
    });
    assert.deepEqual(handOverInputs({}), { colleague: '' });
  });

  it('are only those that the form has', () => {
    assert.deepEqual(handOverInputs({ colleague: 'user-alex', role: 'operator' }), { colleague: 'user-alex' });
    assert.deepEqual(Object.keys(licencesInputs({ product9: 'x' })), [
      ...['product1', 'quantity1', 'product2', 'quantity2', 'product3'],
      ...['quantity3', 'product4', 'quantity4', 'product5', 'quantity5'],
    ]);
  });

  it('are trimmed and cut, whatever they come from', () => {
    assert.equal(addressInputs({ city: ` Perth ${' '.repeat(2000)}` }).city, 'Perth');
    assert.equal(addressInputs({ city: 'x'.repeat(5000) }).city.length, 400);
  });

  it('are never inherited', () => {
    assert.deepEqual(handOverInputs(Object.create({ colleague: 'user-alex' }) as Record<string, string>), {
      colleague: '',
    });
  });
});
