import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import {
  groupId,
  relationshipId,
  relationshipsPath,
  startMicrosoftTest,
  type MicrosoftTest,
} from '../microsoft-fixture.ts';
import { fixture } from '../microsoft-stub.ts';

const path = `${relationshipsPath}/${relationshipId}/accessAssignments`;

function assignment(changes: object): object {
  return { ...(fixture('create-access-assignment').body as object), ...changes };
}

describe('access assignments', () => {
  let microsoft: MicrosoftTest;
  beforeEach(async () => {
    microsoft = await startMicrosoftTest();
    microsoft.stub.on('GET', path, { json: { value: [] } });
    microsoft.stub.on('POST', path, { fixture: 'create-access-assignment' });
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
        unifiedRoles: [
          { roleDefinitionId: '4d6ac14f-3453-41d0-bef9-a3e0c569773a' },
          { roleDefinitionId: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451' },
        ],
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
    ['error', 'failed'],
    ['deleting', 'pending'],
    ['aWordOfLater', 'pending'],
  ] as const) {
    it(`are ${value} when Graph says ${status}`, async () => {
      microsoft.stub.on('GET', path, { json: { value: [assignment({ status })] } });

      const reading = await microsoft.partner.ensureAccessAssignments(relationshipId);

      assert.deepEqual(reading, { kind: 'read', value });
    });
  }

  it('have failed when somebody took roles away, and are not overwritten', async () => {
    const cut = assignment({ status: 'active', accessDetails: { unifiedRoles: [] } });
    microsoft.stub.on('GET', path, { json: { value: [cut] } });

    const reading = await microsoft.partner.ensureAccessAssignments(relationshipId);

    assert.deepEqual(reading, { kind: 'read', value: 'failed' });
    assert.equal(microsoft.stub.requests('POST', path).length, 0);
  });

  for (const [status, reading] of [
    [409, { kind: 'read', value: 'pending' }],
    [404, { kind: 'read', value: 'failed' }],
    [400, { kind: 'read', value: 'failed' }],
    [403, { kind: 'unread', code: 'OWN_CREDENTIALS_REFUSED' }],
    [503, { kind: 'unread', code: 'UPSTREAM_UNAVAILABLE' }],
  ] as const) {
    it(`are ${JSON.stringify(reading)} when making one is answered with ${status}`, async () => {
      microsoft.stub.on('POST', path, { status });

      assert.deepEqual(await microsoft.partner.ensureAccessAssignments(relationshipId), reading);
    });
  }
});
