import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { startMicrosoftTest, type MicrosoftTest } from '../../microsoft-fixture.ts';
import { fixture } from '../../microsoft-stub.ts';

const tenantId = '84841066-274d-4ec0-a5c1-276be684bdd3';
const tokenPath = `/login/${tenantId}/oauth2/v2.0/token`;
const organizationPath = '/graph/v1.0/organization';

describe('proof of the directory connection', () => {
  let microsoft: MicrosoftTest;
  beforeEach(async () => {
    microsoft = await startMicrosoftTest();
    microsoft.stub.on('POST', tokenPath, { fixture: 'token-client-credentials' });
    microsoft.stub.on('GET', organizationPath, { fixture: 'list-organization' });
  });
  afterEach(async () => {
    await microsoft.stub.stop();
  });

  function organizationWith(changes: object): object {
    const { value } = fixture('list-organization').body as { value: object[] };
    return { value: [{ ...value[0], ...changes }] };
  }

  it('is the tenant’s own description of itself', async () => {
    const proof = await microsoft.connection.prove(tenantId, { fresh: true });

    assert.deepEqual(proof, {
      kind: 'connected',
      profile: {
        tenantId,
        displayName: 'Contoso',
        defaultDomain: 'contoso.com',
        verifiedDomains: ['contoso.onmicrosoft.com', 'contoso.com'],
        countryCode: 'NL',
        isWorkforce: true,
      },
    });
  });

  it('asks past cached tokens only when it must be fresh', async () => {
    await microsoft.connection.prove(tenantId, { fresh: false });
    await microsoft.connection.prove(tenantId, { fresh: false });
    const cached = microsoft.stub.requests('POST', tokenPath).length;
    await microsoft.connection.prove(tenantId, { fresh: true });

    assert.deepEqual([cached, microsoft.stub.requests('POST', tokenPath).length], [1, 2]);
  });

  for (const [tenantType, isWorkforce] of [
    ['AAD', true],
    ['AAD B2C', false],
    ['CIAM', false],
    ['ciam', false],
    [null, true],
    ['', true],
    ['AAD Next', true],
  ] as const) {
    it(`takes a tenant of type ${String(tenantType)} for ${isWorkforce ? 'one' : 'none'} that can enter the program`, async () => {
      microsoft.stub.on('GET', organizationPath, { json: organizationWith({ tenantType }) });

      const proof = await microsoft.connection.prove(tenantId, { fresh: true });

      assert.ok(proof.kind === 'connected');
      assert.equal(proof.profile.isWorkforce, isWorkforce);
    });
  }

  it('is absent while our app has no service principal there', async () => {
    microsoft.stub.on('POST', tokenPath, { fixture: 'token-missing-service-principal' });

    const proof = await microsoft.connection.prove(tenantId, { fresh: true });

    assert.deepEqual(proof, { kind: 'notConnected' });
  });

  for (const status of [401, 403]) {
    it(`is absent while Graph refuses the token with ${status}`, async () => {
      microsoft.stub.on('GET', organizationPath, { status, json: { error: { code: 'Authorization_RequestDenied' } } });

      const proof = await microsoft.connection.prove(tenantId, { fresh: true });

      assert.deepEqual(proof, { kind: 'notConnected' });
    });
  }

  it('is no proof when another organisation answers', async () => {
    const id = '84841066-274d-4ec0-a5c1-000000000000';
    microsoft.stub.on('GET', organizationPath, { json: organizationWith({ id }) });

    const proof = await microsoft.connection.prove(tenantId, { fresh: true });

    assert.partialDeepStrictEqual(proof, { kind: 'failed', code: 'UPSTREAM_UNEXPECTED' });
  });

  for (const [what, answer, code] of [
    [
      'our secret has ended',
      { status: 401, json: { error: 'invalid_client', error_codes: [7000222] } },
      'OWN_CREDENTIALS_REFUSED',
    ],
    ['Entra is down', { status: 503 }, 'UPSTREAM_UNAVAILABLE'],
    ['Entra throttles', { status: 429 }, 'UPSTREAM_THROTTLED'],
  ] as const) {
    it(`fails as ${code} when ${what}`, async () => {
      microsoft.stub.on('POST', tokenPath, answer);

      const proof = await microsoft.connection.prove(tenantId, { fresh: true });

      assert.partialDeepStrictEqual(proof, { kind: 'failed', code });
    });
  }

  for (const [what, number, code] of [
    ['our app is disabled there', 7000112, 'APP_DISABLED'],
    ['the tenant is gone', 5000224, 'TENANT_GONE'],
    ['the tenant is not found any more', 90002, 'TENANT_GONE'],
  ] as const) {
    it(`is refused as ${code} when ${what}`, async () => {
      const json = { error: 'unauthorized_client', error_codes: [number] };
      microsoft.stub.on('POST', tokenPath, { status: 400, json });

      const proof = await microsoft.connection.prove(tenantId, { fresh: true });

      assert.deepEqual(proof, { kind: 'refused', code });
    });
  }

  describe('with a token that shows its permissions', () => {
    const all = ['Organization.Read.All', 'User.Read.All'];
    const tokenWith = (...roles: string[]) => {
      const claims = Buffer.from(JSON.stringify({ aud: 'https://graph.microsoft.com', roles })).toString('base64url');
      return { json: { token_type: 'Bearer', expires_in: 3599, access_token: `eyJhbGciOiJub25lIn0.${claims}.` } };
    };

    it('is whole when all that we ask for is in it', async () => {
      microsoft.stub.on('POST', tokenPath, tokenWith(...all, 'Another.Read.All'));

      const proof = await microsoft.connection.prove(tenantId, { fresh: true });

      assert.equal(proof.kind, 'connected');
    });

    it('is incomplete, by name, when a part that is needed is missing', async () => {
      microsoft.stub.on('POST', tokenPath, tokenWith('User.Read.All'));

      const proof = await microsoft.connection.prove(tenantId, { fresh: true });

      assert.deepEqual(proof, { kind: 'incomplete', missing: ['Organization.Read.All'] });
    });

    it('is whole without what only informs, as in a consent that is older than our asking', async () => {
      microsoft.stub.on('POST', tokenPath, tokenWith('Organization.Read.All', 'LicenseAssignment.Read.All'));

      const proof = await microsoft.connection.prove(tenantId, { fresh: false });

      assert.equal(proof.kind, 'connected');
      assert.equal(microsoft.stub.requests('POST', tokenPath).length, 1);
    });

    it('is absent when nothing of it is there', async () => {
      microsoft.stub.on('POST', tokenPath, tokenWith());

      const proof = await microsoft.connection.prove(tenantId, { fresh: true });

      assert.deepEqual(proof, { kind: 'notConnected' });
    });

    it('asks past a cached token that knows nothing of a later consent', async () => {
      microsoft.stub.on('POST', tokenPath, tokenWith('User.Read.All'), tokenWith(...all));
      await microsoft.connection.prove(tenantId, { fresh: false });

      const proof = await microsoft.connection.prove(tenantId, { fresh: false });

      assert.equal(proof.kind, 'connected');
      assert.equal(microsoft.stub.requests('POST', tokenPath).length, 2);
    });
  });

  it('fails as UPSTREAM_UNEXPECTED on half an answer', async () => {
    microsoft.stub.on('GET', organizationPath, { raw: '{"value":[{"id":' });

    const proof = await microsoft.connection.prove(tenantId, { fresh: true });

    assert.partialDeepStrictEqual(proof, { kind: 'failed', code: 'UPSTREAM_UNEXPECTED' });
  });
});
