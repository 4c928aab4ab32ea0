import assert from 'node:assert/strict';
import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { tenantByDomain } from '../../../src/sandbox/directory.ts';
import {
  consent,
  consentAddress,
  graphScope,
  redirectUri,
  returned,
  signInRequest,
  startSandboxCloud,
  type SandboxCloud,
} from '../../support/sandbox-cloud.ts';

const contoso = tenantByDomain('contoso.com');
const clientCredentials = { grant_type: 'client_credentials', scope: graphScope };

describe('sandbox: refusals that a tenant can be set to', () => {
  let cloud: SandboxCloud;
  beforeEach(async () => {
    cloud = await startSandboxCloud();
  });
  afterEach(async () => cloud.stop());

  const control = (method: string, path: string, body?: object) => cloud.call(method, `/control${path}`, { body });
  const behave = async (behaviour: object) => {
    const { status } = await control('POST', '/tenants/contoso.com', behaviour);
    assert.equal(status, 204);
  };
  const rolesNow = async () => {
    const { body } = await cloud.token(contoso.tenantId, clientCredentials);
    return decodeJwt(String(body['access_token']))['roles'];
  };

  for (const [number, words] of [
    [50076, /you must use multi-factor authentication/],
    [53003, /blocked by Conditional Access policies/],
    [500213, /cross-tenant access policy does not allow/],
    [530035, /blocked by security defaults/],
  ] as const) {
    it(`keeps the person on Microsoft’s page with ${String(number)}`, async () => {
      await behave({ signInError: number });

      const answer = await cloud.post(signInRequest(cloud, 'organizations').address, { user: 'admin@contoso.com' });

      assert.equal(answer.headers.get('location'), null);
      assert.match(answer.text, new RegExp(`AADSTS${String(number)}: `));
      assert.match(answer.text, words);
    });
  }

  it('sends the refusal back to the app, with the state and ids to find it by', async () => {
    await behave({ signInError: 53003, signInErrorAt: 'return' });
    const request = signInRequest(cloud, 'organizations');

    const back = returned(await cloud.post(request.address, { user: 'admin@contoso.com' }));

    assert.deepEqual([back['error'], back['state'], back['code']], ['access_denied', request.state, undefined]);
    assert.match(back['error_description'] ?? '', /^AADSTS53003: .* Correlation ID: [0-9a-f-]{36} Timestamp: /);
  });

  it('gives a code and refuses to redeem it', async () => {
    await behave({ signInError: 50076, signInErrorAt: 'token' });
    const request = signInRequest(cloud, 'organizations');
    const code = returned(await cloud.post(request.address, { user: 'admin@contoso.com' }))['code'] ?? '';

    const { status, body } = await cloud.token('organizations', {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: request.verifier,
    });

    assert.deepEqual([status, body['error'], body['error_codes']], [400, 'interaction_required', [50076]]);
  });

  it('sends a refused consent back, with admin_consent=True beside the error', async () => {
    await behave({ consentError: 500212 });

    const back = returned(await consent(cloud, 'contoso.com'));

    assert.deepEqual([back['error'], back['admin_consent']], ['access_denied', 'True']);
    assert.match(back['error_description'] ?? '', /^AADSTS500212: /);
    assert.equal(cloud.sandbox.controls.state().consents.length, 0);
  });

  it('refuses a disabled application a token, and its people the sign-in', async () => {
    await consent(cloud, 'contoso.com');
    await behave({ appDisabled: true });

    const { body } = await cloud.token(contoso.tenantId, clientCredentials);
    const page = await cloud.post(signInRequest(cloud, 'organizations').address, { user: 'admin@contoso.com' });

    assert.deepEqual(body['error_codes'], [7000112]);
    assert.match(page.text, /AADSTS7000112/);
  });

  it('knows a deleted tenant no longer', async () => {
    await consent(cloud, 'contoso.com');
    await behave({ tenantDeleted: true });

    const token = await cloud.token(contoso.tenantId, clientCredentials);
    const discovery = await cloud.call('GET', '/login/contoso.com/v2.0/.well-known/openid-configuration');
    const page = await cloud.post(consentAddress(cloud, contoso.tenantId), { user: 'admin@contoso.com' });

    assert.deepEqual(token.body['error_codes'], [5000224]);
    assert.deepEqual(discovery.body['error_codes'], [90002]);
    assert.match(page.text, /AADSTS5000224/);
  });

  it('leaves a permission out of tokens until the customer consents once more', async () => {
    await consent(cloud, 'contoso.com');
    cloud.clock.advance(60_000);
    const before = await rolesNow();
    await control('DELETE', '/tenants/contoso.com/consent/User.Read.All', {});
    const without = await rolesNow();

    await consent(cloud, 'contoso.com');
    cloud.clock.advance(60_000);

    assert.deepEqual(without, ['Organization.Read.All']);
    assert.deepEqual(await rolesNow(), before);
  });

  it('says nothing of roles when the registration does not ask for them', async () => {
    await control('POST', '/troubles', { rolesUntold: true });
    const request = signInRequest(cloud, 'organizations');
    const code = returned(await cloud.post(request.address, { user: 'admin@contoso.com' }))['code'] ?? '';

    const { body } = await cloud.token('organizations', {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: request.verifier,
    });

    assert.equal('wids' in decodeJwt(String(body['id_token'])), false);
  });
});
