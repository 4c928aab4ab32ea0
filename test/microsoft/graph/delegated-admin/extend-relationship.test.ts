import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { relationshipId, relationshipsPath, startMicrosoftTest, type MicrosoftTest } from '../../microsoft-fixture.ts';
import { fixture } from '../../microsoft-stub.ts';

const onePath = `${relationshipsPath}/${relationshipId}`;
const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';

function relationship(changes: object = {}): object {
  const { body } = fixture('update-delegated-admin-relationship');
  return { ...(body as object), autoExtendDuration: 'PT0S', '@odata.etag': 'W/"first"', ...changes };
}

describe('a relationship that is to extend itself', () => {
  let microsoft: MicrosoftTest;
  beforeEach(async () => {
    microsoft = await startMicrosoftTest();
    microsoft.stub.on('GET', onePath, { json: relationship() });
    microsoft.stub.on('PATCH', onePath, { fixture: 'update-delegated-admin-relationship' });
  });
  afterEach(async () => {
    await microsoft.stub.stop();
  });

  const extend = async () => microsoft.partner.extendRelationship(relationshipId);
  const patches = () => microsoft.stub.requests('PATCH', onePath);

  it('is changed in that alone, on the version that was read', async () => {
    const reading = await extend();

    assert.deepEqual(reading, { kind: 'read', value: 'extended' });
    assert.deepEqual(
      patches().map(({ body, headers }) => [JSON.parse(body) as unknown, headers['if-match']]),
      [[{ autoExtendDuration: 'P180D' }, 'W/"first"']],
    );
  });

  it('is left alone when it does already', async () => {
    microsoft.stub.on('GET', onePath, { json: relationship({ autoExtendDuration: 'P180D' }) });

    assert.deepEqual(await extend(), { kind: 'read', value: 'extended' });
    assert.equal(patches().length, 0);
  });

  it('is not asked for with Global Administrator among its roles', async () => {
    const accessDetails = { unifiedRoles: [{ roleDefinitionId: globalAdministrator }] };
    microsoft.stub.on('GET', onePath, { json: relationship({ accessDetails }) });

    assert.deepEqual(await extend(), { kind: 'read', value: 'impossible' });
    assert.equal(patches().length, 0);
  });

  it('is read again and tried once more when somebody changed it meanwhile', async () => {
    const newer = relationship({ '@odata.etag': 'W/"newer"' });
    microsoft.stub.on('GET', onePath, { json: relationship() }, { json: newer });
    microsoft.stub.on('PATCH', onePath, { status: 412 }, { fixture: 'update-delegated-admin-relationship' });

    assert.deepEqual(await extend(), { kind: 'read', value: 'extended' });
    assert.equal(patches()[1]?.headers['if-match'], 'W/"newer"');
  });

  it('is not fought over', async () => {
    microsoft.stub.on('PATCH', onePath, { status: 412 });

    assert.partialDeepStrictEqual(await extend(), { kind: 'unread', code: 'UPSTREAM_UNEXPECTED' });
    assert.equal(patches().length, 2);
  });

  for (const [name, answer] of [
    ['is over', { json: relationship({ status: 'expired' }) }],
    ['is gone', { status: 404 }],
  ] as const) {
    it(`cannot be extended when it ${name}`, async () => {
      microsoft.stub.on('GET', onePath, answer);

      assert.deepEqual(await extend(), { kind: 'read', value: 'over' });
    });
  }

  for (const [status, reading] of [
    [400, { kind: 'read', value: 'over' }],
    [403, { kind: 'unread', code: 'PARTNER_ROLE_MISSING' }],
    [503, { kind: 'unread', code: 'UPSTREAM_UNAVAILABLE' }],
  ] as const) {
    it(`is ${JSON.stringify(reading)} where Graph answers ${status}`, async () => {
      microsoft.stub.on('PATCH', onePath, { status });

      assert.partialDeepStrictEqual(await extend(), reading);
    });
  }
});

describe('what an indirect provider asked on our behalf', () => {
  let microsoft: MicrosoftTest;
  const requestsPath = `${onePath}/requests`;
  const pending = relationship({ status: 'approvalPending', isPartnerConsentPending: true, activatedDateTime: null });
  const approved = relationship({ status: 'approvalPending', isPartnerConsentPending: false, activatedDateTime: null });
  beforeEach(async () => {
    microsoft = await startMicrosoftTest();
    microsoft.stub.on('GET', onePath, { json: pending }, { json: approved });
    microsoft.stub.on('POST', requestsPath, { status: 201, json: { action: 'approve', status: 'created' } });
  });
  afterEach(async () => {
    await microsoft.stub.stop();
  });

  const approve = async () => microsoft.partner.approveRelationship(relationshipId);
  const isWaiting = { kind: 'read', value: { relationshipId, status: 'approvalPending' } };

  it('is approved by a request that Graph must be told to know, and looked at afterwards', async () => {
    const reading = await approve();

    assert.deepEqual(reading, isWaiting);
    const [sent] = microsoft.stub.requests('POST', requestsPath);
    assert.deepEqual(JSON.parse(sent?.body ?? ''), { action: 'approve' });
    assert.equal(sent?.headers['prefer'], 'include-unknown-enum-members');
  });

  it('is approved already when a colleague was faster', async () => {
    microsoft.stub.on('POST', requestsPath, { status: 400 });
    microsoft.stub.on('GET', onePath, { json: approved });

    assert.deepEqual(await approve(), isWaiting);
  });

  it('still needs our approval where Graph says yes and does nothing', async () => {
    microsoft.stub.on('GET', onePath, { json: pending });

    const reading = await approve();

    assert.ok(reading.kind === 'read');
    assert.equal(reading.value?.needsOurApproval, true);
  });

  for (const [status, code] of [
    [400, 'UPSTREAM_UNEXPECTED'],
    [403, 'PARTNER_ROLE_MISSING'],
  ] as const) {
    it(`is ${code} when Graph answers ${status} and it is still pending`, async () => {
      microsoft.stub.on('POST', requestsPath, { status });

      assert.partialDeepStrictEqual(await approve(), { kind: 'unread', code });
    });
  }
});

describe('the relationships that a tenant has with us already', () => {
  let microsoft: MicrosoftTest;
  beforeEach(async () => {
    microsoft = await startMicrosoftTest();
  });
  afterEach(async () => {
    await microsoft.stub.stop();
  });

  it('are told with their end, and whether they would do', async () => {
    const [listed] = [fixture('list-delegated-admin-relationships').body as { value: object[] }];
    const microsoftLed = relationship({ id: 'led', displayName: 'MLT_Contoso', accessDetails: { unifiedRoles: [] } });
    microsoft.stub.on('GET', relationshipsPath, { json: { value: [...listed.value, microsoftLed] } });

    const reading = await microsoft.partner.existingRelationships('4b827261-d21f-4aa9-b7db-7fa1f56fb163');

    assert.ok(reading.kind === 'read');
    assert.deepEqual(
      reading.value.map(({ displayName, status, covers, isMicrosoftLed }) => [
        displayName,
        status,
        covers,
        isMicrosoftLed,
      ]),
      [
        ['Contoso 4b827261', 'active', true, false],
        ['Contoso subsidiary', 'terminated', true, false],
        ['Contoso by provider', 'approvalPending', true, false],
        ['MLT_Contoso', 'active', false, true],
      ],
    );
    assert.deepEqual(reading.value[0]?.endsAt, new Date('2028-02-10T11:24:42.314Z'));
  });
});
