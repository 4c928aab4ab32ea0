import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { sandboxPartner, tenantByDomain } from '../../../src/sandbox/directory.ts';
import { consent, startSandboxCloud, type Answer, type SandboxCloud } from '../../support/sandbox-cloud.ts';

const contoso = tenantByDomain('contoso.com');
const relationships = '/graph/v1.0/tenantRelationships';

function errorCode({ body }: Answer): unknown {
  return (body['error'] as Record<string, unknown> | undefined)?.['code'];
}

describe('sandbox: organisation and tenant names', () => {
  let cloud: SandboxCloud;
  beforeEach(async () => {
    cloud = await startSandboxCloud();
    await consent(cloud, 'contoso.com');
    cloud.clock.advance(2000);
  });
  afterEach(async () => cloud.stop());

  it('tells the organisation of the token’s own tenant', async () => {
    const token = await cloud.appToken(contoso.tenantId);

    const { status, body } = await cloud.call('GET', '/graph/v1.0/organization', { token });

    const [organization] = body['value'] as Record<string, unknown>[];
    assert.equal(status, 200);
    assert.equal(organization?.['id'], contoso.tenantId);
    assert.equal(organization['displayName'], 'Contoso');
    assert.equal(organization['tenantType'], 'AAD');
    assert.equal(organization['countryLetterCode'], 'US');
    assert.deepEqual(
      (organization['verifiedDomains'] as Record<string, unknown>[]).map(({ name }) => name),
      ['contoso.onmicrosoft.com', 'contoso.com'],
    );
  });

  it('keeps to $select', async () => {
    const token = await cloud.appToken(contoso.tenantId);

    const { body } = await cloud.call('GET', '/graph/v1.0/organization?$select=displayName,tenantType', { token });

    assert.deepEqual(body['value'], [{ id: contoso.tenantId, displayName: 'Contoso', tenantType: 'AAD' }]);
  });

  it('says that the partner is a partner', async () => {
    const { body } = await cloud.call('GET', '/graph/v1.0/organization', { token: await cloud.appToken() });

    const [organization] = body['value'] as Record<string, unknown>[];
    assert.equal(organization?.['partnerTenantType'], 'resellerPartnerDelegatedAdmin');
  });

  it('refuses an app without the permission', async () => {
    await cloud.stop();
    cloud = await startSandboxCloud({ permissions: ['User.Read.All'] });
    await consent(cloud, 'contoso.com');
    cloud.clock.advance(2000);
    const token = await cloud.appToken(contoso.tenantId);

    const answer = await cloud.call('GET', '/graph/v1.0/organization', { token });

    assert.equal(answer.status, 403);
    assert.equal(errorCode(answer), 'Authorization_RequestDenied');
  });

  it('finds a tenant’s name by id and by domain, for the partner', async () => {
    const token = await cloud.appToken();

    const byId = await cloud.call(
      'GET',
      `${relationships}/findTenantInformationByTenantId(tenantId='${contoso.tenantId}')`,
      { token },
    );
    const byDomain = await cloud.call(
      'GET',
      `${relationships}/findTenantInformationByDomainName(domainName='contoso.com')`,
      { token },
    );

    assert.equal(byId.status, 200);
    assert.equal(byId.body['displayName'], 'Contoso');
    assert.equal(byId.body['defaultDomainName'], 'contoso.com');
    assert.deepEqual(byDomain.body, byId.body);
  });

  it('does not find what is not there', async () => {
    const token = await cloud.appToken();
    const find = async (call: string) => cloud.call('GET', `${relationships}/${call}`, { token });

    const noTenant = await find("findTenantInformationByTenantId(tenantId='00000000-0000-4000-8000-000000000000')");
    const noGuid = await find("findTenantInformationByTenantId(tenantId='contoso')");
    const noDomain = await find("findTenantInformationByDomainName(domainName='nowhere.example')");

    assert.deepEqual([noTenant.status, noGuid.status, noDomain.status], [404, 400, 404]);
    assert.equal(errorCode(noTenant), 'Directory_ObjectNotFound');
  });

  it('answers an unknown resource in Graph’s shape', async () => {
    const answer = await cloud.call('GET', '/graph/v1.0/nothing', { token: await cloud.appToken() });

    assert.equal(answer.status, 400);
    assert.equal(errorCode(answer), 'BadRequest');
    assert.equal(sandboxPartner.domain, 'northwindtraders.com');
  });
});
