import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import {
  groupId,
  relationshipId,
  relationshipsPath,
  startMicrosoftTest,
  type MicrosoftTest,
} from '../../microsoft-fixture.ts';
import { fixture } from '../../microsoft-stub.ts';

const path = `${relationshipsPath}/${relationshipId}/accessAssignments`;
const onePath = `${path}/a9d6cf90-083a-47dc-ace2-1da98be3f344`;
const groupPath = `/graph/v1.0/groups/${groupId}`;
const licenseAdministrator = '4d6ac14f-3453-41d0-bef9-a3e0c569773a';
const globalReader = 'f2ef992c-3afb-46b9-b7cf-a126ee74c451';
const helpdeskAdministrator = '729827e3-9c14-49f7-bb1b-9608f156bbb8';

function details(...roleIds: string[]): object {
  return { accessDetails: { unifiedRoles: roleIds.map((roleDefinitionId) => ({ roleDefinitionId })) } };
}

function assignment(changes: object): object {
  return { ...(fixture('create-access-assignment').body as object), ...changes };
}

describe('access assignments', () => {
  let microsoft: MicrosoftTest;
  beforeEach(async () => {
    microsoft = await startMicrosoftTest();
    microsoft.stub.on('GET', path, { json: { value: [] } });
    microsoft.stub.on('POST', path, { fixture: 'create-access-assignment' });
    microsoft.stub.on('GET', `${relationshipsPath}/${relationshipId}`, {
      fixture: 'update-delegated-admin-relationship',
    });
    microsoft.stub.on('GET', groupPath, { json: { id: groupId } });
    microsoft.stub.on('PATCH', onePath, { fixture: 'update-access-assignment' });
  });
  afterEach(async () => {
    await microsoft.stub.stop();
  });

  it('are made for the configured groups, and pend until Microsoft has applied them', async () => {
    const reading = await microsoft.partner.ensureAccessAssignments(relationshipId);

    assert.deepEqual(reading, { kind: 'read', value: 'pending' });
    const [made] = microsoft.stub.requests('POST', path);
    assert.deepEqual(JSON.parse(made?.body ?? ''), {
      accessContainer: { accessContainerId: groupId, accessContainerType: 'securityGroup' },
      accessDetails: {
        unifiedRoles: [{ roleDefinitionId: licenseAdministrator }, { roleDefinitionId: globalReader }],
      },
    });
  });

  it('are left alone where the documentation’s list shows them active', async () => {
    microsoft.stub.on('GET', path, { fixture: 'list-access-assignments' });

    const reading = await microsoft.partner.ensureAccessAssignments(relationshipId);

    assert.deepEqual(reading, { kind: 'read', value: 'active' });
    assert.equal(microsoft.stub.requests('POST', path).length, 0);
  });

  it('are made again where an old one was deleted', async () => {
    microsoft.stub.on('GET', path, { json: { value: [assignment({ status: 'deleted' })] } });

    const reading = await microsoft.partner.ensureAccessAssignments(relationshipId);

    assert.deepEqual(reading, { kind: 'read', value: 'pending' });
    assert.equal(microsoft.stub.requests('POST', path).length, 1);
  });

  for (const [status, value] of [
    ['pending', 'pending'],
    ['active', 'active'],
    ['error', 'retried'],
    ['deleting', 'pending'],
    ['aWordOfLater', 'pending'],
  ] as const) {
    it(`are ${value} when Graph says ${status}`, async () => {
      microsoft.stub.on('GET', path, { json: { value: [assignment({ status })] } });

      const reading = await microsoft.partner.ensureAccessAssignments(relationshipId);

      assert.deepEqual(reading, { kind: 'read', value });
    });
  }

  function patched(): object[] {
    return microsoft.stub.requests('PATCH', onePath).map((one) => JSON.parse(one.body) as object);
  }

  it('get the roles that were configured later, and keep those that somebody added', async () => {
    const older = assignment({ status: 'active', ...details(helpdeskAdministrator, globalReader) });
    microsoft.stub.on('GET', path, { json: { value: [older] } });

    const reading = await microsoft.partner.ensureAccessAssignments(relationshipId);

    assert.deepEqual(reading, { kind: 'read', value: 'pending' });
    assert.deepEqual(patched(), [details(helpdeskAdministrator, globalReader, licenseAdministrator)]);
    const [sent] = microsoft.stub.requests('PATCH', onePath);
    assert.equal(sent?.headers['if-match'], (older as { '@odata.etag'?: string })['@odata.etag']);
  });

  it('in error are asked for once more, with the roles they have and those configured', async () => {
    const inError = assignment({ status: 'error', ...details(globalReader) });
    microsoft.stub.on('GET', path, { json: { value: [inError] } });

    const reading = await microsoft.partner.ensureAccessAssignments(relationshipId);

    assert.deepEqual(reading, { kind: 'read', value: 'retried' });
    assert.deepEqual(patched(), [details(globalReader, licenseAdministrator)]);
  });

  it('in error have failed where asking once more is refused', async () => {
    microsoft.stub.on('GET', path, { json: { value: [assignment({ status: 'error' })] } });
    microsoft.stub.on('PATCH', onePath, { status: 400 });

    const reading = await microsoft.partner.ensureAccessAssignments(relationshipId);

    assert.deepEqual(reading, { kind: 'read', value: 'failed' });
  });

  it('are not given what an older relationship has not, and nothing is missed', async () => {
    microsoft.stub.on('GET', `${relationshipsPath}/${relationshipId}`, {
      json: { ...(fixture('create-delegated-admin-relationship').body as object), ...details(globalReader) },
    });
    microsoft.stub.on('GET', path, { json: { value: [assignment({ status: 'active', ...details(globalReader) })] } });

    const reading = await microsoft.partner.ensureAccessAssignments(relationshipId);

    assert.deepEqual(reading, { kind: 'read', value: 'active' });
    assert.deepEqual(patched(), []);
  });

  it('are changed once more on a newer version when somebody changed them meanwhile', async () => {
    microsoft.stub.on('GET', path, { json: { value: [assignment({ status: 'active', ...details() })] } });
    const newer = assignment({ status: 'active', '@odata.etag': 'W/"newer"', ...details(globalReader) });
    microsoft.stub.on('GET', onePath, { json: newer });
    microsoft.stub.on('PATCH', onePath, { status: 412 }, { fixture: 'update-access-assignment' });

    const reading = await microsoft.partner.ensureAccessAssignments(relationshipId);

    assert.deepEqual(reading, { kind: 'read', value: 'pending' });
    assert.deepEqual(patched()[1], details(globalReader, licenseAdministrator));
    assert.equal(microsoft.stub.requests('PATCH', onePath)[1]?.headers['if-match'], 'W/"newer"');
  });

  it('are not fought over', async () => {
    microsoft.stub.on('GET', path, { json: { value: [assignment({ status: 'active', ...details() })] } });
    microsoft.stub.on('GET', onePath, { json: assignment({ status: 'active', ...details() }) });
    microsoft.stub.on('PATCH', onePath, { status: 412 });

    const reading = await microsoft.partner.ensureAccessAssignments(relationshipId);

    assert.partialDeepStrictEqual(reading, { kind: 'unread', code: 'UPSTREAM_UNEXPECTED' });
    assert.equal(patched().length, 2);
  });

  for (const [name, value, prepare] of [
    [
      'making one is refused',
      'failed',
      () => {
        microsoft.stub.on('POST', path, { status: 400 });
      },
    ],
    [
      'changing one is refused',
      'failed',
      () => {
        microsoft.stub.on('GET', path, { json: { value: [assignment({ status: 'active', ...details() })] } });
        microsoft.stub.on('PATCH', onePath, { status: 400 });
      },
    ],
    [
      'one is in error',
      'retried',
      () => {
        microsoft.stub.on('GET', path, { json: { value: [assignment({ status: 'error' })] } });
      },
    ],
  ] as const) {
    it(`name the group that is gone where ${name}`, async () => {
      prepare();
      microsoft.stub.on('GET', groupPath, { status: 404 });

      const reading = await microsoft.partner.ensureAccessAssignments(relationshipId);

      assert.deepEqual(reading, { kind: 'read', value: { goneGroupId: groupId } });
    });

    it(`are ${value} where ${name} and the group is there`, async () => {
      prepare();

      const reading = await microsoft.partner.ensureAccessAssignments(relationshipId);

      assert.deepEqual(reading, { kind: 'read', value });
    });
  }

  for (const [status, reading] of [
    [409, { kind: 'read', value: 'pending' }],
    [404, { kind: 'read', value: 'failed' }],
    [400, { kind: 'read', value: 'failed' }],
    [403, { kind: 'unread', code: 'PARTNER_ROLE_MISSING' }],
    [503, { kind: 'unread', code: 'UPSTREAM_UNAVAILABLE' }],
  ] as const) {
    it(`are ${JSON.stringify(reading)} when making one is answered with ${status}`, async () => {
      microsoft.stub.on('POST', path, { status });

      assert.partialDeepStrictEqual(await microsoft.partner.ensureAccessAssignments(relationshipId), reading);
    });
  }
});
