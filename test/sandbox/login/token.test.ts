import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { decodeJwt, SignJWT } from 'jose';
import { afterEach, describe, it } from 'mocha';
import { sandboxApp, sandboxPartner, tenantByDomain } from '../../../src/sandbox/directory.ts';
import type { SandboxOptions } from '../../../src/sandbox/sandbox.ts';
import {
  consent,
  graphScope,
  partnerCenterScope,
  startSandboxCloud,
  type SandboxCloud,
} from '../../support/sandbox-cloud.ts';

const contoso = tenantByDomain('contoso.com');
const clientCredentials = { grant_type: 'client_credentials', scope: graphScope };
const refreshOf = (scope: string) => ({
  grant_type: 'refresh_token',
  refresh_token: sandboxPartner.serviceAccountRefreshToken,
  scope,
});

describe('sandbox: tokens', () => {
  let cloud: SandboxCloud | undefined;
  afterEach(async () => cloud?.stop());

  const start = async (options: Partial<SandboxOptions> = {}): Promise<SandboxCloud> => {
    cloud = await startSandboxCloud(options);
    return cloud;
  };

  it('gives the partner’s app its application permissions', async () => {
    const { token } = await start();

    const { status, body } = await token(sandboxPartner.tenantId, clientCredentials);

    const claims = decodeJwt(String(body['access_token']));
    assert.equal(status, 200);
    assert.equal(body['expires_in'], 3599);
    assert.equal(claims.aud, 'https://graph.microsoft.com');
    assert.ok((claims['roles'] as string[]).includes('DelegatedAdminRelationship.ReadWrite.All'));
  });

  it('says that the service principal is missing before consent, and gives exactly the consented roles after it', async () => {
    const { token, clock } = await start();
    const before = await token(contoso.tenantId, clientCredentials);
    await consent(cloud ?? (await start()), 'contoso.com');
    clock.advance(2000);

    const after = await token(contoso.tenantId, clientCredentials);

    assert.equal(before.status, 401);
    assert.equal(before.body['error'], 'invalid_client');
    assert.deepEqual(before.body['error_codes'], [7000229]);
    assert.deepEqual(decodeJwt(String(after.body['access_token']))['roles'], [
      'Organization.Read.All',
      'User.Read.All',
    ]);
  });

  it('learns of a consent late where the tenant is slow', async () => {
    const running = await start();
    await consent(running, 'adatum.com');
    running.clock.advance(89_000);
    const early = await running.token('adatum.com', clientCredentials);
    running.clock.advance(2000);

    const late = await running.token('adatum.com', clientCredentials);

    assert.deepEqual(early.body['error_codes'], [7000229]);
    assert.equal(late.status, 200);
  });

  for (const [error, code] of [
    [700016, 700016],
    [65001, 65001],
  ] as const) {
    it(`can say ${String(error)} while a consent is not known yet`, async () => {
      const running = await start();
      running.sandbox.controls.setBehaviour('contoso.com', { consentLagSeconds: 60, consentLagError: error });
      await consent(running, 'contoso.com');

      const { body } = await running.token(contoso.tenantId, clientCredentials);

      assert.deepEqual(body['error_codes'], [code]);
    });
  }

  it('can give a token without roles while a consent is not known yet', async () => {
    const running = await start();
    running.sandbox.controls.setBehaviour('contoso.com', { consentLagSeconds: 60, consentLagError: 'noRoles' });
    await consent(running, 'contoso.com');

    const { body } = await running.token(contoso.tenantId, clientCredentials);

    assert.equal('roles' in decodeJwt(String(body['access_token'])), false);
  });

  it('forgets a consent that was removed, by itself or by the sandbox', async () => {
    const running = await start();
    await consent(running, 'lucernepublishing.com');
    await consent(running, 'contoso.com');
    running.clock.advance(10_000);
    const given = await running.token('lucernepublishing.com', clientCredentials);
    running.clock.advance(300_000);
    running.sandbox.controls.removeConsent('contoso.com');

    const byItself = await running.token('lucernepublishing.com', clientCredentials);
    const byControl = await running.token('contoso.com', clientCredentials);

    assert.equal(given.status, 200);
    assert.deepEqual(byItself.body['error_codes'], [7000229]);
    assert.deepEqual(byControl.body['error_codes'], [7000229]);
  });

  it('redeems the service account’s refresh token for a token with a user', async () => {
    const { userToken } = await start();

    const claims = decodeJwt(await userToken());

    assert.equal(claims.aud, 'https://api.partnercenter.microsoft.com');
    assert.equal(claims['scp'], 'user_impersonation');
    assert.equal(claims['tid'], sandboxPartner.tenantId);
    assert.deepEqual(claims['amr'], ['pwd', 'mfa']);
    assert.equal('roles' in claims, false);
  });

  it('refuses an expired or unknown refresh token', async () => {
    const running = await start();
    const fields = { grant_type: 'refresh_token', scope: partnerCenterScope };
    const unknown = await running.token(sandboxPartner.tenantId, { ...fields, refresh_token: 'stolen' });
    running.sandbox.controls.setTroubles({ refreshTokenExpired: true });

    const expired = await running.token(sandboxPartner.tenantId, {
      ...fields,
      refresh_token: sandboxPartner.serviceAccountRefreshToken,
    });

    assert.deepEqual(unknown.body['error_codes'], [70000]);
    assert.equal(expired.body['error'], 'invalid_grant');
    assert.deepEqual(expired.body['error_codes'], [700082]);
  });

  const refusals: [string, string, Record<string, string>, number][] = [
    ['a wrong secret', 'contoso.com', { client_secret: 'wrong' }, 7000215],
    ['another client', 'contoso.com', { client_id: 'somebody' }, 700016],
    ['a shared authority', 'organizations', {}, 50059],
    ['an unknown tenant', 'nowhere.example', {}, 90002],
    ['a scope without /.default', 'contoso.com', { scope: 'https://graph.microsoft.com/User.Read.All' }, 1002012],
    ['an unknown resource', 'contoso.com', { scope: 'https://example.com/.default' }, 500011],
    ['another grant', 'contoso.com', { grant_type: 'password' }, 70003],
    ['an inherited property as a grant', 'contoso.com', { grant_type: 'constructor' }, 70003],
    ['a tenant of another cloud', 'woodgrovebank.com', {}, 900382],
  ];
  for (const [name, tenant, changes, code] of refusals) {
    it(`refuses ${name} with ${String(code)}`, async () => {
      const { token } = await start();

      const { body } = await token(tenant, { ...clientCredentials, ...changes });

      assert.deepEqual(body['error_codes'], [code]);
    });
  }

  it('says where the partner’s own tenant does not know the app', async () => {
    const running = await start();
    running.sandbox.controls.setTroubles({ appAbsent: true });

    const alone = await running.token(sandboxPartner.tenantId, clientCredentials);
    const forAccount = await running.token(sandboxPartner.tenantId, refreshOf(partnerCenterScope));

    assert.deepEqual([alone.body['error_codes'], forAccount.body['error_codes']], [[7000229], [700016]]);
  });

  it('says for which service nobody has permitted the app to act for the service account', async () => {
    const running = await start();
    running.sandbox.controls.setTroubles({ notPermitted: ['partnerCenter'] });

    const atPartnerCenter = await running.token(sandboxPartner.tenantId, refreshOf(partnerCenterScope));
    const atGraph = await running.token(sandboxPartner.tenantId, refreshOf(graphScope));

    assert.deepEqual([atPartnerCenter.body['error_codes'], atGraph.status], [[65001], 200]);
  });

  it('says when the secret has expired', async () => {
    const running = await start();
    running.sandbox.controls.setTroubles({ clientSecretExpired: true });

    const { status, body } = await running.token(sandboxPartner.tenantId, clientCredentials);

    assert.equal(status, 401);
    assert.deepEqual(body['error_codes'], [7000222]);
  });

  it('takes an assertion signed with a registered certificate, and no other', async () => {
    const ours = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const theirs = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = ours.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const running = await start({ clientCertificates: [pem] });
    const now = Math.floor(running.clock.now().getTime() / 1000);
    const assertion = async (key: typeof ours.privateKey) =>
      new SignJWT({})
        .setProtectedHeader({ alg: 'RS256' })
        .setIssuer(sandboxApp.clientId)
        .setSubject(sandboxApp.clientId)
        .setExpirationTime(now + 600)
        .sign(key);
    const ask = async (client_assertion: string) =>
      running.post(`/login/${sandboxPartner.tenantId}/oauth2/v2.0/token`, {
        ...clientCredentials,
        client_id: sandboxApp.clientId,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion,
      });

    const genuine = await ask(await assertion(ours.privateKey));
    const forged = await ask(await assertion(theirs.privateKey));

    assert.equal(genuine.status, 200);
    assert.deepEqual(forged.body['error_codes'], [700027]);
  });
});
