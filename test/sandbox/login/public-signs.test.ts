import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { tenantByDomain } from '../../../src/sandbox/directory.ts';
import { startSandboxCloud, type SandboxCloud } from '../../support/sandbox-cloud.ts';

describe('sandbox: what sign-in tells everybody', () => {
  let cloud: SandboxCloud;
  beforeEach(async () => {
    cloud = await startSandboxCloud();
  });
  afterEach(async () => cloud.stop());

  const realm = async (domain: string, version: string) =>
    (await cloud.call('GET', `/login/common/userrealm/someone%40${domain}?api-version=${version}`)).body;
  const external = async (tenantId: string) =>
    cloud.call('GET', `/external/${tenantId}/${tenantId}/v2.0/.well-known/openid-configuration`);

  it('tells in both versions that a domain is managed, federated, or nobody’s', async () => {
    const domains = ['contoso.com', 'alpineskihouse.com', 'nowhere.example'];

    const kinds = [
      (await Promise.all(domains.map(async (domain) => realm(domain, '2.1')))).map((one) => one['NameSpaceType']),
      (await Promise.all(domains.map(async (domain) => realm(domain, '1.0')))).map((one) => one['account_type']),
    ];

    assert.deepEqual(kinds, [
      ['Managed', 'Federated', 'Unknown'],
      ['Managed', 'Federated', 'Unknown'],
    ]);
  });

  it('names the customer’s own page', async () => {
    const { AuthURL: page } = await realm('alpineskihouse.com', '2.1');
    const { federation_active_auth_url: service } = await realm('alpineskihouse.com', '1.0');

    assert.equal(new URL(String(page)).host, 'sts.alpineskihouse.com');
    assert.equal(new URL(String(service)).host, 'sts.alpineskihouse.com');
  });

  it('knows only tenants for consumers at their own sign-in, each with its own issuer', async () => {
    const { tenantId } = tenantByDomain('southridgevideo.onmicrosoft.com');

    const there = await external(tenantId);
    const others = [await external(tenantByDomain('contoso.com').tenantId), await external('no-tenant')];

    assert.equal(there.body['issuer'], `${cloud.url}/external/${tenantId}/${tenantId}/v2.0`);
    assert.deepEqual(
      others.map(({ status }) => status),
      [400, 400],
    );
  });
});
