import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { tenantByDomain } from '../../../src/sandbox/directory.ts';
import { startSandboxCloud, type SandboxCloud } from '../../support/sandbox-cloud.ts';

describe('sandbox: tenant discovery', () => {
  let cloud: SandboxCloud;
  beforeEach(async () => {
    cloud = await startSandboxCloud();
  });
  afterEach(async () => cloud.stop());

  const discover = async (tenant: string) =>
    cloud.call('GET', `/login/${tenant}/v2.0/.well-known/openid-configuration`);

  it('answers a domain with the tenant’s id in every address', async () => {
    const { tenantId } = tenantByDomain('contoso.com');

    const { status, body } = await discover('Contoso.com');

    assert.equal(status, 200);
    assert.equal(body['issuer'], `${cloud.url}/login/${tenantId}/v2.0`);
    assert.equal(body['token_endpoint'], `${cloud.url}/login/${tenantId}/oauth2/v2.0/token`);
    assert.equal(body['tenant_region_scope'], 'NA');
    assert.equal(body['msgraph_host'], 'graph.microsoft.com');
    assert.equal('tenant_region_sub_scope' in body, false);
  });

  it('finds a tenant by its id and by its initial domain too', async () => {
    const { tenantId } = tenantByDomain('litwareinc.com');

    const [byId, byInitialDomain] = await Promise.all([discover(tenantId), discover('litwareinc.onmicrosoft.com')]);

    assert.deepEqual(byInitialDomain.body, byId.body);
    assert.equal(byId.status, 200);
  });

  it('tells GCC by the sub-scope alone, and GCC High by another cloud’s hosts', async () => {
    const gcc = await discover('cpandl.com');
    const high = await discover('woodgrovebank.com');

    assert.equal(gcc.body['tenant_region_sub_scope'], 'GCC');
    assert.equal(gcc.body['cloud_instance_name'], 'microsoftonline.com');
    assert.equal(high.body['tenant_region_sub_scope'], 'DODCON');
    assert.equal(high.body['cloud_instance_name'], 'microsoftonline.us');
    assert.equal(high.body['msgraph_host'], 'graph.microsoft.us');
    assert.match(String(high.body['token_endpoint']), /^https:\/\/login\.microsoftonline\.us\//);
  });

  it('answers an unknown domain as Microsoft does: 400, 90002, with trace ids', async () => {
    const { status, body } = await discover('nowhere.example');

    assert.equal(status, 400);
    assert.equal(body['error'], 'invalid_tenant');
    assert.deepEqual(body['error_codes'], [90002]);
    assert.match(String(body['error_description']), /^AADSTS90002: Tenant 'nowhere\.example' not found\..*Trace ID: /s);
    assert.equal(body['timestamp'], '2026-11-02 09:00:00Z');
    assert.match(String(body['trace_id']), /^[0-9a-f-]{36}$/);
    assert.match(String(body['correlation_id']), /^[0-9a-f-]{36}$/);
  });

  it('refuses a name that is no domain at all with another code', async () => {
    const odd = await discover(encodeURIComponent('<script>alert(1)</script>'));

    assert.equal(odd.status, 400);
    assert.deepEqual(odd.body['error_codes'], [900023]);
    assert.match(String(odd.headers.get('content-type')), /^application\/json/);
  });

  it('leaves the tenant open in the issuer of shared authorities', async () => {
    const { body } = await discover('organizations');

    assert.equal(body['issuer'], `${cloud.url}/login/{tenantid}/v2.0`);
  });

  it('publishes the signing key', async () => {
    const { body } = await cloud.call('GET', '/login/common/discovery/v2.0/keys');

    const [key] = body['keys'] as Record<string, unknown>[];
    assert.equal(key?.['kty'], 'RSA');
    assert.equal(key['use'], 'sig');
    assert.equal('d' in key, false);
  });
});
