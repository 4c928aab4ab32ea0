import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { sandboxPartner, sandboxProvider, tenantByDomain } from '../../../src/sandbox/directory.ts';
import {
  approve,
  authorise,
  invitationAddress,
  lockedRelationship,
  partnerCenterScope,
  startSandboxCloud,
  type SandboxCloud,
} from '../../support/sandbox-cloud.ts';

const base = '/partnercenter/v1';
const contoso = tenantByDomain('contoso.com');

describe('sandbox: Partner Center', () => {
  let cloud: SandboxCloud;
  let app: string;
  let user: string;
  beforeEach(async () => {
    cloud = await startSandboxCloud();
    app = await cloud.appToken(sandboxPartner.tenantId, partnerCenterScope);
    user = await cloud.userToken();
  });
  afterEach(async () => cloud.stop());

  const get = async (path: string, token = user, headers: Record<string, string> = {}) =>
    cloud.call('GET', `${base}${path}`, { token, headers });

  it('tells an unknown tenant from one that is not ours', async () => {
    const unknown = await get('/customers/00000000-0000-4000-8000-000000000000');
    const notOurs = await get(`/customers/${contoso.tenantId}`);

    assert.deepEqual([unknown.status, unknown.body['code']], [404, 60003]);
    assert.deepEqual([notOurs.status, notOurs.body['code']], [403, 20002]);
    assert.deepEqual(Object.keys(notOurs.body), ['code', 'description', 'data', 'source']);
    assert.match(String(notOurs.body['description']), /has no commerce relationship/);
  });

  it('shows a customer when the configured time since the acceptance is over', async () => {
    await authorise(cloud, 'admin@contoso.com');
    cloud.clock.advance(19_000);
    const early = await get(`/customers/${contoso.tenantId}`, app);
    cloud.clock.advance(1000);

    const late = await get(`/customers/${contoso.tenantId}`, app);

    assert.equal(early.status, 403);
    assert.equal(late.status, 200);
    assert.equal(late.body['relationshipToPartner'], 'reseller');
    assert.equal((late.body['companyProfile'] as Record<string, unknown>)['domain'], 'contoso.com');
  });

  it('takes an hour where the tenant is slow', async () => {
    const { tenantId } = tenantByDomain('fourthcoffee.com');
    await authorise(cloud, 'admin@fourthcoffee.com');
    cloud.clock.advance(3599_000);
    const early = await get(`/customers/${tenantId}`);
    cloud.clock.advance(1000);

    const late = await get(`/customers/${tenantId}`);

    assert.deepEqual([early.status, late.status], [403, 200]);
  });

  it('leaves out address and domains until there is delegated access', async () => {
    await authorise(cloud, 'admin@contoso.com');
    cloud.clock.advance(20_000);
    const before = await get(`/customers/${contoso.tenantId}`);
    await approve(cloud, await lockedRelationship(cloud, 'contoso.com'), 'admin@contoso.com');
    cloud.clock.advance(20_000);

    const after = await get(`/customers/${contoso.tenantId}`);

    assert.equal(before.body['allowDelegatedAccess'], false);
    assert.equal('customDomains' in before.body, false);
    assert.equal('address' in (before.body['companyProfile'] as object), false);
    assert.equal(after.body['allowDelegatedAccess'], true);
    assert.deepEqual(after.body['customDomains'], ['contoso.com']);
  });

  it('lists customers in pages with a continuation token', async () => {
    await authorise(cloud, 'admin@contoso.com');
    cloud.clock.advance(20_000);
    const first = await get('/customers?size=1', app);
    const links = first.body['links'] as { next: { uri: string; headers: { key: string; value: string }[] } };
    const [header] = links.next.headers;

    const second = await get(links.next.uri, app, { [header?.key ?? '']: header?.value ?? '' });

    const names = [first, second].flatMap(({ body }) =>
      (body['items'] as { companyProfile: { companyName: string } }[]).map((item) => item.companyProfile.companyName),
    );
    assert.deepEqual(names, ['Contoso', 'Wingtip Toys']);
    assert.equal('next' in (second.body['links'] as object), false);
  });

  it('filters customers by the beginning of a name, and by nothing else', async () => {
    const filter = (value: unknown) => encodeURIComponent(JSON.stringify(value));

    const found = await get(
      `/customers?size=10&filter=${filter({ Field: 'CompanyName', Value: 'wing', Operator: 'starts_with' })}`,
    );
    const refused = await get(
      `/customers?size=10&filter=${filter({ Field: 'CompanyName', Value: 'w', Operator: 'equals' })}`,
    );

    assert.equal((found.body['items'] as unknown[]).length, 1);
    assert.equal(refused.status, 400);
  });

  it('refuses a page size or a continuation that makes no sense', async () => {
    const size = await get('/customers?size=0');
    const token = await get('/customers?size=1', user, { 'MS-ContinuationToken': '!!' });

    assert.deepEqual([size.status, token.status], [400, 400]);
  });

  const appAndUserOnly = [
    '/customers/relationshiprequests',
    '/relationships?relationship_type=IsIndirectResellerOf',
    `/customers/${contoso.tenantId}/relationships`,
    `/customers/${contoso.tenantId}/agreements?agreementType=MicrosoftCustomerAgreement`,
    `/customers/${contoso.tenantId}/directSignedMicrosoftCustomerAgreementStatus`,
  ];
  for (const path of appAndUserOnly) {
    it(`refuses an app without a user at ${path.replace(contoso.tenantId, '{id}')}`, async () => {
      const { status, body } = await get(path, app);

      assert.deepEqual([status, body['code']], [403, 900329]);
    });
  }

  it('gives the one invitation link, which carries nothing of the customer', async () => {
    const { body } = await get('/customers/relationshiprequests');

    assert.equal(
      body['url'],
      `${cloud.url}/admin/Adminportal/Home?invType=ResellerRelationship&partnerId=${sandboxPartner.tenantId}&msppId=0&DAP=false#/BillingAccounts/partner-invitation`,
    );
    assert.deepEqual(body['attributes'], { objectType: 'RelationshipRequest' });
  });

  it('names the provider among the partner’s relationships', async () => {
    const providers = await get('/relationships?relationship_type=IsIndirectResellerOf');
    const resellers = await get('/relationships?relationship_type=IsIndirectCloudSolutionProviderOf');
    const neither = await get('/relationships');

    const [provider] = providers.body['items'] as Record<string, unknown>[];
    assert.equal(provider?.['id'], sandboxProvider.tenantId);
    assert.equal(resellers.body['totalCount'], 0);
    assert.equal(neither.status, 400);
  });

  it('answers null until the customer has authorised the provider too', async () => {
    await authorise(cloud, 'admin@contoso.com');
    cloud.clock.advance(20_000);
    const before = await get(`/customers/${contoso.tenantId}/relationships`);
    await cloud.post(invitationAddress(sandboxProvider.tenantId), {
      user: 'admin@contoso.com',
      action: 'authorise',
      authorise: 'yes',
    });
    cloud.clock.advance(20_000);

    const after = await get(`/customers/${contoso.tenantId}/relationships`);

    assert.deepEqual([before.status, before.text], [200, 'null']);
    const [provider] = after.body['items'] as Record<string, unknown>[];
    assert.equal(provider?.['mpnId'], sandboxProvider.mpnId);
  });

  it('shows the agreement under its own type only', async () => {
    await authorise(cloud, 'admin@contoso.com');
    cloud.clock.advance(20_000);
    const path = `/customers/${contoso.tenantId}/agreements`;

    const typed = await get(`${path}?agreementType=MicrosoftCustomerAgreement`);
    const legacy = await get(path);
    const direct = await get(`/customers/${contoso.tenantId}/directSignedMicrosoftCustomerAgreementStatus`);

    const [agreement] = typed.body['items'] as Record<string, unknown>[];
    assert.equal(agreement?.['type'], 'MicrosoftCustomerAgreement');
    assert.equal((agreement['primaryContact'] as Record<string, unknown>)['firstName'], 'Megan');
    assert.equal(legacy.body['totalCount'], 0);
    assert.deepEqual(direct.body, { isSigned: true });
  });

  it('leaves the agreement unsigned where the partner must attest it', async () => {
    const { tenantId } = tenantByDomain('margiestravel.com');
    await authorise(cloud, 'admin@margiestravel.com');
    cloud.clock.advance(20_000);

    const direct = await get(`/customers/${tenantId}/directSignedMicrosoftCustomerAgreementStatus`);

    assert.deepEqual(direct.body, { isSigned: false });
  });

  it('answers HEAD for a domain with 200 when it is taken and 404 when it is free', async () => {
    const taken = await cloud.call('HEAD', `${base}/domains/contoso.com`, { token: app });
    const free = await cloud.call('HEAD', `${base}/domains/nowhere.example`, { token: app });

    assert.deepEqual([taken.status, free.status], [200, 404]);
  });

  it('begins the organisation profile with a byte order mark, and shows it to a user only', async () => {
    const { text, body } = await get('/profiles/organization');
    const refused = await get('/profiles/organization', app);

    assert.equal(refused.status, 403);
    assert.equal(text.codePointAt(0), 0xfeff);
    assert.equal(body['tenantId'], sandboxPartner.tenantId);
    assert.equal(body['profileType'], 'OrganizationProfile');
  });

  it('echoes the caller’s request and correlation ids, and makes its own otherwise', async () => {
    const ids = { 'MS-RequestId': 'request-1', 'MS-CorrelationId': 'correlation-1' };

    const given = await get('/customers?size=1', app, ids);
    const made = await get('/customers?size=1', app);

    assert.equal(given.headers.get('ms-requestid'), 'request-1');
    assert.equal(given.headers.get('ms-correlationid'), 'correlation-1');
    assert.match(made.headers.get('ms-requestid') ?? '', /^[0-9a-f-]{36}$/);
  });

  it('refuses tokens of another audience, another tenant or nobody', async () => {
    const graphToken = await get('/customers?size=1', await cloud.appToken());
    const none = await cloud.call('GET', `${base}/customers?size=1`);
    const forged = await get('/customers?size=1', 'not.a.token');

    assert.deepEqual([graphToken.status, graphToken.body['code']], [401, 900420]);
    assert.deepEqual([none.status, forged.status], [401, 401]);
  });

  it('refuses a user without MFA, and reports it when asked', async () => {
    const compliant = await get('/customers?size=1', user, { ValidateMfa: 'true' });
    cloud.sandbox.controls.setTroubles({ mfaMissing: true });

    const refused = await get('/customers?size=1', await cloud.userToken(), { ValidateMfa: 'true' });

    assert.equal(compliant.headers.get('ismfacompliant'), 'true');
    assert.equal(refused.status, 401);
    assert.equal(refused.headers.get('ismfacompliant'), 'false');
  });

  it('answers an unknown call in its own error shape', async () => {
    const { status, body } = await get('/nothing/here');

    assert.deepEqual([status, body['code'], body['source']], [404, 1000, 'PartnerFD']);
  });
});

describe('sandbox: addresses in Partner Center', () => {
  let cloud: SandboxCloud;
  let token: string;
  beforeEach(async () => {
    cloud = await startSandboxCloud();
    token = await cloud.appToken(sandboxPartner.tenantId, partnerCenterScope);
  });
  afterEach(async () => cloud.stop());

  const validate = async (changes: Record<string, unknown> | string) => {
    const address = {
      country: 'US',
      city: 'Redmond',
      state: 'WA',
      addressLine1: '1 Microsoft Way',
      postalCode: '98052',
    };
    const body = typeof changes === 'string' ? changes : { ...address, ...changes };
    return cloud.call('POST', `${base}/validations/address`, { token, body });
  };

  it('tells the rules of a country', async () => {
    const { body } = await cloud.call('GET', `${base}/countryvalidationrules/us`, { token });

    assert.equal(body['iso2Code'], 'US');
    assert.equal(body['isStateRequired'], true);
    assert.equal((body['states'] as { value: string[] }).value.length, 51);
    assert.match(String(body['postalCodeRegex']), /\n/, 'blanks and line breaks as on Microsoft’s page');
  });

  it('knows no country that is none', async () => {
    for (const country of ['XX', 'constructor', '%3Cb%3E']) {
      const { status } = await cloud.call('GET', `${base}/countryvalidationrules/${country}`, { token });

      assert.equal(status, 404);
    }
  });

  for (const [changes, status, suggested] of [
    [{}, 'VerifiedShippable', ['1 Microsoft Way 98052-8300']],
    [{ addressLine1: '5 Plain Street' }, 'Verified', []],
    [{ addressLine1: '1 Microsof Way' }, 'InteractionRequired', ['1 Microsoft Way 98052']],
    [{ addressLine1: 'Microsoft Way' }, 'StreetPartial', ['1 Microsoft Way 98052-6399']],
    [{ addressLine1: '3 Tower Street' }, 'PremisesPartial', ['3 Tower Street 98052', '3 Tower Street 98052']],
    [{ addressLine1: '3 Tower Street', addressLine2: 'Floor 9' }, 'VerifiedShippable', []],
    [
      { addressLine1: '7 Half Street' },
      'Multiple',
      ['7 Half Street North 98052', '7 Half Street South 98052', '7 Half Street West 98052'],
    ],
    [{ addressLine1: '9 Nowhere Street' }, 'None', []],
    [{ postalCode: 'ABC' }, 'None', []],
    [{ postalCode: `${'1'.repeat(18)}!`, country: 'NZ' }, 'None', []],
    [{ state: 'Wash.' }, 'None', []],
    [{ state: 'anything', country: 'AU', postalCode: '2113' }, 'VerifiedShippable', ['1 Microsoft Way 98052-8300']],
    [{ country: 'FR' }, 'NotValidated', []],
    [{ AddressLine1: '9 Nowhere Street' }, 'None', []],
  ] as const) {
    it(`answers ${status} to ${JSON.stringify(changes)}`, async () => {
      const { body } = await validate(changes);

      assert.equal(body['status'], status);
      const suggestions = body['suggestedAddresses'] as Record<string, unknown>[];
      const lines = suggestions.map((one) => `${String(one['addressLine1'])} ${String(one['postalCode'])}`);
      assert.deepEqual(lines, suggested);
    });
  }

  it('refuses a body that is no address', async () => {
    const incomplete = await validate('{"country":"US"}');
    const notJson = await validate('nonsense');

    assert.deepEqual([incomplete.status, notJson.status], [400, 400]);
  });
});
