import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { startMicrosoftTest, type MicrosoftTest } from '../../microsoft-fixture.ts';
import type { StubAnswer } from '../../microsoft-stub.ts';

/** The customer of the documentation's example. */
const customerId = 'eebd1b55-5360-4438-a11d-5c06918c3014';
const customerPath = `/partnercenter/v1/customers/${customerId}`;

describe('what a tenant is to us already', () => {
  let microsoft: MicrosoftTest;
  beforeEach(async () => {
    microsoft = await startMicrosoftTest();
  });
  afterEach(async () => microsoft.stub.stop());

  for (const [name, answer, value] of [
    ['a customer of ours', { fixture: 'get-customer' }, 'reseller'],
    ['unknown to Partner Center', { fixture: 'get-customer-not-found' }, 'none'],
    ['without a commerce relationship', { fixture: 'get-customer-no-relationship' }, 'none'],
    ['ours no more', { json: { id: customerId, relationshipToPartner: 'none' } }, 'none'],
    ['advised by us', { json: { id: customerId, relationshipToPartner: 'advisor' } }, 'advisor'],
    ['in syndication', { json: { id: customerId, relationshipToPartner: 'Syndication' } }, 'syndication'],
    [
      'helped by Microsoft on our behalf',
      { json: { id: customerId, relationshipToPartner: 'microsoft_support' } },
      'advisor',
    ],
  ] satisfies [string, StubAnswer, string][]) {
    it(`is ${value} when it is ${name}`, async () => {
      microsoft.stub.on('GET', customerPath, answer);

      assert.deepEqual(await microsoft.partner.customerState(customerId), { kind: 'read', value });
    });
  }

  for (const [name, words] of [
    ['in a word that came later', { relationshipToPartner: 'franchise' }],
    ['in an empty word', { relationshipToPartner: '' }],
    ['in no word', { relationshipToPartner: null }],
    ['not there at all', {}],
    ['no text', { relationshipToPartner: 42 }],
  ] satisfies [string, object][]) {
    it(`is unread when it is ${name}`, async () => {
      microsoft.stub.on('GET', customerPath, { json: { id: customerId, ...words } });

      const code = 'UPSTREAM_UNEXPECTED';
      assert.partialDeepStrictEqual(await microsoft.partner.customerState(customerId), { kind: 'unread', code });
      assert.partialDeepStrictEqual(await microsoft.partner.readResellerRelationship(customerId), {
        kind: 'unread',
        code,
      });
    });
  }

  it('is never taken from the answer for another tenant', async () => {
    microsoft.stub.on('GET', customerPath, { json: { id: '00000000-0000-4000-8000-000000000000' } });

    const reading = await microsoft.partner.customerState(customerId);

    assert.partialDeepStrictEqual(reading, { kind: 'unread', code: 'UPSTREAM_UNEXPECTED' });
  });
});
