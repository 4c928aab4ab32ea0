import assert from 'node:assert/strict';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, it } from 'mocha';
import {
  globalAdministratorRoleId,
  personalAccountTenantId,
  sandboxApp,
  tenantByDomain,
} from '../../../src/sandbox/directory.ts';
import {
  redirectUri,
  returned,
  signInRequest,
  startSandboxCloud,
  type Answer,
  type SandboxCloud,
  type SignInRequest,
} from '../../support/sandbox-cloud.ts';

const contoso = tenantByDomain('contoso.com');

describe('sandbox: sign-in', () => {
  let cloud: SandboxCloud;
  beforeEach(async () => {
    cloud = await startSandboxCloud();
  });
  afterEach(async () => cloud.stop());

  const redeem = async (request: SignInRequest, answer: Answer, changes: Record<string, string> = {}) =>
    cloud.token(contoso.tenantId, {
      grant_type: 'authorization_code',
      code: returned(answer)['code'] ?? '',
      redirect_uri: redirectUri,
      code_verifier: request.verifier,
      ...changes,
    });

  const claimsFor = async (tenant: string, user: string) => {
    const request = signInRequest(cloud, tenant);
    const answer = await cloud.post(request.address, { user });
    const home = user === 'consultant@relecloud.com' || tenant === contoso.tenantId ? tenant : 'organizations';
    const { body } = await cloud.token(home, {
      grant_type: 'authorization_code',
      code: returned(answer)['code'] ?? '',
      redirect_uri: redirectUri,
      code_verifier: request.verifier,
    });
    const keys = createRemoteJWKSet(new URL(`${cloud.url}/login/common/discovery/v2.0/keys`));
    const options = { currentDate: cloud.clock.now(), audience: sandboxApp.clientId };
    const { payload } = await jwtVerify(String(body['id_token']), keys, options);
    return { payload, nonce: request.nonce, body };
  };

  it('offers the people of the tenant, the guest, a stranger and a personal account', async () => {
    const { status, text } = await cloud.call('GET', signInRequest(cloud, contoso.tenantId).address);

    assert.equal(status, 200);
    for (const user of [
      'admin@contoso.com',
      'pim@contoso.com',
      'user@contoso.com',
      'consultant@relecloud.com',
      'admin@relecloud.com',
      'adele.vance@outlook.com',
    ]) {
      assert.ok(text.includes(`value="${user}"`), user);
    }
    assert.match(text, /Sandbox<\/a> – stands in for Microsoft/);
  });

  it('offers everybody where no tenant is named, whoever is signed in or hinted at first', async () => {
    const first = async (changes: Record<string, string>, cookie = '') => {
      const { address } = signInRequest(cloud, 'organizations', changes);
      const { text } = await cloud.call('GET', address, { headers: { cookie } });
      return [...text.matchAll(/name="user" value="([^"]+)"/g)].map(([, userName]) => userName);
    };

    const plain = await first({});
    const signedIn = await first({}, 'sandbox_account=admin%40fabrikam.com');
    const hinted = await first({ login_hint: 'admin@adatum.com' });

    assert.ok(plain.includes('admin@contoso.com'));
    assert.ok(plain.includes('pim@litwareinc.com'));
    assert.equal(signedIn[0], 'admin@fabrikam.com');
    assert.equal(hinted[0], 'admin@adatum.com');
  });

  it('sends the person back with a code and the state, and the code buys a signed id token', async () => {
    const request = signInRequest(cloud, contoso.tenantId);

    const answer = await cloud.post(request.address, { user: 'admin@contoso.com' });

    assert.equal(answer.status, 302);
    assert.ok(answer.headers.get('location')?.startsWith(`${redirectUri}?`));
    assert.equal(returned(answer)['state'], request.state);
    const { status, body } = await redeem(request, answer);
    assert.equal(status, 200);
    assert.equal(body['token_type'], 'Bearer');
    assert.equal(typeof body['id_token'], 'string');
  });

  it('puts tenant, nonce, name and the Global Administrator role into the id token', async () => {
    const { payload, nonce } = await claimsFor(contoso.tenantId, 'admin@contoso.com');

    assert.equal(payload.iss, `${cloud.url}/login/${contoso.tenantId}/v2.0`);
    assert.equal(payload['tid'], contoso.tenantId);
    assert.equal(payload['nonce'], nonce);
    assert.equal(payload['preferred_username'], 'admin@contoso.com');
    assert.equal(payload['name'], 'Megan Bowen');
    assert.equal('idp' in payload, false);
    assert.ok((payload['wids'] as string[]).includes(globalAdministratorRoleId));
  });

  it('leaves the role out for an ordinary user, and for an eligible one until it is activated', async () => {
    const ordinary = await claimsFor(contoso.tenantId, 'user@contoso.com');
    const eligible = await claimsFor(contoso.tenantId, 'pim@contoso.com');
    await cloud.post('/activate-role', { user: 'pim@contoso.com' });
    const activated = await claimsFor(contoso.tenantId, 'pim@contoso.com');

    assert.equal((ordinary.payload['wids'] as string[]).includes(globalAdministratorRoleId), false);
    assert.equal((eligible.payload['wids'] as string[]).includes(globalAdministratorRoleId), false);
    assert.ok((activated.payload['wids'] as string[]).includes(globalAdministratorRoleId));
  });

  it('marks a guest by another identity provider, though the guest holds the role', async () => {
    const { payload } = await claimsFor(contoso.tenantId, 'consultant@relecloud.com');

    assert.equal(payload['tid'], contoso.tenantId);
    assert.equal(payload['idp'], `https://sts.windows.net/${tenantByDomain('relecloud.com').tenantId}/`);
    assert.ok((payload['wids'] as string[]).includes(globalAdministratorRoleId));
  });

  it('signs people in at home under the organizations authority', async () => {
    const { payload } = await claimsFor('organizations', 'admin@relecloud.com');

    assert.equal(payload['tid'], tenantByDomain('relecloud.com').tenantId);
  });

  it('signs people in as guests of the organisation that they choose under the organizations authority', async () => {
    const request = signInRequest(cloud, 'organizations');
    const answer = await cloud.post(request.address, { user: 'consultant@relecloud.com', organisation: 'contoso.com' });
    const { body } = await redeem(request, answer);

    const claims = decodeJwt(String(body['id_token']));
    assert.equal(claims['tid'], contoso.tenantId);
    assert.equal(claims['idp'], `https://sts.windows.net/${tenantByDomain('relecloud.com').tenantId}/`);
  });

  it('keeps people it cannot sign in on its own page', async () => {
    const specific = signInRequest(cloud, contoso.tenantId).address;
    const shared = signInRequest(cloud, 'organizations').address;

    const stranger = await cloud.post(specific, { user: 'admin@relecloud.com' });
    const personal = await cloud.post(shared, { user: 'adele.vance@outlook.com' });
    const unknown = await cloud.post(specific, { user: 'nobody@contoso.com' });
    const blocked = await cloud.post(signInRequest(cloud, 'blueyonderairlines.com').address, {
      user: 'admin@blueyonderairlines.com',
    });

    assert.deepEqual([stranger.status, personal.status, unknown.status, blocked.status], [400, 400, 400, 403]);
    assert.match(stranger.text, /AADSTS50020/);
    assert.match(personal.text, /AADSTS500208/);
    assert.match(unknown.text, /AADSTS50034/);
    assert.match(blocked.text, /AADSTS53003/);
    assert.equal(stranger.headers.get('location'), null);
  });

  it('lets a personal account in only under the common authority', async () => {
    const { payload } = await (async () => {
      const request = signInRequest(cloud, 'common');
      const answer = await cloud.post(request.address, { user: 'adele.vance@outlook.com' });
      const { body } = await cloud.token('common', {
        grant_type: 'authorization_code',
        code: returned(answer)['code'] ?? '',
        redirect_uri: redirectUri,
        code_verifier: request.verifier,
      });
      const keys = createRemoteJWKSet(new URL(`${cloud.url}/login/common/discovery/v2.0/keys`));
      return jwtVerify(String(body['id_token']), keys, { currentDate: cloud.clock.now() });
    })();

    assert.equal(payload['tid'], personalAccountTenantId);
  });

  it('refuses a foreign client or return address without sending anybody there', async () => {
    const client = await cloud.call('GET', signInRequest(cloud, contoso.tenantId, { client_id: 'evil' }).address);
    const address = await cloud.call(
      'GET',
      signInRequest(cloud, contoso.tenantId, { redirect_uri: `${redirectUri}/` }).address,
    );

    assert.match(client.text, /AADSTS700016/);
    assert.match(address.text, /AADSTS50011/);
    assert.equal(address.status, 400);
    assert.equal(address.headers.get('location'), null);
  });

  const wrongRequests: [string, Record<string, string | null>, string][] = [
    ['no PKCE', { code_challenge: null, code_challenge_method: null }, 'invalid_request'],
    ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['no nonce', { nonce: null }, 'invalid_request'],
    ['the implicit flow', { response_type: 'id_token' }, 'unsupported_response_type'],
    ['no openid scope', { scope: 'profile' }, 'invalid_scope'],
    ['an unknown prompt', { prompt: 'quickly' }, 'invalid_request'],
    ['a silent sign-in without a session', { prompt: 'none' }, 'login_required'],
  ];
  for (const [name, changes, error] of wrongRequests) {
    it(`reports ${name} to the app`, async () => {
      const request = signInRequest(cloud, contoso.tenantId, changes);

      const answer = await cloud.call('GET', request.address);

      assert.equal(answer.status, 302);
      assert.equal(returned(answer)['error'], error);
      assert.equal(returned(answer)['state'], request.state);
      assert.match(returned(answer)['error_description'] ?? '', /^AADSTS\d+: .*Correlation ID: /s);
    });
  }

  it('reports a cancelled sign-in to the app', async () => {
    const answer = await cloud.post(signInRequest(cloud, contoso.tenantId).address, { action: 'cancel' });

    assert.equal(returned(answer)['error'], 'access_denied');
    assert.match(returned(answer)['error_description'] ?? '', /^AADSTS65004/);
  });

  it('refuses a code the second time, at another tenant, with another verifier or address, and when it is old', async () => {
    const fresh = async () => {
      const request = signInRequest(cloud, contoso.tenantId);
      return { request, answer: await cloud.post(request.address, { user: 'admin@contoso.com' }) };
    };
    const used = await fresh();
    await redeem(used.request, used.answer);
    const second = await redeem(used.request, used.answer);
    const other = await fresh();
    const elsewhere = await cloud.token('fabrikam.com', {
      grant_type: 'authorization_code',
      code: returned(other.answer)['code'] ?? '',
      redirect_uri: redirectUri,
      code_verifier: other.request.verifier,
    });
    const wrongVerifier = await redeem(other.request, other.answer, { code_verifier: 'x'.repeat(43) });
    const wrongAddress = await redeem(other.request, other.answer, { redirect_uri: 'http://127.0.0.1:1/other' });
    cloud.clock.advance(11 * 60_000);
    const old = await redeem(other.request, other.answer);

    const codes = [second, elsewhere, wrongVerifier, wrongAddress, old].map(({ body }) => body['error_codes']);

    assert.deepEqual(codes, [[54005], [700005], [501481], [500112], [70008]]);
  });

  it('remembers who signed in for a silent sign-in', async () => {
    const first = await cloud.post(signInRequest(cloud, contoso.tenantId).address, { user: 'admin@contoso.com' });
    const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? '';

    const silent = await cloud.call('GET', signInRequest(cloud, contoso.tenantId, { prompt: 'none' }).address, {
      headers: { cookie },
    });

    assert.equal(typeof returned(silent)['code'], 'string');
  });
});
