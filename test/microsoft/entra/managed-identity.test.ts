import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'mocha';
import { createMicrosoft, type Microsoft } from '../../../src/microsoft/create-microsoft.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { documented } from '../../support/documentation.ts';
import { createFakeIds } from '../../support/fake-ids.ts';
import { clientId, customerTenantId, partnerTenantId, testConfig, warningLog } from '../microsoft-fixture.ts';
import { elsewhere, faults } from '../faults/faults.ts';
import { startMicrosoftStub, type MicrosoftStub, type StubAnswer } from '../microsoft-stub.ts';
import { createWireTimers } from '../wire-timers.ts';
import { requestDifferences } from '../request-differences.ts';

const identityPath = '/metadata/identity/oauth2/token';
const tokenPath = `/login/${partnerTenantId}/oauth2/v2.0/token`;
const customersPath = `/login/${customerTenantId}/oauth2/v2.0/token`;

describe('a managed identity in place of a secret', () => {
  let stub: MicrosoftStub;
  /** MSAL keeps identities' tokens for the whole process: a new identity for each test. */
  let managedIdentityClientId: string;
  let microsoft: Microsoft;
  // One server and one clock for all: MSAL also keeps the way to the endpoint that it found first.
  const clock = createFakeClock(new Date());
  const limits = { requestTimeoutMs: 15_000, longestRetryAfterMs: 5_000, circuitOpensAfter: 1_000 };
  const timers = createWireTimers(clock, limits.requestTimeoutMs);
  before(async () => {
    stub = await startMicrosoftStub();
    stub.whenSilent(timers.expire);
  });
  beforeEach(() => {
    stub.seen.length = 0;
    managedIdentityClientId = randomUUID();
    const { clientSecret: _none, ...config } = testConfig(stub.url, limits);
    microsoft = createMicrosoft(
      { ...config, managedIdentityClientId, managedIdentityUrl: stub.url },
      {
        clock,
        ids: createFakeIds(),
        timers,
        random: () => 0,
        log: warningLog(() => undefined),
      },
    );
    for (const path of [tokenPath, customersPath]) stub.on('POST', path, { fixture: 'token-client-credentials' });
  });
  after(async () => {
    await stub.stop();
  });

  const identityToken = (text: string): StubAnswer => {
    const endsAt = String(Math.floor(Date.now() / 1000) + 3599);
    const body = documented('token-managed-identity').body as object;
    return { json: { ...body, access_token: text, expires_on: endsAt, resource: 'api://AzureADTokenExchange' } };
  };
  const forms = (path: string) => stub.requests('POST', path).map(({ body }) => new URLSearchParams(body));

  it('vouches for the service: its token is the assertion, in every tenant, and is asked for once', async () => {
    stub.on('GET', identityPath, identityToken('token-of-the-identity'));

    const own = await microsoft.probes.signIn.ownToken();
    await microsoft.connection.prove(customerTenantId, { fresh: true });

    assert.equal(own.kind, 'read');
    for (const form of [...forms(tokenPath), ...forms(customersPath)]) {
      assert.equal(form.get('client_id'), clientId);
      assert.equal(form.get('client_assertion'), 'token-of-the-identity');
      assert.equal(form.get('client_assertion_type'), 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
      assert.equal(form.get('client_secret'), null);
    }
    const [asked, ...more] = stub.requests('GET', identityPath);
    const query = new URL(asked?.path ?? '', stub.url).searchParams;
    assert.deepEqual(requestDifferences(documented('token-managed-identity').request, asked!), []);
    assert.equal(query.get('resource'), 'api://AzureADTokenExchange');
    assert.equal(query.get('client_id'), managedIdentityClientId);
    assert.deepEqual(more, []);
  });

  for (const { name, answer, code, tries } of faults) {
    it(`is asked for ${tries.read} times and is ${code} on ${name}`, async () => {
      stub.on('GET', identityPath, answer);

      const proof = await microsoft.connection.prove(customerTenantId, { fresh: true });

      assert.ok(proof.kind === 'failed');
      assert.equal(proof.code, code);
      assert.equal(stub.requests('GET', identityPath).length, tries.read);
      assert.deepEqual([stub.requests('GET', elsewhere), forms(customersPath)], [[], []]);
    });
  }

  it('that does not exist here is a refusal of our own credentials', async () => {
    const json = { error: 'invalid_request', error_description: 'Identity not found' };
    stub.on('GET', identityPath, { status: 400, json });

    const proof = await microsoft.connection.prove(customerTenantId, { fresh: true });

    assert.deepEqual(proof, { kind: 'failed', code: 'OWN_CREDENTIALS_REFUSED' });
    assert.deepEqual(forms(customersPath), []);
  });

  it('whose endpoint is down is an outage', async () => {
    stub.on('GET', identityPath, { status: 503, raw: 'busy' });

    const proof = await microsoft.connection.prove(customerTenantId, { fresh: true });

    assert.partialDeepStrictEqual(proof, { kind: 'failed', code: 'UPSTREAM_UNAVAILABLE' });
  });

  it('has no end that anybody need watch', async () => {
    assert.deepEqual(await microsoft.probes.resources.ownCredentialEnd(), { kind: 'read', value: 'never' });
  });
});
