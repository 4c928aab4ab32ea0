import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { startMicrosoftTest, type MicrosoftTest } from '../../microsoft-fixture.ts';
import type { StubAnswer } from '../../microsoft-stub.ts';

const base = '/partnercenter/v1';
const firstPage = `${base}/customers?size=500`;
const secondPage = `${base}/customers?size=500&seekOperation=Next`;
const attached = 'eebd1b55-5360-4438-a11d-5c06918c3014';
const stranger = '00000000-0000-4000-8000-00000000000f';

describe('customers out of the list', () => {
  let microsoft: MicrosoftTest;

  beforeEach(async () => {
    microsoft = await startMicrosoftTest();
    const { stub } = microsoft;
    const next = {
      uri: '/customers?size=500&seekOperation=Next',
      method: 'GET',
      headers: [{ key: 'MS-ContinuationToken', value: 'two' }],
    };
    stub.on('GET', firstPage, page([{ id: stranger, relationshipToPartner: 'none' }], next));
    stub.on('GET', secondPage, page([{ id: attached.toUpperCase(), relationshipToPartner: 'reseller' }]));
    // The first one is read alone: that makes a list worth its price.
    stub.on('GET', `${base}/customers/first`, { status: 404, json: { code: 60003 } });
    await read('first');
  });

  afterEach(() => microsoft.stub.stop());

  it('come from all pages, 500 at once, behind a byte order mark', async () => {
    assert.deepEqual(await read(attached), { kind: 'read', value: 'attached' });
    const [second] = microsoft.stub.requests('GET', secondPage);
    assert.equal(second?.headers['ms-continuationtoken'], 'two');
    assert.equal(microsoft.stub.requests('GET', `${base}/customers/${attached}`).length, 0);
  });

  it('are not ours yet where the whole list does not have them, or has them as nobody’s', async () => {
    assert.deepEqual(await read('unheard-of'), { kind: 'read', value: 'missing' });
    assert.deepEqual(await read(stranger), { kind: 'read', value: 'missing' });
  });

  it('follow a next page that is given with the version', async () => {
    microsoft.stub.on('GET', firstPage, page([], { uri: '/v1/customers?size=500&seekOperation=Next' }));

    assert.deepEqual(await read(attached), { kind: 'read', value: 'attached' });
  });

  it('follow no next page to somewhere else', async () => {
    microsoft.stub.on('GET', firstPage, page([], { uri: 'https://elsewhere.example/customers' }));
    microsoft.stub.on('GET', `${base}/customers/${attached}`, { fixture: 'get-customer' });

    assert.deepEqual(await read(attached), { kind: 'read', value: 'attached' });
    assert.equal(microsoft.stub.requests('GET', `${base}/customers/${attached}`).length, 1);
  });

  it('are unread where a page is missing', async () => {
    microsoft.stub.on('GET', secondPage, { status: 503 });

    const reading = await read(attached);

    assert.equal(reading.kind === 'unread' && reading.code, 'UPSTREAM_UNAVAILABLE');
  });

  it('spoil nothing for the others where one of them is not as documented', async () => {
    const odd = { id: stranger, relationshipToPartner: 17 };
    microsoft.stub.on('GET', secondPage, page([odd, { id: attached, relationshipToPartner: 'reseller' }]));

    assert.deepEqual(await read(attached), { kind: 'read', value: 'attached' });
    assert.partialDeepStrictEqual(await read(stranger), { kind: 'unread', code: 'UPSTREAM_UNEXPECTED' });
  });

  for (const [name, answer] of [
    ['has a customer that cannot be told from another', page([{ id: 17, relationshipToPartner: 'reseller' }])],
    ['has an empty place', page([null])],
    ['has no customers, not even none', { json: { totalCount: 1 } }],
  ] satisfies [string, StubAnswer][]) {
    it(`are read alone, and not taken for missing, where a page ${name}`, async () => {
      microsoft.stub.on('GET', secondPage, answer);
      microsoft.stub.on('GET', `${base}/customers/${attached}`, { fixture: 'get-customer' });

      assert.deepEqual(await read(attached), { kind: 'read', value: 'attached' });
    });
  }

  it('may be none at all', async () => {
    microsoft.stub.on('GET', firstPage, { json: { totalCount: 0, items: null, links: null } });

    assert.deepEqual(await read(attached), { kind: 'read', value: 'missing' });
  });

  async function read(tenantId: string) {
    return microsoft.partner.readResellerRelationship(tenantId, { asOf: microsoft.clock.now() });
  }
});

function page(items: unknown[], next?: object): StubAnswer {
  return { mark: true, json: { totalCount: items.length, items, links: { ...(next && { next }) } } };
}
