import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { AppError } from '../../../src/core/errors.ts';
import {
  createMemoryRefreshTokenStore,
  type RefreshTokenStore,
} from '../../../src/microsoft/entra/service-account/refresh-token-store.ts';
import { createTokens, type Tokens } from '../../../src/microsoft/entra/tokens.ts';
import { systemTimers } from '../../../src/runtime.ts';
import { createSendHttp } from '../../../src/microsoft/send-http.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { clientId, customerTenantId, partnerTenantId, testConfig } from '../microsoft-fixture.ts';
import { fixture, startMicrosoftStub, type MicrosoftStub, type StubAnswer } from '../microsoft-stub.ts';

const scope = 'https://graph.microsoft.com/.default';
const partnerPath = `/login/${partnerTenantId}/oauth2/v2.0/token`;
const customerPath = `/login/${customerTenantId}/oauth2/v2.0/token`;

describe('tokens', () => {
  let stub: MicrosoftStub;
  let clock: FakeClock;
  let refreshTokens: RefreshTokenStore;
  let tokens: Tokens;
  beforeEach(async () => {
    stub = await startMicrosoftStub();
    // MSAL reckons by the machine's clock when a token ends.
    clock = createFakeClock(new Date());
    refreshTokens = createMemoryRefreshTokenStore('the-refresh-token');
    tokens = createTokens({
      app: testConfig(stub.url),
      clock,
      sendHttpFor: () => createSendHttp(5_000, systemTimers),
      refreshTokens,
    });
  });
  afterEach(async () => {
    await stub.stop();
  });

  function forms(path: string): URLSearchParams[] {
    return stub.requests('POST', path).map((request) => new URLSearchParams(request.body));
  }

  function refusal(error: string, number: number): StubAnswer {
    return { status: 400, json: { error, error_description: `AADSTS${number}: …`, error_codes: [number] } };
  }

  it('gets an app-only token of the tenant with our own credentials', async () => {
    stub.on('POST', customerPath, { fixture: 'token-client-credentials' });

    const token = await tokens.appOnly(customerTenantId, scope, { fresh: false });

    assert.equal(token, 'an-app-only-token');
    const form = forms(customerPath)[0]!;
    assert.equal(form.get('grant_type'), 'client_credentials');
    assert.equal(form.get('client_id'), clientId);
    assert.match(form.get('scope') ?? '', /^https:\/\/graph\.microsoft\.com\/\.default/);
  });

  it('asks once for the same token, and again when it must be fresh', async () => {
    stub.on('POST', customerPath, { fixture: 'token-client-credentials' });

    await tokens.appOnly(customerTenantId, scope, { fresh: false });
    await tokens.appOnly(customerTenantId, scope, { fresh: false });
    const asked = forms(customerPath).length;
    await tokens.appOnly(customerTenantId, scope, { fresh: true });

    assert.deepEqual([asked, forms(customerPath).length], [1, 2]);
  });

  it('never gives one tenant’s token for another', async () => {
    stub.on('POST', customerPath, { fixture: 'token-client-credentials' });
    stub.on('POST', partnerPath, { json: { token_type: 'Bearer', expires_in: 3599, access_token: 'of-the-partner' } });

    const customers = await tokens.appOnly(customerTenantId, scope, { fresh: false });
    const partners = await tokens.appOnly(partnerTenantId, scope, { fresh: false });

    assert.deepEqual([customers, partners], ['an-app-only-token', 'of-the-partner']);
  });

  const whole = {
    ...(fixture('token-refresh').body as object),
    id_token: 'e30.e30.',
    client_info: 'e30',
    refresh_in: 1799,
  };
  const said = { error: 'invalid_grant', error_description: 'AADSTS65001: …', error_codes: [65001] };
  const values = [null, 17, true, '', 'odd', {}, []];

  for (const [status, body] of [
    [200, whole],
    [400, said],
  ] as const) {
    it(`answers in its own words whatever Entra writes into a field of ${String(status)}`, async () => {
      for (const field of Object.keys(body)) {
        for (const value of [undefined, ...values]) {
          const answer = { status, json: { ...body, [field]: value } };
          stub.on('POST', customerPath, answer);
          stub.on('POST', partnerPath, answer);
          const what = `${field}: ${value === undefined ? 'absent' : JSON.stringify(value)}`;

          for (const token of [
            tokens.appOnly(customerTenantId, scope, { fresh: true }),
            tokens.appAndUser(scope, { fresh: true }),
          ]) {
            const outcome: unknown = await token.catch((error: unknown) => error);
            const isToken = typeof outcome === 'string' && outcome !== '';
            assert.ok(isToken || outcome instanceof AppError, `${what} gave ${String(outcome)}`);
          }
        }
      }
    });
  }

  for (const [name, changes] of [
    ['no token', { access_token: undefined }],
    ['an empty token', { access_token: '' }],
    ['a token that is no text', { access_token: 17 }],
    ['a type that is no text', { token_type: 17 }],
    ['a duration that is none', { expires_in: {} }],
    ['scopes in a list', { scope: ['one'] }],
  ] satisfies [string, object][]) {
    it(`has nothing of an answer with ${name}`, async () => {
      stub.on('POST', customerPath, { json: { ...whole, ...changes } });

      await assert.rejects(tokens.appOnly(customerTenantId, scope, { fresh: false }), { code: 'UPSTREAM_UNEXPECTED' });
    });
  }

  it('takes the missing service principal of the documentation for a consent that settles', async () => {
    stub.on('POST', customerPath, { fixture: 'token-missing-service-principal' });

    await assert.rejects(tokens.appOnly(customerTenantId, scope, { fresh: true }), { code: 'CONSENT_SETTLING' });
  });

  for (const [number, code] of [
    [700016, 'CONSENT_SETTLING'],
    [65001, 'CONSENT_SETTLING'],
    [7000112, 'APP_DISABLED'],
    [7000215, 'OWN_CREDENTIALS_REFUSED'],
    [7000222, 'OWN_CREDENTIALS_REFUSED'],
    [700027, 'OWN_CREDENTIALS_REFUSED'],
    [90002, 'TENANT_GONE'],
    [5000224, 'TENANT_GONE'],
    [900432, 'TENANT_IN_OTHER_CLOUD'],
    [12345, 'UPSTREAM_UNEXPECTED'],
  ] as const) {
    it(`reads the refusal ${number} as ${code}`, async () => {
      stub.on('POST', customerPath, refusal('invalid_request', number));

      await assert.rejects(tokens.appOnly(customerTenantId, scope, { fresh: true }), { code });
    });
  }

  it('blames the registration when our app is missing in the partner’s own tenant', async () => {
    stub.on('POST', partnerPath, { fixture: 'token-missing-service-principal' });

    await assert.rejects(tokens.appOnly(partnerTenantId, scope, { fresh: true }), { code: 'OWN_CREDENTIALS_REFUSED' });
  });

  it('redeems the service account’s refresh token, and keeps the new one for the next time', async () => {
    stub.on('POST', partnerPath, { fixture: 'token-refresh' });

    const token = await tokens.appAndUser(scope, { fresh: false });
    await tokens.appAndUser(scope, { fresh: true });

    assert.equal(token, 'a-service-account-token');
    const used = forms(partnerPath).map((form) => [form.get('grant_type'), form.get('refresh_token')]);
    assert.deepEqual(used, [
      ['refresh_token', 'the-refresh-token'],
      ['refresh_token', 'a-rotated-refresh-token'],
    ]);
    assert.equal((await refreshTokens.read())?.refreshToken, 'a-rotated-refresh-token');
  });

  it('keeps the refresh token it has when Entra gives no new one', async () => {
    const { refresh_token: _none, ...body } = fixture('token-refresh').body as Record<string, unknown>;
    stub.on('POST', partnerPath, { json: body });

    await tokens.appAndUser(scope, { fresh: false });

    assert.equal((await refreshTokens.read())?.refreshToken, 'the-refresh-token');
  });

  it('redeems once for callers that come together, and again shortly before the token ends', async () => {
    stub.on('POST', partnerPath, { fixture: 'token-refresh' });

    await Promise.all([1, 2, 3].map(async () => tokens.appAndUser(scope, { fresh: false })));
    const together = forms(partnerPath).length;
    clock.advance(56 * 60 * 1000);
    await tokens.appAndUser(scope, { fresh: false });

    assert.deepEqual([together, forms(partnerPath).length], [1, 2]);
  });

  it('tries again after a failure', async () => {
    stub.on('POST', partnerPath, { status: 503 }, { fixture: 'token-refresh' });

    const first = tokens.appAndUser(scope, { fresh: false });
    await assert.rejects(first, { code: 'UPSTREAM_UNAVAILABLE' });
    const second = await tokens.appAndUser(scope, { fresh: false });

    assert.equal(second, 'a-service-account-token');
  });

  for (const [error, number, code] of [
    ['invalid_grant', 700082, 'SERVICE_ACCOUNT_REFUSED'],
    ['interaction_required', 50076, 'SERVICE_ACCOUNT_REFUSED'],
    ['invalid_grant', 65001, 'PARTNER_ROLE_MISSING'],
    ['temporarily_unavailable', 90033, 'UPSTREAM_UNAVAILABLE'],
    ['invalid_client', 7000222, 'OWN_CREDENTIALS_REFUSED'],
  ] as const) {
    it(`reads ${error} ${number} for the service account as ${code}`, async () => {
      stub.on('POST', partnerPath, refusal(error, number));

      await assert.rejects(tokens.appAndUser(scope, { fresh: false }), { code });
    });
  }

  it('takes the token that was stored meanwhile when the one it had is refused', async () => {
    stub.on('POST', partnerPath, refusal('invalid_grant', 700082), { fixture: 'token-refresh' });
    const inStore = { ...refreshTokens };
    let reads = 0;
    refreshTokens.read = async () => {
      reads += 1;
      if (reads === 2) await inStore.replace('signed in anew');
      return inStore.read();
    };

    const token = await tokens.appAndUser(scope, { fresh: false });

    assert.equal(token, 'a-service-account-token');
    assert.deepEqual(
      forms(partnerPath).map((form) => form.get('refresh_token')),
      ['the-refresh-token', 'signed in anew'],
    );
  });

  it('asks Entra once only when the refused token is still the newest', async () => {
    stub.on('POST', partnerPath, refusal('invalid_grant', 700082));

    await assert.rejects(tokens.appAndUser(scope, { fresh: false }), { code: 'SERVICE_ACCOUNT_REFUSED' });
    assert.equal(forms(partnerPath).length, 1);
  });

  it('uses nothing of the earlier account once told that there may be another', async () => {
    stub.on('POST', partnerPath, { fixture: 'token-refresh' });
    await tokens.appAndUser(scope, { fresh: false });

    tokens.forgetServiceAccount();
    await tokens.appAndUser(scope, { fresh: false });

    assert.equal(forms(partnerPath).length, 2);
  });

  it('keeps nothing of a redemption that was under way then', async () => {
    stub.on('POST', partnerPath, { fixture: 'token-refresh' });
    const inStore = { ...refreshTokens };
    refreshTokens.rotate = async (...args) => {
      tokens.forgetServiceAccount();
      await inStore.rotate(...args);
    };
    await tokens.appAndUser(scope, { fresh: false });

    await tokens.appAndUser(scope, { fresh: false });

    assert.equal(forms(partnerPath).length, 2);
  });

  it('says by name that there is no service account', async () => {
    const none = createMemoryRefreshTokenStore(undefined);
    const app = testConfig(stub.url);
    const without = createTokens({
      app,
      clock,
      sendHttpFor: () => createSendHttp(5_000, systemTimers),
      refreshTokens: none,
    });

    await assert.rejects(without.appAndUser(scope, { fresh: false }), { code: 'SERVICE_ACCOUNT_REFUSED' });
    assert.equal(stub.seen.length, 0);
  });
});
