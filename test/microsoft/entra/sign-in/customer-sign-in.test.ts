import assert from 'node:assert/strict';
import type { JWTPayload } from 'jose';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import type { SignInOutcome } from '../../../../src/core/ports/microsoft.ts';
import { clientId, customerTenantId, startMicrosoftTest, type MicrosoftTest } from '../../microsoft-fixture.ts';
import { idToken, objectId, redeemsTo, tokenPath } from '../sign-in-stub.ts';

const redirectUri = 'http://127.0.0.1:3978/connect/signed-in';
const otherTenantId = '20000000-0000-4000-8000-000000000009';
const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';

describe('sign-in of the customer’s admin', () => {
  let microsoft: MicrosoftTest;
  beforeEach(async () => {
    microsoft = await startMicrosoftTest();
  });
  afterEach(async () => {
    await microsoft.stub.stop();
  });

  async function redeem(): Promise<SignInOutcome> {
    const codes = { code: 'the-code', codeVerifier: 'the-verifier', nonce: 'the-nonce' };
    return microsoft.signIn.redeemCode({ tenantId: customerTenantId, redirectUri, ...codes });
  }

  async function signInWith(claims: JWTPayload, tenantId?: string): Promise<SignInOutcome> {
    await redeemsTo(microsoft.stub, await idToken(microsoft.stub, claims), tenantId);
    return redeem();
  }

  it('begins at the page for any work account, with PKCE, state, nonce and a choice of account', async () => {
    const request = { tenantId: customerTenantId, state: 'st', nonce: 'no', codeChallenge: 'ch', redirectUri };

    const url = new URL(await microsoft.signIn.signInUrl(request));

    assert.equal(`${url.origin}${url.pathname}`, `${microsoft.stub.url}/login/organizations/oauth2/v2.0/authorize`);
    const expected = {
      client_id: clientId,
      response_type: 'code',
      response_mode: 'query',
      redirect_uri: redirectUri,
      state: 'st',
      nonce: 'no',
      code_challenge: 'ch',
      code_challenge_method: 'S256',
      prompt: 'select_account',
    };
    for (const [name, value] of Object.entries(expected)) assert.equal(url.searchParams.get(name), value, name);
    assert.match(url.searchParams.get('scope') ?? '', /\bopenid\b.*\bprofile\b/);
    assert.equal(microsoft.stub.seen.length, 0);
  });

  it('says who signed in, from the verified token', async () => {
    const outcome = await signInWith({ wids: [globalAdministrator] });

    assert.deepEqual(outcome, {
      kind: 'signedIn',
      identity: {
        tenantId: customerTenantId,
        objectId,
        userName: 'admin@contoso.com',
        isGuest: false,
        roleTemplateIds: [globalAdministrator],
      },
    });
    const [redemption] = microsoft.stub.requests('POST', tokenPath);
    const form = new URLSearchParams(redemption?.body);
    assert.equal(form.get('code_verifier'), 'the-verifier');
    assert.equal(form.get('redirect_uri'), redirectUri);
  });

  it('does not know the roles when the token does not tell', async () => {
    const outcome = await signInWith({});

    assert.ok(outcome.kind === 'signedIn' && !('roleTemplateIds' in outcome.identity));
  });

  it('recognises a person of another tenant, so that they can be told', async () => {
    const iss = `${microsoft.stub.url}/login/${otherTenantId}/v2.0`;

    const outcome = await signInWith({ tid: otherTenantId, iss }, otherTenantId);

    assert.ok(outcome.kind === 'signedIn');
    assert.equal(outcome.identity.tenantId, otherTenantId);
  });

  for (const [name, claims, isGuest] of [
    ['vouched for by another tenant', { idp: `https://sts.windows.net/${otherTenantId}/` }, true],
    ['vouched for by a personal account', { idp: 'live.com' }, true],
    ['marked by the acct claim', { acct: 1 }, true],
    ['with the tenant itself as idp', { idp: `https://sts.windows.net/${customerTenantId}/` }, false],
    ['marked as member by the acct claim', { acct: 0 }, false],
  ] as const) {
    it(`takes somebody ${name} for ${isGuest ? 'a guest' : 'a member'}`, async () => {
      const outcome = await signInWith(claims);

      assert.ok(outcome.kind === 'signedIn');
      assert.equal(outcome.identity.isGuest, isGuest);
    });
  }

  for (const [name, claims] of [
    ['for another app', { aud: '99999999-0000-4000-8000-000000000000' }],
    ['by an issuer that is not the tenant', { iss: 'https://evil.example/v2.0' }],
    ['that has ended', { exp: 1_700_000_000 }],
    ['that has not begun', { nbf: 4_000_000_000 }],
    ['without a tenant', { tid: undefined }],
    ['with a tenant that would change the address of the keys', { tid: '../../evil' }],
    ['without a person', { oid: undefined }],
  ] as const) {
    it(`refuses a token ${name}`, async () => {
      const outcome = await signInWith(claims);

      assert.ok(outcome.kind === 'failed');
      assert.equal(outcome.code, 'SIGN_IN_FAILED');
    });
  }

  it('refuses a token that the tenant’s keys did not sign', async () => {
    await redeemsTo(microsoft.stub, await idToken(microsoft.stub, {}, 'stranger'));

    const outcome = await redeem();

    assert.ok(outcome.kind === 'failed');
    assert.equal(outcome.code, 'SIGN_IN_FAILED');
  });

  for (const nonce of ['of-another-sign-in', undefined]) {
    it(`refuses a token ${nonce === undefined ? 'without a nonce' : 'of another sign-in'}`, async () => {
      const outcome = await signInWith({ nonce });

      assert.ok(outcome.kind === 'failed');
      assert.equal(outcome.code, 'STATE_MISMATCH');
    });
  }

  it('blames the keys’ server, not the person, when the keys cannot be had', async () => {
    await redeemsTo(microsoft.stub, await idToken(microsoft.stub));
    microsoft.stub.on('GET', `/login/${customerTenantId}/discovery/v2.0/keys`, { status: 503 });

    const outcome = await redeem();

    assert.partialDeepStrictEqual(outcome, { kind: 'failed', code: 'UPSTREAM_UNAVAILABLE' });
  });

  for (const [numbers, error, code] of [
    [[54005], 'invalid_grant', 'SIGN_IN_FAILED'],
    [[70008], 'invalid_grant', 'SIGN_IN_FAILED'],
    [[53003], 'interaction_required', 'SIGN_IN_BLOCKED'],
    [[7000222], 'invalid_client', 'OWN_CREDENTIALS_REFUSED'],
    [[90038], 'invalid_request', 'TENANT_IN_OTHER_CLOUD'],
    [[], 'invalid_client', 'OWN_CREDENTIALS_REFUSED'],
    [[], 'invalid_grant', 'SIGN_IN_FAILED'],
  ] as const) {
    it(`ends as ${code} when Entra refuses the code as ${error} ${numbers.join(' ')}`, async () => {
      const json = {
        error,
        error_description: numbers.map((number) => `AADSTS${number}: …`).join(),
        error_codes: numbers,
      };
      microsoft.stub.on('POST', tokenPath, { status: 400, json });

      const outcome = await redeem();

      assert.ok(outcome.kind === 'failed');
      assert.equal(outcome.code, code);
      assert.notEqual(outcome.correlationId ?? '', '');
    });
  }

  for (const [name, answer, code] of [
    ['is out', { status: 503, raw: 'down' }, 'UPSTREAM_UNAVAILABLE'],
    ['throttles', { status: 429 }, 'UPSTREAM_THROTTLED'],
    ['answers HTML', { raw: '<html></html>' }, 'UPSTREAM_UNEXPECTED'],
    ['sends no id token', { fixture: 'token-client-credentials' }, 'STATE_MISMATCH'],
  ] as const) {
    it(`ends as ${code} when Entra ${name}`, async () => {
      microsoft.stub.on('POST', tokenPath, answer);

      const outcome = await redeem();

      assert.ok(outcome.kind === 'failed');
      assert.equal(outcome.code, code);
    });
  }

  it('logs neither token nor name', async () => {
    await redeemsTo(microsoft.stub, await idToken(microsoft.stub, {}, 'stranger'));

    await redeem();

    const lines = JSON.stringify(microsoft.logged);
    assert.equal(microsoft.logged.length, 1);
    assert.doesNotMatch(lines, /eyJ|admin@contoso|the-code|client-secret/);
  });
});

describe('admin consent', () => {
  let microsoft: MicrosoftTest;
  before(async () => {
    microsoft = await startMicrosoftTest();
  });
  after(async () => {
    await microsoft.stub.stop();
  });

  it('is asked of the expected tenant, for everything registered', () => {
    const url = new URL(microsoft.signIn.consentUrl({ tenantId: customerTenantId, state: 'a&b', redirectUri }));

    assert.equal(url.pathname, `/login/${customerTenantId}/v2.0/adminconsent`);
    assert.deepEqual(Object.fromEntries(url.searchParams), {
      client_id: clientId,
      scope: 'https://graph.microsoft.com/.default',
      redirect_uri: redirectUri,
      state: 'a&b',
    });
  });

  for (const [page, error, errorDescription, code] of [
    ['consent', 'access_denied', 'AADSTS65004: User declined to consent to access the app.', 'CONSENT_DECLINED'],
    [undefined, 'access_denied', 'AADSTS65004: User declined to consent to access the app.', 'CONSENT_DECLINED'],
    ['consent', 'permission_denied', 'The admin canceled the request', 'CONSENT_DECLINED'],
    ['signIn', 'access_denied', 'AADSTS65004: User declined to consent to access the app.', 'SIGN_IN_CANCELLED'],
    ['signIn', 'access_denied', undefined, 'SIGN_IN_CANCELLED'],
    ['consent', 'access_denied', 'AADSTS90094: The grant requires admin permission.', 'NOT_ADMINISTRATOR'],
    ['consent', 'invalid_request', 'AADSTS50020: User account does not exist in tenant', 'WRONG_TENANT'],
    ['signIn', 'invalid_request', 'AADSTS500208: The domain is not a valid login domain', 'PERSONAL_ACCOUNT'],
    ['signIn', 'interaction_required', 'AADSTS50076: multi-factor', 'SIGN_IN_NEEDS_MFA'],
    ['consent', 'temporarily_unavailable', undefined, 'UPSTREAM_UNAVAILABLE'],
    ['consent', 'invalid_client', 'AADSTS650052: needs access to a service', 'UPSTREAM_UNEXPECTED'],
    ['signIn', 'something_new', 'No number here', 'SIGN_IN_FAILED'],
  ] as const) {
    it(`reads ${error} (${errorDescription ?? 'no description'}) from ${page ?? 'no named page'} as ${code}`, () => {
      const query = { error, ...(errorDescription && { errorDescription }), ...(page && { page }) };

      assert.equal(microsoft.signIn.classifyRefusal(query).code, code);
    });
  }

  it('keeps what Microsoft’s own sign-in log knows a refusal by', () => {
    const errorDescription =
      'AADSTS53003: Access has been blocked by Conditional Access policies. Trace ID: 3f1a0b5c-0000-4000-8000-000000000001 ' +
      'Correlation ID: 9C1D2E3F-1111-4111-8111-111111111111 Timestamp: 2026-11-22 10:00:00Z';

    const refusal = microsoft.signIn.classifyRefusal({ error: 'access_denied', errorDescription, page: 'signIn' });

    assert.deepEqual(refusal, {
      code: 'SIGN_IN_BLOCKED',
      number: 53003,
      correlationId: '9c1d2e3f-1111-4111-8111-111111111111',
    });
  });
});
