import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createKeeping } from '../../../../src/microsoft/entra/keep-for-a-while.ts';
import { createPublicSigns } from '../../../../src/microsoft/entra/directory/public-signs.ts';
import {
  customerTenantId,
  partnerTenantId,
  startMicrosoftTest,
  warningLog,
  type MicrosoftTest,
} from '../../microsoft-fixture.ts';
import type { StubAnswer } from '../../microsoft-stub.ts';

const realmPath = '/login/common/userrealm/someone%40contoso.com';
const externalPath = (tenantId: string) => `/external/${tenantId}/${tenantId}/v2.0/.well-known/openid-configuration`;
const unknownThere: StubAnswer = { status: 400, json: { error: 'invalid_tenant', error_codes: [90002] } };

/** As Microsoft's own tools read them; the answers of both versions are published with them, not with an API. */
const federated = {
  NameSpaceType: 'Federated',
  federation_protocol: 'WSTrust',
  Login: 'someone@contoso.com',
  AuthURL: 'https://sts.contoso.com/adfs/ls/?username=someone%40contoso.com&wa=wsignin1.0',
  DomainName: 'contoso.com',
  FederationBrandName: 'Contoso',
  TenantBrandingInfo: null,
  cloud_instance_name: 'microsoftonline.com',
};
const oldFederated = {
  ver: '1.0',
  account_type: 'Federated',
  domain_name: 'contoso.com',
  federation_protocol: 'WSTrust',
  federation_metadata_url: 'https://sts.contoso.com/adfs/services/trust/mex',
  federation_active_auth_url: 'https://sts.contoso.com/adfs/services/trust/2005/usernamemixed',
  cloud_instance_name: 'microsoftonline.com',
};

describe('what Microsoft’s sign-in tells everybody of a tenant', () => {
  let microsoft: MicrosoftTest;
  beforeEach(async () => {
    microsoft = await startMicrosoftTest();
  });
  afterEach(async () => {
    await microsoft.stub.stop();
  });

  for (const [what, json, place] of [
    ['at a page of the customer’s own', federated, { kind: 'own', host: 'sts.contoso.com' }],
    ['at such a page, in the words of the older version', oldFederated, { kind: 'own', host: 'sts.contoso.com' }],
    ['at such a page that is not named', { NameSpaceType: 'Federated' }, { kind: 'own' }],
    ['at Microsoft’s', { NameSpaceType: 'Managed', Login: 'someone@contoso.com' }, { kind: 'microsoft' }],
    ['nowhere that it tells', { NameSpaceType: 'Unknown' }, { kind: 'unknown' }],
    ['nowhere in an answer without a kind', {}, { kind: 'unknown' }],
  ] as const) {
    it(`sees that people sign in ${what}`, async () => {
      microsoft.stub.on('GET', realmPath, { json });

      const reading = await microsoft.directory.readSignIn('contoso.com');

      assert.deepEqual(reading, { kind: 'read', value: place });
    });
  }

  it('asks without a token, and with nobody’s name', async () => {
    microsoft.stub.on('GET', realmPath, { json: federated });

    await microsoft.directory.readSignIn('contoso.com');

    const [request] = microsoft.stub.seen;
    assert.equal(microsoft.stub.seen.length, 1);
    assert.equal(request?.headers['authorization'], undefined);
    assert.match(request?.path ?? '', /api-version=2\.1/);
  });

  for (const [what, answer, code] of [
    ['Microsoft is away', { status: 503 }, 'UPSTREAM_UNAVAILABLE'],
    ['there are too many questions', { status: 429 }, 'UPSTREAM_THROTTLED'],
    ['the address is gone', { status: 404 }, 'UPSTREAM_UNEXPECTED'],
    ['the answer is no JSON object', { json: 'Federated' }, 'UPSTREAM_UNEXPECTED'],
  ] as const) {
    it(`does not guess where people sign in when ${what}`, async () => {
      microsoft.stub.on('GET', realmPath, answer);

      const reading = await microsoft.directory.readSignIn('contoso.com');

      assert.partialDeepStrictEqual(reading, { kind: 'unread', code });
    });
  }
});

describe('whether a tenant is one for consumers', () => {
  let microsoft: MicrosoftTest;
  beforeEach(async () => {
    microsoft = await startMicrosoftTest();
  });
  afterEach(async () => {
    await microsoft.stub.stop();
  });

  function itsOwnIssuer(tenantId: string): StubAnswer {
    return { json: { issuer: `${microsoft.stub.url}/external/${tenantId}/${tenantId}/v2.0` } };
  }

  it('shows by a sign-in of its own, which ours does not have', async () => {
    microsoft.stub.on('GET', externalPath(partnerTenantId), unknownThere);
    microsoft.stub.on('GET', externalPath(customerTenantId), itsOwnIssuer(customerTenantId));

    const reading = await microsoft.directory.isForConsumers(customerTenantId);

    assert.deepEqual(reading, { kind: 'read', value: true });
  });

  for (const [what, answer] of [
    ['is not known there', unknownThere],
    ['has no page there', { status: 404 }],
    [
      'is led back to the sign-in of all',
      { json: { issuer: `https://login.microsoftonline.com/${customerTenantId}/v2.0` } },
    ],
  ] as const) {
    it(`shows that it is none when it ${what}`, async () => {
      microsoft.stub.on('GET', externalPath(partnerTenantId), unknownThere);
      microsoft.stub.on('GET', externalPath(customerTenantId), answer);

      const reading = await microsoft.directory.isForConsumers(customerTenantId);

      assert.deepEqual(reading, { kind: 'read', value: false });
    });
  }

  it('is not told, and the tenant not asked about, where the host answers the same for our own', async () => {
    microsoft.stub.on('GET', externalPath(partnerTenantId), itsOwnIssuer(partnerTenantId));
    microsoft.stub.on('GET', externalPath(customerTenantId), itsOwnIssuer(customerTenantId));

    const reading = await microsoft.directory.isForConsumers(customerTenantId);

    assert.deepEqual(reading, { kind: 'read', value: undefined });
    assert.equal(microsoft.stub.requests('GET', externalPath(customerTenantId)).length, 0);
  });

  it('asks about our own once a day', async () => {
    microsoft.stub.on('GET', externalPath(partnerTenantId), unknownThere);
    microsoft.stub.on('GET', externalPath(customerTenantId), unknownThere);

    for (let look = 0; look < 3; look += 1) await microsoft.directory.isForConsumers(customerTenantId);
    const onTheFirstDay = microsoft.stub.requests('GET', externalPath(partnerTenantId)).length;
    microsoft.clock.advance(24 * 60 * 60 * 1000);
    await microsoft.directory.isForConsumers(customerTenantId);

    assert.equal(onTheFirstDay, 1);
    assert.equal(microsoft.stub.requests('GET', externalPath(partnerTenantId)).length, 2);
  });

  it('is not known when that host does not answer', async () => {
    microsoft.stub.on('GET', externalPath(partnerTenantId), unknownThere);
    microsoft.stub.on('GET', externalPath(customerTenantId), { reset: true });

    const reading = await microsoft.directory.isForConsumers(customerTenantId);

    assert.partialDeepStrictEqual(reading, { kind: 'unread', code: 'UPSTREAM_UNAVAILABLE' });
  });

  it('is not asked in a cloud that has no such host', async () => {
    const nobody = () => () => Promise.reject(new Error('asked'));
    const signs = createPublicSigns({
      ...{ loginUrl: microsoft.stub.url, externalLoginUrl: undefined, partnerTenantId },
      ...{ sendRealm: nobody, sendExternal: nobody, keep: createKeeping(microsoft.clock) },
      log: warningLog(() => undefined),
    });

    const reading = await signs.isForConsumers(customerTenantId);

    assert.deepEqual(reading, { kind: 'read', value: undefined });
  });
});
