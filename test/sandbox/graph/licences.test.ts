import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { tenantByDomain } from '../../../src/sandbox/directory.ts';
import { consent, startSandboxCloud, type Answer, type SandboxCloud } from '../../support/sandbox-cloud.ts';

const contoso = tenantByDomain('contoso.com');
const graph = '/graph/v1.0';

function errorCode({ body }: Answer): unknown {
  return (body['error'] as Record<string, unknown> | undefined)?.['code'];
}

interface Part {
  id: string;
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

describe('sandbox: licences and users', () => {
  let cloud: SandboxCloud;
  let token: string;
  beforeEach(async () => {
    cloud = await startSandboxCloud();
    await consent(cloud, 'contoso.com');
    cloud.clock.advance(2000);
    token = await cloud.appToken(contoso.tenantId);
  });
  afterEach(async () => cloud.stop());

  async function batch(): Promise<Record<string, Part>> {
    const requests = [
      { id: 'users', method: 'GET', url: '/users/$count', headers: { ConsistencyLevel: 'eventual' } },
      { id: 'licences', method: 'GET', url: '/subscribedSkus?$select=skuPartNumber' },
    ];
    const { status, body } = await cloud.call('POST', `${graph}/$batch`, { token, body: { requests } });
    assert.equal(status, 200);
    return Object.fromEntries((body['responses'] as Part[]).map((part) => [part.id, part]));
  }

  it('tells the licences, refuses $filter on them, and counts users only eventually', async () => {
    const headers = { ConsistencyLevel: 'eventual' };

    const skus = await cloud.call('GET', `${graph}/subscribedSkus`, { token });
    const filtered = await cloud.call('GET', `${graph}/subscribedSkus?$filter=x eq 1`, { token });
    const strict = await cloud.call('GET', `${graph}/users/$count`, { token });
    const eventual = await cloud.call('GET', `${graph}/users/%24count`, { token, headers });

    const [sku] = skus.body['value'] as Record<string, unknown>[];
    assert.equal(sku?.['skuPartNumber'], 'O365_BUSINESS_PREMIUM');
    assert.equal(sku['consumedUnits'], contoso.licensedUsers);
    assert.equal(filtered.status, 400);
    assert.equal(errorCode(strict), 'Request_BadRequest');
    assert.equal(eventual.text, String(contoso.licensedUsers + 5));
  });

  it('tells both in a batch, the number of users as text', async () => {
    const { users, licences } = await batch();

    const { value } = licences?.body as { value: Record<string, unknown>[] };
    assert.equal(users?.body, String(contoso.licensedUsers + 5));
    assert.deepEqual(
      value.map(({ skuPartNumber }) => skuPartNumber),
      ['O365_BUSINESS_PREMIUM', 'VISIOCLIENT', 'EXCHANGESTANDARD', 'SHAREPOINTSTORAGE', 'FLOW_FREE'],
    );
  });

  it('lets one part of a batch fail by itself, with its own Retry-After', async () => {
    cloud.sandbox.controls.addFault({
      path: `${graph}/subscribedSkus`,
      status: 429,
      headers: { 'Retry-After': '7' },
    });

    const [first, second] = [await batch(), await batch()];

    assert.partialDeepStrictEqual(first['licences'], { status: 429, headers: { 'Retry-After': '7' } });
    assert.equal(first['users']?.status, 200);
    assert.equal(second['licences']?.status, 200);
  });

  it('refuses to count users where the consent does not cover it, and tells the licences', async () => {
    cloud.sandbox.controls.removePermission('contoso.com', 'User.Read.All');
    token = await cloud.appToken(contoso.tenantId);

    const { users, licences } = await batch();

    assert.deepEqual([users?.status, licences?.status], [403, 200]);
  });
});
