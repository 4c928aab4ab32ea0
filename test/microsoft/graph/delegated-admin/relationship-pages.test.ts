import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { relationshipId, relationshipsPath, startMicrosoftTest, type MicrosoftTest } from '../../microsoft-fixture.ts';
import { fixture, type StubAnswer } from '../../microsoft-stub.ts';

const known = {
  ...(fixture('create-delegated-admin-relationship').body as Record<string, unknown>),
  id: relationshipId,
};
const firstPage = `${relationshipsPath}?$top=300`;
const secondPage = `${relationshipsPath}?$top=300&$skiptoken=two`;

describe('relationships out of the list', () => {
  let microsoft: MicrosoftTest;

  beforeEach(async () => {
    microsoft = await startMicrosoftTest();
    const { stub } = microsoft;
    stub.on('GET', relationshipsPath, { status: 404 });
    stub.on('GET', firstPage, page([{ ...known, id: 'another' }], `${stub.url}${secondPage}`));
    stub.on('GET', secondPage, page([{ ...known, status: 'active' }]));
    // The first one is read alone: that makes a list worth its price.
    stub.on('GET', `${relationshipsPath}/first`, { status: 404 });
    await microsoft.partner.readRelationship('first', { asOf: microsoft.clock.now() });
  });

  afterEach(() => microsoft.stub.stop());

  it('come from all pages, 300 at once', async () => {
    const reading = await read(relationshipId);

    assert.ok(reading.kind === 'read');
    assert.equal(reading.value?.relationshipId, relationshipId);
    assert.equal(reading.value.status, 'active');
    assert.equal(asked(`${relationshipsPath}/${relationshipId}`), 0);
    assert.deepEqual([asked(firstPage), asked(secondPage)], [1, 1]);
  });

  it('are absent where the whole list does not have them', async () => {
    assert.deepEqual(await read('unheard-of'), { kind: 'read', value: undefined });
  });

  it('are unread where a page is missing', async () => {
    microsoft.stub.on('GET', secondPage, { status: 503 });

    assert.deepEqual(await codeOf('another'), 'UPSTREAM_UNAVAILABLE');
  });

  it('are read alone where the list is not ours to read', async () => {
    microsoft.stub.on('GET', firstPage, { status: 403 });
    microsoft.stub.on('GET', `${relationshipsPath}/${relationshipId}`, { json: known });

    const reading = await read(relationshipId);

    assert.ok(reading.kind === 'read');
    assert.equal(reading.value?.relationshipId, relationshipId);
  });

  it('spoil nothing for the others where one of them is not as documented', async () => {
    microsoft.stub.on('GET', secondPage, page([{ id: 17 }, 'nonsense', { ...known, status: 'active' }]));

    const reading = await read(relationshipId);

    assert.ok(reading.kind === 'read');
    assert.equal(reading.value?.status, 'active');
  });

  it('are asked alone and anew where no age is allowed', async () => {
    microsoft.stub.on('GET', `${relationshipsPath}/${relationshipId}`, { json: known });

    await microsoft.partner.readRelationship(relationshipId);
    await microsoft.partner.readRelationship(relationshipId);

    assert.deepEqual([asked(firstPage), asked(`${relationshipsPath}/${relationshipId}`)], [0, 2]);
  });

  async function read(id: string) {
    return microsoft.partner.readRelationship(id, { asOf: microsoft.clock.now() });
  }

  async function codeOf(id: string) {
    const reading = await read(id);
    return reading.kind === 'unread' && reading.code;
  }

  function asked(path: string): number {
    return microsoft.stub.requests('GET', path).filter((request) => request.path === path).length;
  }
});

function page(value: unknown[], nextLink?: string): StubAnswer {
  return { json: { value, ...(nextLink !== undefined && { '@odata.nextLink': nextLink }) } };
}
