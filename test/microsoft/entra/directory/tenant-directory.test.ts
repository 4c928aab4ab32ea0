import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { cloudOf } from '../../../../src/microsoft/entra/directory/tenant-directory.ts';
import { partnerTenantId, startMicrosoftTest, type MicrosoftTest } from '../../microsoft-fixture.ts';
import { fixture, startMicrosoftStub, type MicrosoftStub } from '../../microsoft-stub.ts';

const contosoId = '775527ff-9a37-4307-8b3d-cc311f58d925';
const discovery = (domain: string) => `/login/${domain}/v2.0/.well-known/openid-configuration`;
const namePath = `/graph/v1.0/tenantRelationships/findTenantInformationByTenantId(tenantId='${contosoId}')`;

describe('finding a tenant by its domain', () => {
  let microsoft: MicrosoftTest;
  beforeEach(async () => {
    microsoft = await startMicrosoftTest();
  });
  afterEach(async () => {
    await microsoft.stub.stop();
  });

  it('gives its id, its cloud, its region and its name', async () => {
    microsoft.stub.on('GET', discovery('contoso.com'), { fixture: 'openid-configuration' });
    microsoft.stub.on('GET', namePath, { fixture: 'find-tenant-information-by-tenant-id' });

    const found = await microsoft.directory.findTenant('contoso.com');

    assert.deepEqual(found, {
      kind: 'found',
      tenantId: contosoId,
      cloud: 'global',
      regionScope: 'EU',
      displayName: 'Contoso, Ltd',
    });
  });

  it('finds one by its own id too', async () => {
    microsoft.stub.on('GET', discovery(contosoId), { fixture: 'openid-configuration' });
    microsoft.stub.on('GET', namePath, { fixture: 'find-tenant-information-by-tenant-id' });

    const found = await microsoft.directory.findTenant(contosoId);

    assert.equal(found.kind === 'found' && found.tenantId, contosoId);
  });

  it('does without the name when the partner may not read it', async () => {
    microsoft.stub.on('GET', discovery('contoso.com'), { fixture: 'openid-configuration' });
    microsoft.stub.on('GET', namePath, { status: 403, json: { error: { code: 'Authorization_RequestDenied' } } });

    const found = await microsoft.directory.findTenant('contoso.com');

    assert.deepEqual(found, { kind: 'found', tenantId: contosoId, cloud: 'global', regionScope: 'EU' });
  });

  it('tells a government tenant on the global hosts apart', async () => {
    const { body } = fixture('openid-configuration') as { body: object };
    microsoft.stub.on('GET', discovery('gcc.example'), { json: { ...body, tenant_region_sub_scope: 'GCC' } });

    const found = await microsoft.directory.findTenant('gcc.example');

    assert.ok(found.kind === 'found');
    assert.deepEqual([found.cloud, found.isGcc], ['global', true]);
  });

  it('knows an unknown domain by the number in the refusal', async () => {
    microsoft.stub.on('GET', discovery('nowhere.example'), { fixture: 'openid-configuration-unknown-tenant' });

    const found = await microsoft.directory.findTenant('nowhere.example');

    assert.deepEqual(found, { kind: 'notFound' });
  });

  it('asks nothing for a word that is no domain, such as the address of all tenants', async () => {
    const found = await microsoft.directory.findTenant('common');

    assert.deepEqual(found, { kind: 'notFound' });
    assert.equal(microsoft.stub.seen.length, 0);
  });

  it('refuses the home of personal accounts', async () => {
    const issuer = 'https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0';
    microsoft.stub.on('GET', discovery('outlook.com'), { json: { issuer } });

    const found = await microsoft.directory.findTenant('outlook.com');

    assert.partialDeepStrictEqual(found, { kind: 'failed', code: 'TENANT_UNSUITABLE' });
  });

  for (const host of ['contoso.b2clogin.com', 'contoso.ciamlogin.com']) {
    it(`refuses ${host}, the sign-in of a tenant for consumers, without asking`, async () => {
      const found = await microsoft.directory.findTenant(host);

      assert.deepEqual(found, { kind: 'failed', code: 'TENANT_UNSUITABLE' });
      assert.equal(microsoft.stub.seen.length, 0);
    });
  }

  it('asks for our own once a day, and soon again while there is no answer', async () => {
    const address = discovery(partnerTenantId);
    const { body } = fixture('openid-configuration') as { body: object };
    microsoft.stub.on('GET', address, { status: 400, json: { error: 'x', error_codes: [90002] } }, { json: body });

    const looks = [await microsoft.directory.findTenant(partnerTenantId)];
    microsoft.clock.advance(60 * 1000);
    for (let look = 0; look < 3; look += 1) looks.push(await microsoft.directory.findTenant(partnerTenantId));

    assert.deepEqual(
      looks.map(({ kind }) => kind),
      ['notFound', 'found', 'found', 'found'],
    );
    assert.equal(microsoft.stub.requests('GET', address).length, 2);
  });

  it('says that a tenant belongs to another cloud when Microsoft refuses to name it', async () => {
    const json = { error: 'invalid_request', error_description: 'AADSTS900432: …', error_codes: [900432] };
    microsoft.stub.on('GET', discovery('woodgrovebank.us'), { status: 400, json });

    const found = await microsoft.directory.findTenant('woodgrovebank.us');

    assert.partialDeepStrictEqual(found, { kind: 'failed', code: 'TENANT_IN_OTHER_CLOUD' });
  });

  describe('with the other clouds’ sign-in hosts known', () => {
    let elsewhere: MicrosoftStub;
    beforeEach(async () => {
      elsewhere = await startMicrosoftStub();
      await microsoft.stub.stop();
      microsoft = await startMicrosoftTest({ otherLoginUrls: [`${elsewhere.url}/us`, `${elsewhere.url}/cn`] });
    });
    afterEach(async () => {
      await elsewhere.stop();
    });
    const other = (cloud: string, domain: string) => `/${cloud}${discovery(domain).slice('/login'.length)}`;
    const high = { tenant_region_scope: 'USGov', tenant_region_sub_scope: 'DODCON' };
    const issuer = `https://login.microsoftonline.us/${contosoId}/v2.0`;

    for (const [what, number] of [
      ['does not know', 90002],
      ['only says that it is not here', 900432],
    ] as const) {
      it(`says in which cloud a tenant lives that our own ${what}`, async () => {
        microsoft.stub.on('GET', discovery('a.example'), { status: 400, json: { error: 'x', error_codes: [number] } });
        elsewhere.on('GET', other('us', 'a.example'), { json: { issuer, ...high } });
        elsewhere.on('GET', other('cn', 'a.example'), { status: 400, json: { error: 'x', error_codes: [90002] } });

        const found = await microsoft.directory.findTenant('a.example');

        assert.deepEqual(found, { kind: 'found', tenantId: contosoId, cloud: 'gccHigh', regionScope: 'USGov' });
        assert.equal(elsewhere.seen.length, 2);
        for (const { headers } of elsewhere.seen) assert.equal(headers['authorization'], undefined);
      });
    }

    it('asks them nothing about a tenant of our own cloud', async () => {
      microsoft.stub.on('GET', discovery('contoso.com'), { fixture: 'openid-configuration' });

      await microsoft.directory.findTenant('contoso.com');

      assert.deepEqual(elsewhere.seen, []);
    });

    it('asks each once, and goes by our own cloud’s word when they do not answer', async () => {
      microsoft.stub.on('GET', discovery('nowhere.example'), { fixture: 'openid-configuration-unknown-tenant' });
      elsewhere.on('GET', other('us', 'nowhere.example'), { status: 503 });
      elsewhere.on('GET', other('cn', 'nowhere.example'), { reset: true });

      const found = await microsoft.directory.findTenant('nowhere.example');

      assert.deepEqual(found, { kind: 'notFound' });
      assert.equal(elsewhere.seen.length, 2);
    });
  });

  for (const [what, answer, code] of [
    ['silence', { silent: true }, 'UPSTREAM_UNAVAILABLE'],
    ['a server error', { status: 503, raw: '<html></html>' }, 'UPSTREAM_UNAVAILABLE'],
    ['throttling', { status: 429 }, 'UPSTREAM_THROTTLED'],
    ['HTML instead of JSON', { raw: '<html></html>' }, 'UPSTREAM_UNEXPECTED'],
    [
      'an issuer without a tenant',
      { json: { issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0' } },
      'UPSTREAM_UNEXPECTED',
    ],
    [
      'a refusal with an unknown number',
      { status: 400, json: { error: 'x', error_codes: [1] } },
      'UPSTREAM_UNEXPECTED',
    ],
  ] as const) {
    it(`fails as ${code} on ${what}`, async () => {
      microsoft.stub.on('GET', discovery('contoso.com'), answer);

      const found = await microsoft.directory.findTenant('contoso.com');

      assert.partialDeepStrictEqual(found, { kind: 'failed', code });
    });
  }
});

describe('the cloud in an OpenID configuration', () => {
  const { issuer } = fixture('openid-configuration').body as { issuer: string };
  for (const [extras, cloud] of [
    [{ tenant_region_scope: 'NA', cloud_instance_name: 'microsoftonline.com' }, 'global'],
    [
      { tenant_region_scope: 'NA', tenant_region_sub_scope: 'GCC', cloud_instance_name: 'microsoftonline.com' },
      'global',
    ],
    [
      { tenant_region_scope: 'USGov', tenant_region_sub_scope: 'DODCON', cloud_instance_name: 'microsoftonline.us' },
      'gccHigh',
    ],
    [
      { tenant_region_scope: 'USGov', tenant_region_sub_scope: 'DOD', cloud_instance_name: 'microsoftonline.us' },
      'dod',
    ],
    [{ tenant_region_scope: 'USG', cloud_instance_name: 'microsoftonline.us' }, 'gccHigh'],
    [{ cloud_instance_name: 'partner.microsoftonline.cn' }, 'china'],
    [{ cloud_instance_name: 'microsoftonline.us', msgraph_host: 'dod-graph.microsoft.us' }, 'dod'],
    [{ msgraph_host: 'graph.microsoft.us' }, 'gccHigh'],
    [{ msgraph_host: 'microsoftgraph.chinacloudapi.cn' }, 'china'],
    [{ msgraph_host: 'graph.microsoft.com' }, 'global'],
    [{}, 'global'],
  ] as const) {
    it(`is ${cloud} for ${JSON.stringify(extras)}`, () => {
      assert.equal(cloudOf({ issuer, ...extras }), cloud);
    });
  }
});
