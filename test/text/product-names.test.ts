import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { productName } from '../../src/text/product-names.ts';

describe('the name of a product', () => {
  for (const [sku, name] of [
    // The part numbers of 2011 outlived the names.
    ['O365_BUSINESS_PREMIUM', 'Microsoft 365 Business Standard'],
    ['SPB', 'Microsoft 365 Business Premium'],
    ['ENTERPRISEPACK', 'Office 365 E3'],
    ['Microsoft_Teams_Rooms_Pro', 'Microsoft Teams Rooms Pro'],
  ] as const) {
    it(`of ${sku} is the one on its invoice`, () => {
      assert.equal(productName(sku), name);
    });
  }

  it('is found however the part number is written', () => {
    assert.equal(productName('Spe_E3'), 'Microsoft 365 E3');
  });

  it('is the part number where nobody has told it', () => {
    assert.equal(productName('SOMETHING_NEW_2027'), 'SOMETHING_NEW_2027');
    assert.equal(productName('constructor'), 'constructor');
  });
});
