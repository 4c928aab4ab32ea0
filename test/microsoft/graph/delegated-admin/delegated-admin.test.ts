import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { licenceRoleIds } from '../../../../src/config/delegated-admin.ts';
import {
  customerTenantId,
  relationshipId,
  relationshipsPath,
  startMicrosoftTest,
  type MicrosoftTest,
} from '../../microsoft-fixture.ts';
import { fixture } from '../../microsoft-stub.ts';

const onePath = `${relationshipsPath}/${relationshipId}`;
const request = { tenantId: customerTenantId, customerName: 'Contoso' };
/** As the documentation's example was asked for. */
const asked = { relationshipId, extendsItself: true };
const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';

interface Wire {
  status: string;
  displayName: string;
}

function created(changes: object = {}): Wire {
  return { ...(fixture('create-delegated-admin-relationship').body as Wire), ...changes };
}

function pageOf(...value: object[]) {
  return { json: { value } };
}

describe('the delegated admin relationship', () => {
  let microsoft: MicrosoftTest;
  beforeEach(async () => {
    microsoft = await startMicrosoftTest();
    const { stub } = microsoft;
    stub.on('GET', relationshipsPath, pageOf());
    stub.on('POST', relationshipsPath, { fixture: 'create-delegated-admin-relationship' });
    stub.on('GET', onePath, { json: created() }, { json: created({ status: 'approvalPending' }) });
    stub.on('POST', `${onePath}/requests`, { fixture: 'create-delegated-admin-relationship-request' });
  });
  afterEach(async () => {
    await microsoft.stub.stop();
  });

  function posted(path = relationshipsPath): Record<string, unknown>[] {
    return microsoft.stub.requests('POST', path).map((one) => JSON.parse(one.body) as Record<string, unknown>);
  }

  it('is created for this tenant only, locked, and then waits for the customer', async () => {
    const reading = await microsoft.partner.ensureRelationship(request);

    assert.deepEqual(reading, { kind: 'read', value: { ...asked, status: 'approvalPending' } });
    assert.deepEqual(posted(), [
      {
        displayName: 'Contoso 4b827261',
        duration: 'P730D',
        customer: { tenantId: customerTenantId, displayName: 'Contoso' },
        accessDetails: { unifiedRoles: licenceRoleIds.map((roleDefinitionId) => ({ roleDefinitionId })) },
        autoExtendDuration: 'P180D',
      },
    ]);
    assert.deepEqual(posted(`${onePath}/requests`), [{ action: 'lockForApproval' }]);
    const [lock] = microsoft.stub.requests('POST', `${onePath}/requests`);
    assert.equal(lock?.headers['if-match'], (created() as { '@odata.etag'?: string })['@odata.etag']);
    const [list] = microsoft.stub.requests('GET', relationshipsPath);
    const filter = new URL(list?.path ?? '', 'http://x').searchParams.get('$filter');
    assert.equal(filter, `customer/tenantId eq '${customerTenantId}'`);
  });

  it('waits until Microsoft has made it before it is locked', async () => {
    microsoft.stub.on(
      'GET',
      onePath,
      { status: 404 },
      { json: created({ status: 'creating' }) },
      { json: created() },
      { json: created() },
      { json: created({ status: 'approvalPending' }) },
    );

    const reading = await microsoft.partner.ensureRelationship(request);

    assert.deepEqual(reading, { kind: 'read', value: { ...asked, status: 'approvalPending' } });
    assert.equal(posted(`${onePath}/requests`).length, 1);
  });

  it('does not extend itself when Global Administrator is asked for: Microsoft refuses the two together', async () => {
    const withGlobal = await startMicrosoftTest({
      delegatedAdminRoleIds: [...licenceRoleIds, globalAdministrator],
    });
    const { stub } = withGlobal;
    stub.on('GET', relationshipsPath, pageOf());
    stub.on('POST', relationshipsPath, { fixture: 'create-delegated-admin-relationship' });
    stub.on('GET', onePath, { json: created({ status: 'approvalPending' }) });

    await withGlobal.partner.ensureRelationship(request);

    const body = JSON.parse(stub.requests('POST', relationshipsPath)[0]?.body ?? '{}') as {
      autoExtendDuration: string;
    };
    assert.equal(body.autoExtendDuration, 'PT0S');
    await stub.stop();
  });

  it('takes the active one of the documentation rather than ask again', async () => {
    microsoft.stub.on('GET', relationshipsPath, { fixture: 'list-delegated-admin-relationships' });

    const reading = await microsoft.partner.ensureRelationship(request);

    const endsAt = new Date('2028-02-10T11:24:42.314Z');
    assert.deepEqual(reading, { kind: 'read', value: { ...asked, status: 'active', endsAt } });
    assert.deepEqual(posted(), []);
  });

  it('finishes what a run that died had begun', async () => {
    microsoft.stub.on('GET', relationshipsPath, pageOf(created()));
    microsoft.stub.on('GET', onePath, { json: created({ status: 'approvalPending' }) });

    const reading = await microsoft.partner.ensureRelationship(request);

    assert.deepEqual(reading, { kind: 'read', value: { ...asked, status: 'approvalPending' } });
    assert.deepEqual([posted().length, posted(`${onePath}/requests`).length], [0, 1]);
  });

  it('prefers one that needs nothing more of the customer, also when it is on a later page', async () => {
    const pending = created({ id: 'pending-one', status: 'approvalPending' });
    const active = created({ id: 'active-one', status: 'active' });
    const next = `${microsoft.stub.url}${relationshipsPath}?$skipToken=2`;
    microsoft.stub.on('GET', relationshipsPath, { json: { value: [pending], '@odata.nextLink': next } });
    microsoft.stub.on('GET', `${relationshipsPath}?$skipToken=2`, pageOf(active));

    const reading = await microsoft.partner.ensureRelationship(request);

    assert.ok(reading.kind === 'read');
    assert.equal(reading.value.relationshipId, 'active-one');
  });

  for (const [name, changes] of [
    ['one of the Microsoft-led transition', { status: 'active', displayName: 'MLT_4b827261' }],
    ['one without all the roles', { status: 'active', accessDetails: { unifiedRoles: [] } }],
    ['one that runs out', { status: 'expiring' }],
    ['one that is over', { status: 'terminated' }],
    [
      'another tenant’s, whatever the filter let through',
      { status: 'active', customer: { tenantId: relationshipId.slice(0, 36) } },
    ],
  ] as const) {
    it(`does not build upon ${name}`, async () => {
      microsoft.stub.on('GET', relationshipsPath, pageOf(created({ id: 'unfit', ...changes })));

      const reading = await microsoft.partner.ensureRelationship(request);

      assert.ok(reading.kind === 'read');
      assert.equal(reading.value.relationshipId, relationshipId);
    });
  }

  it('keeps to the one it is told of', async () => {
    microsoft.stub.on('GET', onePath, { json: created({ status: 'approvalPending' }) });

    const reading = await microsoft.partner.ensureRelationship({ ...request, relationshipId });

    assert.deepEqual(reading, { kind: 'read', value: { ...asked, status: 'approvalPending' } });
    assert.equal(microsoft.stub.requests('GET', relationshipsPath).length, 0);
  });

  it('makes a new one when the one it is told of was ended', async () => {
    const dead = `${relationshipsPath}/dead-one`;
    microsoft.stub.on('GET', dead, { json: created({ id: 'dead-one', status: 'terminated' }) });

    const reading = await microsoft.partner.ensureRelationship({ ...request, relationshipId: 'dead-one' });

    assert.ok(reading.kind === 'read');
    assert.equal(reading.value.relationshipId, relationshipId);
  });

  it('takes another name when its own is taken, once', async () => {
    microsoft.stub.on('POST', relationshipsPath, { status: 409 }, { fixture: 'create-delegated-admin-relationship' });

    const reading = await microsoft.partner.ensureRelationship(request);

    assert.equal(reading.kind, 'read');
    const names = posted().map((body) => String(body['displayName']));
    assert.equal(names.length, 2);
    assert.notEqual(names[0], names[1]);
    assert.ok(names.every((name) => name.length <= 50));
  });

  it('comes to the same name as another instance that saw the same holder, and to a third where both are held', async () => {
    const first = created({ id: 'ended-one-aaaaaa', status: 'terminated', displayName: 'Contoso 4b827261' });
    const second = created({ id: 'ended-two-bbbbbb', status: 'expired', displayName: 'Contoso 4b827261-aaaaaa' });
    microsoft.stub.on('GET', relationshipsPath, pageOf(first, second));
    microsoft.stub.on(
      'POST',
      relationshipsPath,
      { status: 409 },
      { status: 409 },
      { fixture: 'create-delegated-admin-relationship' },
    );

    const reading = await microsoft.partner.ensureRelationship(request);

    assert.equal(reading.kind, 'read');
    assert.deepEqual(
      posted().map((body) => body['displayName']),
      ['Contoso 4b827261', 'Contoso 4b827261-aaaaaa', 'Contoso 4b827261-bbbbbb'],
    );
  });

  it('gives up when the second name is taken too', async () => {
    microsoft.stub.on('POST', relationshipsPath, { status: 409 });

    const reading = await microsoft.partner.ensureRelationship(request);

    assert.partialDeepStrictEqual(reading, { kind: 'unread', code: 'UPSTREAM_UNEXPECTED' });
  });

  it('looks whether it was made before it asks again after a server error', async () => {
    microsoft.stub.on('GET', relationshipsPath, pageOf(), pageOf(created()));
    microsoft.stub.on('POST', relationshipsPath, { status: 500 });
    microsoft.stub.on('GET', onePath, { json: created({ status: 'approvalPending' }) });

    const reading = await microsoft.partner.ensureRelationship(request);

    assert.equal(reading.kind, 'read');
    assert.equal(posted().length, 1);
  });

  it('looks several times for the one whose answer was lost, as lists lag behind', async () => {
    microsoft.stub.on('GET', relationshipsPath, pageOf(), pageOf(), pageOf(), pageOf(created()));
    microsoft.stub.on('POST', relationshipsPath, { status: 500 }, { status: 409 });

    const reading = await microsoft.partner.ensureRelationship(request);

    assert.ok(reading.kind === 'read');
    assert.equal(reading.value.relationshipId, relationshipId);
    assert.equal(posted().length, 2);
  });

  it('is left to the next visit where the lost one is not listed at all, rather than asked for twice', async () => {
    microsoft.stub.on('POST', relationshipsPath, { status: 500 }, { status: 409 });

    const reading = await microsoft.partner.ensureRelationship(request);

    assert.partialDeepStrictEqual(reading, { kind: 'unread', code: 'UPSTREAM_UNAVAILABLE' });
    assert.equal(new Set(posted().map((body) => body['displayName'])).size, 1);
  });

  it('is a new one under another name where the one that is there is to be replaced', async () => {
    const old = created({ id: 'old', status: 'active' });
    microsoft.stub.on('GET', relationshipsPath, pageOf(old));
    microsoft.stub.on(
      'POST',
      relationshipsPath,
      { status: 409, json: { error: { code: 'Conflict' } } },
      { fixture: 'create-delegated-admin-relationship' },
    );

    const reading = await microsoft.partner.ensureRelationship({ ...request, replacing: 'old' });

    assert.deepEqual(reading, { kind: 'read', value: { ...asked, status: 'approvalPending' } });
    const [first, second] = posted().map((body) => body['displayName']);
    assert.notEqual(first, second);
  });

  it('takes another name at once where one that has ended holds its own', async () => {
    microsoft.stub.on(
      'GET',
      relationshipsPath,
      pageOf(created({ status: 'terminated', displayName: 'Contoso 4b827261' })),
    );
    microsoft.stub.on('POST', relationshipsPath, { status: 409 }, { fixture: 'create-delegated-admin-relationship' });

    const reading = await microsoft.partner.ensureRelationship(request);

    assert.equal(reading.kind, 'read');
    assert.equal(microsoft.stub.requests('GET', relationshipsPath).length, 2);
  });

  it('asks again when the server error had made nothing', async () => {
    microsoft.stub.on('POST', relationshipsPath, { status: 500 }, { fixture: 'create-delegated-admin-relationship' });

    const reading = await microsoft.partner.ensureRelationship(request);

    assert.equal(reading.kind, 'read');
    assert.equal(posted().length, 2);
  });

  it('locks again with the newer etag when it was changed meanwhile', async () => {
    const newer = created({ '@odata.etag': 'W/"newer"' });
    microsoft.stub.on(
      'GET',
      onePath,
      { json: created() },
      { json: newer },
      { json: created({ status: 'approvalPending' }) },
    );
    microsoft.stub.on(
      'POST',
      `${onePath}/requests`,
      { status: 412 },
      { fixture: 'create-delegated-admin-relationship-request' },
    );

    const reading = await microsoft.partner.ensureRelationship(request);

    assert.equal(reading.kind, 'read');
    const etags = microsoft.stub.requests('POST', `${onePath}/requests`).map((one) => one.headers['if-match']);
    assert.equal(etags[1], 'W/"newer"');
  });

  it('is content when somebody else has locked it', async () => {
    microsoft.stub.on('POST', `${onePath}/requests`, { status: 400 });

    const reading = await microsoft.partner.ensureRelationship(request);

    assert.deepEqual(reading, { kind: 'read', value: { ...asked, status: 'approvalPending' } });
  });

  it('hands on how long Microsoft wants to be left alone', async () => {
    microsoft.stub.on('POST', relationshipsPath, { status: 429, headers: { 'Retry-After': '120' } });

    const reading = await microsoft.partner.ensureRelationship(request);

    assert.partialDeepStrictEqual(reading, { kind: 'unread', code: 'UPSTREAM_THROTTLED', retryAfterMs: 120_000 });
  });

  for (const [status, code] of [
    [400, 'UPSTREAM_UNEXPECTED'],
    [401, 'OWN_CREDENTIALS_REFUSED'],
    [403, 'PARTNER_ROLE_MISSING'],
    [500, 'UPSTREAM_UNAVAILABLE'],
  ] as const) {
    it(`is unread as ${code} when its creation is answered with ${status}`, async () => {
      microsoft.stub.on('POST', relationshipsPath, { status });

      const reading = await microsoft.partner.ensureRelationship(request);

      assert.partialDeepStrictEqual(reading, { kind: 'unread', code });
    });
  }

  it('names the role that we lack where Graph forbids it', async () => {
    microsoft.stub.on('POST', relationshipsPath, { status: 403 });

    await microsoft.partner.ensureRelationship(request);

    const [line] = microsoft.logged.filter(({ message }) => message === 'microsoft call failed');
    assert.equal((line?.facts as { role?: string }).role, 'AdminAgents');
  });

  it('is not asked for a second time where our provider asked on our behalf, nor locked by us', async () => {
    const theirs = created({ id: 'theirs', status: 'created', isPartnerConsentPending: true });
    microsoft.stub.on('GET', relationshipsPath, pageOf(theirs));

    const reading = await microsoft.partner.ensureRelationship(request);

    assert.deepEqual(reading, {
      kind: 'read',
      value: { ...asked, relationshipId: 'theirs', status: 'created', needsOurApproval: true },
    });
    assert.deepEqual(posted(), []);
    assert.deepEqual(posted(`${relationshipsPath}/theirs/requests`), []);
  });

  for (const [name, changes] of [
    ['that was rejected', { status: 'terminated', isPartnerConsentPending: true }],
    ['without all the roles', { isPartnerConsentPending: true, accessDetails: { unifiedRoles: [] } }],
  ] as const) {
    it(`does not wait for our approval of one ${name}`, async () => {
      microsoft.stub.on('GET', relationshipsPath, pageOf(created({ id: 'unfit', ...changes })));

      const reading = await microsoft.partner.ensureRelationship(request);

      assert.ok(reading.kind === 'read');
      assert.equal(reading.value.relationshipId, relationshipId);
    });
  }

  it('is read by its id, its future words as unknown', async () => {
    microsoft.stub.on('GET', onePath, { json: created({ status: 'paused' }) });

    const reading = await microsoft.partner.readRelationship(relationshipId);

    assert.deepEqual(reading, { kind: 'read', value: { ...asked, status: 'unknown' } });
  });

  it('is its own in whatever case Graph writes the id', async () => {
    microsoft.stub.on('GET', onePath, { json: created({ id: relationshipId.toUpperCase(), status: 'active' }) });

    const reading = await microsoft.partner.readRelationship(relationshipId);

    assert.equal(reading.kind === 'read' && reading.value?.status, 'active');
  });

  it('is never taken from the answer for another one', async () => {
    const other = created({ id: `${relationshipId}0`, status: 'active' });
    microsoft.stub.on('GET', onePath, { json: other });
    const unexpected = { kind: 'unread', code: 'UPSTREAM_UNEXPECTED' };

    assert.partialDeepStrictEqual(await microsoft.partner.readRelationship(relationshipId), unexpected);
    assert.partialDeepStrictEqual(
      await microsoft.partner.ensureRelationship({ ...request, relationshipId }),
      unexpected,
    );
  });

  it('is nothing when Graph does not know it', async () => {
    microsoft.stub.on('GET', onePath, { status: 404 });

    const reading = await microsoft.partner.readRelationship(relationshipId);

    assert.deepEqual(reading, { kind: 'read', value: undefined });
  });

  it('cannot be extended with Global Administrator in it, and says so', async () => {
    const accessDetails = { unifiedRoles: [{ roleDefinitionId: globalAdministrator.toUpperCase() }] };
    microsoft.stub.on('GET', onePath, { json: created({ accessDetails, autoExtendDuration: 'PT0S' }) });

    const reading = await microsoft.partner.readRelationship(relationshipId);

    assert.deepEqual(reading, { kind: 'read', value: { relationshipId, status: 'created', cannotExtend: true } });
  });

  it('is approved at an address made of its own id', () => {
    const url = microsoft.partner.approvalUrl(relationshipId);

    const page = 'https://admin.microsoft.com/AdminPortal/Home#/partners/invitation/granularAdminRelationships';
    assert.equal(url, `${page}/${relationshipId}`);
  });

  it('is asked for on behalf of the service account where app-only tokens do not do', async () => {
    const delegated = await startMicrosoftTest({ delegatedAdminToken: 'appAndUser' });
    const { stub } = delegated;
    stub.on('POST', `/login/10000000-0000-4000-8000-000000000001/oauth2/v2.0/token`, { fixture: 'token-refresh' });
    stub.on('GET', onePath, { json: created({ status: 'active' }) });

    await delegated.partner.readRelationship(relationshipId);

    const [seen] = stub.requests('GET', onePath);
    assert.equal(seen?.headers['authorization'], 'Bearer a-service-account-token');
    await stub.stop();
  });
});
