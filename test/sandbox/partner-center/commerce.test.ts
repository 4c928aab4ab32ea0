import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { sandboxPartner, sandboxProvider, tenantByDomain } from '../../../src/sandbox/directory.ts';
import {
  authorise,
  invitationAddress,
  partnerCenterScope,
  startSandboxCloud,
  type SandboxCloud,
} from '../../support/sandbox-cloud.ts';

const base = '/partnercenter/v1';
const school = tenantByDomain('fineartschool.net');
const education = { Qualification: 'Education' };

describe('sandbox: what a customer counts as and has agreed to', () => {
  let cloud: SandboxCloud;
  let app: string;
  let user: string;
  beforeEach(async () => {
    cloud = await startSandboxCloud({ normalAfterSeconds: 20 });
    app = await cloud.appToken(sandboxPartner.tenantId, partnerCenterScope);
    user = await cloud.userToken();
  });
  afterEach(async () => cloud.stop());

  const get = async (path: string, token = user) => cloud.call('GET', `${base}${path}`, { token });
  const listOf = async (tenantId: string) =>
    JSON.parse((await get(`/customers/${tenantId}/qualifications`)).text) as unknown;
  const ask = async (
    tenantId: string,
    body: object,
    options: { token?: string; requestId?: string; query?: string } = {},
  ) =>
    cloud.call('POST', `${base}/customers/${tenantId}/qualifications${options.query ?? ''}`, {
      token: options.token ?? user,
      body,
      ...(options.requestId !== undefined && { headers: { 'MS-RequestId': options.requestId } }),
    });
  const ours = async (domain: string) => {
    await authorise(cloud, `admin@${domain}`);
    cloud.clock.advance(20_000);
  };

  it('vets a qualification by the clock, long after everything else', async () => {
    await ours(school.domain);
    const made = await ask(school.tenantId, education);
    cloud.clock.advance(59_000);
    const early = await listOf(school.tenantId);
    cloud.clock.advance(1000);

    const late = await listOf(school.tenantId);

    assert.deepEqual([made.status, made.body['vettingStatus']], [201, 'InReview']);
    assert.equal((early as { vettingStatus: string }[])[0]?.vettingStatus, 'InReview');
    assert.deepEqual(late, [{ qualification: 'Education', vettingStatus: 'Approved' }]);
  });

  it('denies with a reason where the tenant is no school, and vets anew when asked again', async () => {
    const college = tenantByDomain('bellowscollege.com');
    await ours(college.domain);
    await ask(college.tenantId, education);
    cloud.clock.advance(60_000);
    const denied = (await listOf(college.tenantId)) as { vettingStatus: string; vettingReason: string }[];

    const again = await ask(college.tenantId, education);

    assert.deepEqual([denied[0]?.vettingStatus, denied[0]?.vettingReason], ['Denied', 'Not an Education Customer']);
    assert.deepEqual([again.status, again.body['vettingStatus']], [201, 'InReview']);
  });

  it('takes the same request for the same, and another for one too many', async () => {
    await ours(school.domain);
    const requestId = '037db222-6d8e-4d7f-ba78-df3dca33fb68';
    const first = await ask(school.tenantId, education, { requestId });

    const same = await ask(school.tenantId, education, { requestId });
    const other = await ask(school.tenantId, education, { requestId: '137db222-6d8e-4d7f-ba78-df3dca33fb68' });

    assert.deepEqual([first.status, same.status, other.status], [201, 201, 409]);
    assert.equal(((await listOf(school.tenantId)) as unknown[]).length, 1);
  });

  it('shows qualifications to the app alone, and lets it ask for none', async () => {
    await ours(school.domain);

    const read = await get(`/customers/${school.tenantId}/qualifications`, app);
    const refused = await ask(school.tenantId, education, { token: app });

    assert.equal(read.status, 200);
    assert.deepEqual([refused.status, refused.body['code']], [403, 900329]);
  });

  it('wants a code and the right cloud for the Government Community Cloud', async () => {
    const city = tenantByDomain('cpandl.com');
    await ours(city.domain);
    const government = { Qualification: 'GovernmentCommunityCloud' };

    const without = await ask(city.tenantId, government);
    const withCode = await ask(city.tenantId, government, { query: '?code=700001' });

    assert.deepEqual([without.status, withCode.status], [400, 201]);
  });

  it('lets a test decide, with Microsoft’s reason', async () => {
    await ours(school.domain);

    const { status } = await cloud.call('POST', '/control/tenants/fineartschool.net/vetting', {
      body: { isApproved: false, reason: 'Not an Academic Domain' },
    });

    assert.equal(status, 204);
    const [only] = (await listOf(school.tenantId)) as { vettingStatus: string; vettingReason: string }[];
    assert.deepEqual([only?.vettingStatus, only?.vettingReason], ['Denied', 'Not an Academic Domain']);
  });

  it('tells an agreement that a partner confirmed from one that the customer accepted', async () => {
    const { tenantId } = tenantByDomain('margiestravel.com');
    await authorise(cloud, 'admin@margiestravel.com');
    cloud.clock.advance(20_000);
    await cloud.call('POST', '/control/tenants/margiestravel.com/attestation', { body: {} });

    const attested = await get(`/customers/${tenantId}/agreements?agreementType=MicrosoftCustomerAgreement`);
    const signed = await get(`/customers/${tenantId}/directSignedMicrosoftCustomerAgreementStatus`);

    assert.equal(attested.body['totalCount'], 1);
    assert.equal(signed.body['isSigned'], false);
  });

  it('hides agreements as from an indirect reseller', async () => {
    await ours('contoso.com');
    cloud.sandbox.controls.setTroubles({ agreementsHidden: true });
    const { tenantId } = tenantByDomain('contoso.com');

    const attested = await get(`/customers/${tenantId}/agreements?agreementType=MicrosoftCustomerAgreement`);
    const signed = await get(`/customers/${tenantId}/directSignedMicrosoftCustomerAgreementStatus`);

    assert.deepEqual([attested.status, signed.status], [403, 403]);
  });

  it('shows a syndicated tenant as what it is, and refuses what is below it', async () => {
    const { tenantId } = tenantByDomain('cohovineyard.com');

    const customer = await get(`/customers/${tenantId}`, app);
    const below = await get(`/customers/${tenantId}/relationships`);

    assert.deepEqual([customer.status, customer.body['relationshipToPartner']], [200, 'syndication']);
    assert.deepEqual([below.status, below.body['code']], [403, 20002]);
  });

  it('answers for an account under review by its number', async () => {
    await ours('contoso.com');
    cloud.sandbox.controls.setBehaviour('contoso.com', { accountReview: 800073 });

    const { status, body } = await get(`/customers/${tenantByDomain('contoso.com').tenantId}`, app);

    assert.deepEqual([status, body['code']], [403, 800073]);
  });

  it('lists two partners of one customer once both were authorised', async () => {
    const { tenantId } = tenantByDomain('contoso.com');
    await ours('contoso.com');
    const before = await get(`/customers/${tenantId}/relationships`);
    const form = { user: 'admin@contoso.com', action: 'authorise', authorise: 'yes' };
    await cloud.post(invitationAddress(sandboxProvider.tenantId), form);
    cloud.clock.advance(20_000);

    const after = await get(`/customers/${tenantId}/relationships`);

    assert.equal(before.text, 'null');
    assert.deepEqual(
      (after.body['items'] as { id: string }[]).map(({ id }) => id),
      [sandboxProvider.tenantId],
    );
  });

  it('begins a list of customers with a byte order mark, and pages it', async () => {
    await ours('contoso.com');

    const first = await get('/customers?size=1', app);

    assert.equal(first.text.codePointAt(0), 0xfeff);
    assert.equal((first.body['items'] as unknown[]).length, 1);
    assert.ok('next' in (first.body['links'] as object));
  });

  const agreement = '/compliance/csp/agreementstatus';
  for (const [query, status, code] of [
    [`?tenantId=${sandboxPartner.tenantId}`, 200, undefined],
    [`?mpnid=${sandboxPartner.mpnId}`, 200, undefined],
    ['', 400, 2001],
    [`?mpnId=1234567&tenantId=${sandboxPartner.tenantId}`, 400, 2000],
    ['?mpnId=northwind', 400, 2000],
    ['?mpnId=999', 400, 2200],
    ['?tenantId=00000000-0000-4000-8000-000000000000', 400, 2205],
  ] as const) {
    it(`answers ${String(status)} ${String(code ?? '')} for the partner’s agreement${query}`, async () => {
      const answer = await get(`${agreement}${query}`);

      assert.deepEqual([answer.status, answer.body['code']], [status, code]);
    });
  }

  it('tells the app alone nothing of the partner’s agreement', async () => {
    const answer = await get(`${agreement}?tenantId=${sandboxPartner.tenantId}`, app);

    assert.deepEqual([answer.status, answer.body['code']], [403, 900329]);
  });

  it('can be closed as a whole', async () => {
    cloud.sandbox.controls.setTroubles({ apiClosed: true });

    const answers = [await get('/customers?size=1', app), await get('/profiles/organization')];

    assert.deepEqual(
      answers.map(({ status }) => status),
      [403, 403],
    );
  });

  it('can refuse an app that nobody registered: alone, without a number', async () => {
    cloud.sandbox.controls.setTroubles({ appUnregistered: true });

    const [alone, withAccount] = [await get('/customers?size=1', app), await get('/profiles/organization')];

    assert.deepEqual([alone.status, alone.text, withAccount.status], [403, '', 200]);
  });

  it('says by which number the partner’s agreement is missing', async () => {
    cloud.sandbox.controls.setTroubles({ partnerAgreementMissing: true });

    const byTenant = await get(`${agreement}?tenantId=${sandboxPartner.tenantId}`);
    const byId = await get(`${agreement}?mpnId=${sandboxPartner.mpnId}`);

    assert.deepEqual([byTenant.body['code'], byId.body['code']], [2206, 2203]);
  });

  it('can give no invitation at all', async () => {
    cloud.sandbox.controls.setTroubles({ noInvitation: true });

    assert.equal((await get('/customers/relationshiprequests')).status, 403);
  });
});
