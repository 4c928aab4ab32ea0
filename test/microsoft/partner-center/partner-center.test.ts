import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import type { ResellerState } from '../../../src/core/ports/microsoft.ts';
import { partnerTenantId, providerTenantId, startMicrosoftTest, type MicrosoftTest } from '../microsoft-fixture.ts';
import { fixture, type StubAnswer } from '../microsoft-stub.ts';

const customerId = 'eebd1b55-5360-4438-a11d-5c06918c3014';
const customerPath = `/partnercenter/v1/customers/${customerId}`;
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const ours = { tenantId: partnerTenantId, name: 'Northwind Traders' };
const provider = { tenantId: providerTenantId, name: 'First Up Consultants' };

const started: MicrosoftTest[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map(async ({ stub }) => stub.stop()));
});

/** App-only and app+user come from the same token endpoint here: the grant decides which is given. */
async function start(overrides: Parameters<typeof startMicrosoftTest>[0] = {}): Promise<MicrosoftTest> {
  const microsoft = await startMicrosoftTest(overrides);
  started.push(microsoft);
  return microsoft;
}

function serviceAccountIn(microsoft: MicrosoftTest): void {
  microsoft.stub.on('POST', `/login/${partnerTenantId}/oauth2/v2.0/token`, { fixture: 'token-refresh' });
}

describe('the reseller relationship', () => {
  it('is attached when the customer of the documentation shows up as ours, by an app-only token', async () => {
    const microsoft = await start();
    microsoft.stub.on('GET', customerPath, { fixture: 'get-customer' });

    const reading = await microsoft.partner.readResellerRelationship(customerId);

    assert.deepEqual(reading, { kind: 'read', value: 'attached' });
    const { headers } = microsoft.stub.requests('GET', customerPath)[0]!;
    assert.equal(headers['authorization'], 'Bearer an-app-only-token');
    assert.match(String(headers['ms-requestid']), guid);
    assert.match(String(headers['ms-correlationid']), guid);
    assert.notEqual(headers['ms-requestid'], headers['ms-correlationid']);
  });

  it('is the same request to Partner Center however often it is tried', async () => {
    const microsoft = await start();
    microsoft.stub.on(
      'GET',
      customerPath,
      { status: 503, headers: { 'Retry-After': '0' } },
      { fixture: 'get-customer' },
    );

    await microsoft.partner.readResellerRelationship(customerId);

    const ids = microsoft.stub.requests('GET', customerPath).map((one) => one.headers['ms-requestid']);
    assert.equal(ids.length, 2);
    assert.equal(ids[0], ids[1]);
  });

  it('is the same request to Partner Center when the token was refused and another is taken', async () => {
    const microsoft = await start();
    microsoft.stub.on('GET', customerPath, { status: 401 }, { fixture: 'get-customer' });

    await microsoft.partner.readResellerRelationship(customerId);

    const ids = microsoft.stub.requests('GET', customerPath).map((one) => one.headers['ms-requestid']);
    assert.equal(ids.length, 2);
    assert.equal(ids[0], ids[1]);
  });

  it('is read through a byte order mark', async () => {
    const microsoft = await start();
    microsoft.stub.on('GET', customerPath, { raw: `\uFEFF${JSON.stringify(fixture('get-customer').body)}` });

    assert.deepEqual(await microsoft.partner.readResellerRelationship(customerId), { kind: 'read', value: 'attached' });
  });

  for (const [name, answer] of [
    ['does not know the tenant', { fixture: 'get-customer-not-found' }],
    ['has no commerce relationship with it', { fixture: 'get-customer-no-relationship' }],
    ['says so with a bare number', { status: 403, json: { code: 20002, description: '…', source: 'PartnerFD' } }],
    ['knows it as something else', { json: { id: customerId, relationshipToPartner: 'none' } }],
    ['knows us as its adviser', { json: { id: customerId, relationshipToPartner: 'advisor' } }],
  ] satisfies [string, StubAnswer][]) {
    it(`is missing while Partner Center ${name}`, async () => {
      const microsoft = await start();
      microsoft.stub.on('GET', customerPath, answer);

      assert.deepEqual(await microsoft.partner.readResellerRelationship(customerId), {
        kind: 'read',
        value: 'missing',
      });
    });
  }

  for (const [name, answer, code] of [
    ['another 403', { status: 403, json: { code: '900329' } }, 'OWN_CREDENTIALS_REFUSED'],
    ['another 404', { status: 404, raw: '<html></html>' }, 'UPSTREAM_UNEXPECTED'],
    ['HTML', { raw: '<html></html>' }, 'UPSTREAM_UNEXPECTED'],
    ['half a JSON', { raw: '{"id":"eebd' }, 'UPSTREAM_UNEXPECTED'],
    ['another customer', { json: { id: providerTenantId, relationshipToPartner: 'reseller' } }, 'UPSTREAM_UNEXPECTED'],
    ['throttling', { status: 429 }, 'UPSTREAM_THROTTLED'],
    ['a server error', { status: 500 }, 'UPSTREAM_UNAVAILABLE'],
  ] satisfies [string, StubAnswer, string][]) {
    it(`is unread as ${code} on ${name}`, async () => {
      const microsoft = await start();
      microsoft.stub.on('GET', customerPath, answer);

      assert.partialDeepStrictEqual(await microsoft.partner.readResellerRelationship(customerId), {
        kind: 'unread',
        code,
      });
    });
  }

  for (const [name, answer, value] of [
    ['both are there', { fixture: 'get-customer-relationships' }, 'attached'],
    ['the provider is not', { json: { totalCount: 0, items: [] } }, { missing: ['provider'] }],
    [
      'the provider was there once',
      { json: { items: [{ id: providerTenantId, state: 'Deleted' }] } },
      { missing: ['provider'] },
    ],
    ['nobody is, which Partner Center writes as null', { raw: 'null' }, { missing: ['provider'] }],
    ['nobody is, in a list of null', { json: { totalCount: 0, items: null } }, { missing: ['provider'] }],
  ] satisfies [string, StubAnswer, ResellerState][]) {
    it(`of two required partners is ${typeof value === 'string' ? value : 'half there'} when ${name}`, async () => {
      const microsoft = await start({ partnerModel: 'reseller', partners: [provider, ours] });
      serviceAccountIn(microsoft);
      microsoft.stub.on('GET', customerPath, { fixture: 'get-customer' });
      microsoft.stub.on('GET', `${customerPath}/relationships`, answer);

      const reading = await microsoft.partner.readResellerRelationship(customerId);

      assert.deepEqual(reading, { kind: 'read', value });
    });
  }

  it('is unread of two required partners when Partner Center gives no list of them', async () => {
    const microsoft = await start({ partners: [ours, provider] });
    serviceAccountIn(microsoft);
    microsoft.stub.on('GET', customerPath, { fixture: 'get-customer' });
    microsoft.stub.on('GET', `${customerPath}/relationships`, { json: { totalCount: 1 } });

    const reading = await microsoft.partner.readResellerRelationship(customerId);

    assert.partialDeepStrictEqual(reading, { kind: 'unread', code: 'UPSTREAM_UNEXPECTED' });
  });

  it('asks for the other partners on behalf of the service account', async () => {
    const microsoft = await start({ partners: [ours, provider] });
    serviceAccountIn(microsoft);
    microsoft.stub.on('GET', customerPath, { fixture: 'get-customer' });
    microsoft.stub.on('GET', `${customerPath}/relationships`, { fixture: 'get-customer-relationships' });

    await microsoft.partner.readResellerRelationship(customerId);

    const tokens = microsoft.stub.requests('POST', `/login/${partnerTenantId}/oauth2/v2.0/token`);
    const grants = tokens.map((one) => new URLSearchParams(one.body).get('grant_type'));
    assert.deepEqual(grants, ['client_credentials', 'refresh_token']);
  });
});

describe('what stands in the way of the reseller relationship', () => {
  const asOutside = { countryCode: 'DE' };

  for (const [name, regionCountries, answer, value] of [
    ['the country is not ours', ['US', 'CA'], { fixture: 'get-customer-not-found' }, { obstacle: 'REGION_MISMATCH' }],
    ['nobody said which countries are ours', undefined, { fixture: 'get-customer-not-found' }, 'missing'],
    ['the country is ours', ['US', 'DE'], { fixture: 'get-customer-no-relationship' }, 'missing'],
    ['it is there all the same', ['US'], { fixture: 'get-customer' }, 'attached'],
    [
      'a syndication partner has the tenant',
      undefined,
      { json: { id: customerId, relationshipToPartner: 'syndication' } },
      { obstacle: 'TENANT_SYNDICATED' },
    ],
  ] satisfies [string, string[] | undefined, StubAnswer, ResellerState][]) {
    it(`is ${typeof value === 'string' ? 'nothing' : value.obstacle} when ${name}`, async () => {
      const microsoft = await start(regionCountries ? { regionCountries } : {});
      microsoft.stub.on('GET', customerPath, answer);

      const reading = await microsoft.partner.readResellerRelationship(customerId, asOutside);

      assert.deepEqual(reading, { kind: 'read', value });
    });
  }

  it('is never the region of a customer whose country is not known', async () => {
    const microsoft = await start({ regionCountries: ['US'] });
    microsoft.stub.on('GET', customerPath, { fixture: 'get-customer-not-found' });

    assert.deepEqual(await microsoft.partner.readResellerRelationship(customerId), { kind: 'read', value: 'missing' });
  });

  it('is Microsoft’s review of the customer, by its number', async () => {
    const microsoft = await start();
    microsoft.stub.on('GET', customerPath, { status: 403, json: { code: 800073 } });

    const reading = await microsoft.partner.readResellerRelationship(customerId);

    assert.deepEqual(reading.kind === 'unread' && reading.code, 'CUSTOMER_UNDER_REVIEW');
  });
});

describe('whom the customer must authorise', () => {
  const pasted =
    'https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship&partnerId=p#/BillingAccounts';
  const invitation = '/partnercenter/v1/customers/relationshiprequests';
  const resellerId = '20000000-0000-4000-8000-000000000009';
  const own = (fixture('get-relationship-request').body as { url: string }).url;

  it('is one company in the direct model, with the link that Partner Center gives', async () => {
    const microsoft = await start();
    serviceAccountIn(microsoft);
    microsoft.stub.on('GET', invitation, { fixture: 'get-relationship-request' });

    assert.deepEqual(await microsoft.partner.cspPartners('any'), [
      { party: 'provider', name: ours.name, isOurs: true, invitationUrl: own },
    ]);
  });

  it('is the provider by its pasted link and then its reseller, whose bot this is', async () => {
    const microsoft = await start({
      partnerModel: 'reseller',
      partners: [ours, { ...provider, invitationUrl: pasted }],
    });
    serviceAccountIn(microsoft);
    microsoft.stub.on('GET', invitation, { fixture: 'get-relationship-request' });

    assert.deepEqual(await microsoft.partner.cspPartners('any'), [
      { party: 'provider', name: provider.name, isOurs: false, invitationUrl: pasted },
      { party: 'reseller', name: ours.name, isOurs: true, invitationUrl: own },
    ]);
  });

  it('is the provider, whose bot this is, and the reseller of each organisation by its own link', async () => {
    const microsoft = await start({
      partnerModel: 'provider',
      resellers: { 'organisation-1': { tenantId: resellerId, name: 'Adatum', invitationUrl: pasted } },
    });
    serviceAccountIn(microsoft);
    microsoft.stub.on('GET', invitation, { fixture: 'get-relationship-request' });
    microsoft.stub.on('GET', customerPath, { fixture: 'get-customer' });
    microsoft.stub.on('GET', `${customerPath}/relationships`, { json: { items: [] } });
    const asOne = { organisationId: 'organisation-1' };

    const partners = await microsoft.partner.cspPartners('organisation-1');
    const reading = await microsoft.partner.readResellerRelationship(customerId, asOne);

    assert.deepEqual(partners, [
      { party: 'provider', name: ours.name, isOurs: true, invitationUrl: own },
      { party: 'reseller', name: 'Adatum', isOurs: false, invitationUrl: pasted },
    ]);
    assert.deepEqual(reading, { kind: 'read', value: { missing: ['reseller'] } });
  });

  it('has no link while Partner Center gives none, and never a pasted one that is no customer’s', async () => {
    const wrong = pasted.replace('ResellerRelationship', 'IndirectReseller');
    const microsoft = await start({
      partnerModel: 'reseller',
      partners: [ours, { ...provider, invitationUrl: wrong }],
    });
    serviceAccountIn(microsoft);
    microsoft.stub.on('GET', invitation, { status: 403 });

    assert.deepEqual(await microsoft.partner.cspPartners('any'), [
      { party: 'provider', name: provider.name, isOurs: false },
      { party: 'reseller', name: ours.name, isOurs: true },
    ]);
  });
});

describe('calls with the service account', () => {
  const path = `${customerPath}/directSignedMicrosoftCustomerAgreementStatus`;
  const answerSaying = (isMfaCompliant: string) => ({
    fixture: 'get-direct-signed-status',
    headers: { isMfaCompliant },
  });

  it('ask Partner Center whether it signed in with MFA', async () => {
    const microsoft = await start();
    serviceAccountIn(microsoft);
    microsoft.stub.on('GET', path, answerSaying('true'));

    await microsoft.partner.readAgreement(customerId);

    assert.equal(microsoft.stub.requests('GET', path)[0]?.headers['validatemfa'], 'true');
    assert.deepEqual(microsoft.logged, []);
  });

  it('warn once when it did not, and again when it had in between', async () => {
    const microsoft = await start();
    serviceAccountIn(microsoft);
    microsoft.stub.on('GET', path, ...['false', 'false', 'true', 'false'].map(answerSaying));

    for (let call = 0; call < 4; call += 1) await microsoft.partner.readAgreement(customerId);

    const warnings = microsoft.logged.filter(({ message }) => message === 'service account signed in without mfa');
    assert.equal(warnings.length, 2);
  });
});

describe('the Microsoft Customer Agreement', () => {
  const agreements = `${customerPath}/agreements?agreementType=MicrosoftCustomerAgreement`;
  const direct = `${customerPath}/directSignedMicrosoftCustomerAgreementStatus`;
  const none: StubAnswer = { json: { totalCount: 0, items: [] } };
  const cloudAgreement = { json: { items: [{ type: 'MicrosoftCloudAgreement', dateAgreed: '2018-07-28T00:00:00' }] } };

  for (const [name, model, attested, signed, value] of [
    ['attested', 'direct', { fixture: 'get-customer-agreements' }, { json: { isSigned: false } }, 'attested'],
    [
      'attested and signed',
      'direct',
      { fixture: 'get-customer-agreements' },
      { fixture: 'get-direct-signed-status' },
      'accepted',
    ],
    ['signed by the customer', 'direct', none, { fixture: 'get-direct-signed-status' }, 'accepted'],
    ['neither', 'direct', none, { json: { isSigned: false } }, 'missing'],
    ['only of the retired kind', 'provider', cloudAgreement, { json: { isSigned: false } }, 'missing'],
    [
      'of somebody who is no customer yet',
      'direct',
      { fixture: 'get-customer-not-found' },
      { fixture: 'get-customer-no-relationship' },
      'missing',
    ],
    ['attested', 'reseller', { fixture: 'get-customer-agreements' }, { status: 403 }, 'attested'],
    ['neither, and shown to us', 'reseller', none, { json: { isSigned: false } }, 'missing'],
    ['signed by the customer', 'reseller', { status: 403 }, { fixture: 'get-direct-signed-status' }, 'accepted'],
    ['not shown to us', 'reseller', { status: 403, json: { code: '2032' } }, { status: 403 }, 'elsewhere'],
    ['not attested', 'reseller', none, { status: 403 }, 'elsewhere'],
  ] satisfies [string, 'direct' | 'provider' | 'reseller', StubAnswer, StubAnswer, string][]) {
    it(`that is ${name} is ${value} for a ${model} partner`, async () => {
      const microsoft = await start({ partnerModel: model });
      serviceAccountIn(microsoft);
      microsoft.stub.on('GET', agreements, attested);
      microsoft.stub.on('GET', direct, signed);

      assert.deepEqual(await microsoft.partner.readAgreement(customerId), { kind: 'read', value });
    });
  }

  it('is unread when a provider is refused it', async () => {
    const microsoft = await start({ partnerModel: 'provider' });
    serviceAccountIn(microsoft);
    microsoft.stub.on('GET', direct, { status: 403, json: { code: '2032' } });

    const reading = await microsoft.partner.readAgreement(customerId);

    assert.partialDeepStrictEqual(reading, { kind: 'unread', code: 'PARTNER_ROLE_MISSING' });
  });

  it('is unread when the service account has lost its access', async () => {
    const microsoft = await start();
    microsoft.stub.on('POST', `/login/${partnerTenantId}/oauth2/v2.0/token`, {
      status: 400,
      json: { error: 'invalid_grant', error_codes: [700082] },
    });

    const reading = await microsoft.partner.readAgreement(customerId);

    assert.partialDeepStrictEqual(reading, { kind: 'unread', code: 'SERVICE_ACCOUNT_REFUSED' });
  });
});
