import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { sandboxPartner, tenantByDomain } from '../../../src/sandbox/directory.ts';
import {
  approve,
  licenceRoles,
  lockedRelationship,
  relationshipsPath,
  startSandboxCloud,
  type SandboxCloud,
} from '../../support/sandbox-cloud.ts';

const groupId = sandboxPartner.groups.gdapLicenseAdministrators;

function assignment(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    accessContainer: { accessContainerId: groupId, accessContainerType: 'securityGroup' },
    accessDetails: { unifiedRoles: [{ roleDefinitionId: licenceRoles[1] }] },
    ...changes,
  };
}

describe('sandbox: access assignments', () => {
  let cloud: SandboxCloud;
  let token: string;
  beforeEach(async () => {
    cloud = await startSandboxCloud();
    token = await cloud.appToken();
  });
  afterEach(async () => cloud.stop());

  const activeRelationship = async (domain: string) => {
    const relationshipId = await lockedRelationship(cloud, domain);
    await approve(cloud, relationshipId, `admin@${domain}`);
    cloud.clock.advance(10_000);
    return `${relationshipsPath}/${relationshipId}/accessAssignments`;
  };
  const statuses = async (path: string) => {
    const { body } = await cloud.call('GET', path, { token });
    return (body['value'] as Record<string, unknown>[]).map((item) => item['status']);
  };

  it('starts pending and is active when the configured time since the approval is over', async () => {
    const path = await activeRelationship('contoso.com');

    const created = await cloud.call('POST', path, { token, body: assignment() });

    const early = await statuses(path);
    cloud.clock.advance(10_000);
    const late = await statuses(path);
    assert.equal(created.status, 201);
    assert.equal(created.body['status'], 'pending');
    assert.equal(created.headers.get('location'), `${cloud.url}${path}/${String(created.body['id'])}`);
    assert.deepEqual([early, late], [['pending'], ['active']]);
  });

  it('needs an active relationship', async () => {
    const relationshipId = await lockedRelationship(cloud, 'contoso.com');
    const path = `${relationshipsPath}/${relationshipId}/accessAssignments`;

    const { status } = await cloud.call('POST', path, { token, body: assignment() });

    assert.equal(status, 400);
  });

  const refusals: [string, Record<string, unknown>][] = [
    [
      'a group the partner does not have',
      { accessContainer: { accessContainerId: 'unknown', accessContainerType: 'securityGroup' } },
    ],
    ['another container', { accessContainer: { accessContainerId: groupId, accessContainerType: 'user' } }],
    [
      'a role the relationship lacks',
      { accessDetails: { unifiedRoles: [{ roleDefinitionId: '29232cdf-9323-42fd-ade2-1d097af3e4de' }] } },
    ],
    ['no roles', { accessDetails: { unifiedRoles: [] } }],
  ];
  for (const [name, changes] of refusals) {
    it(`refuses ${name}`, async () => {
      const path = await activeRelationship('contoso.com');

      const { status } = await cloud.call('POST', path, { token, body: assignment(changes) });

      assert.equal(status, 400);
    });
  }

  it('refuses a second assignment for the same group with 409', async () => {
    const path = await activeRelationship('contoso.com');
    await cloud.call('POST', path, { token, body: assignment() });

    const { status } = await cloud.call('POST', path, { token, body: assignment() });

    assert.equal(status, 409);
  });

  it('ends in error, or never settles, where the tenant says so', async () => {
    const failing = await activeRelationship('vanarsdelltd.com');
    await cloud.call('POST', failing, { token, body: assignment() });
    cloud.sandbox.controls.setBehaviour('contoso.com', { accessAssignments: 'stuck' });
    const stuck = await activeRelationship('contoso.com');
    await cloud.call('POST', stuck, { token, body: assignment() });

    cloud.clock.advance(3600_000);

    assert.deepEqual(await statuses(failing), ['error']);
    assert.deepEqual(await statuses(stuck), ['pending']);
  });

  it('replaces roles and deletes with If-Match, and records the long operation', async () => {
    const path = await activeRelationship('contoso.com');
    const created = await cloud.call('POST', path, { token, body: assignment() });
    const one = `${path}/${String(created.body['id'])}`;
    const body = { accessDetails: { unifiedRoles: [{ roleDefinitionId: licenceRoles[0] }] } };
    const etag = async () => String((await cloud.call('GET', one, { token })).body['@odata.etag']);

    const without = await cloud.call('PATCH', one, { token, body });
    const changed = await cloud.call('PATCH', one, { token, body, headers: { 'if-match': await etag() } });
    const operation = await cloud.call('GET', path.replace('accessAssignments', 'operations'), { token });
    const removed = await cloud.call('DELETE', one, { token, headers: { 'if-match': await etag() } });
    const deleting = await statuses(path);
    cloud.clock.advance(1000);

    assert.deepEqual([without.status, changed.status, removed.status], [400, 202, 204]);
    const [first] = operation.body['value'] as Record<string, unknown>[];
    assert.equal(first?.['operationType'], 'delegatedAdminAccessAssignmentUpdate');
    assert.deepEqual(deleting, ['deleting']);
    assert.deepEqual(await statuses(path), []);
  });

  it('adds up to the list of customers with delegated administration', async () => {
    await activeRelationship('contoso.com');
    const { tenantId } = tenantByDomain('contoso.com');
    const base = '/graph/v1.0/tenantRelationships/delegatedAdminCustomers';

    const list = await cloud.call('GET', base, { token });
    const one = await cloud.call('GET', `${base}/${tenantId}`, { token });
    const none = await cloud.call('GET', `${base}/${tenantByDomain('adatum.com').tenantId}`, { token });

    const names = (list.body['value'] as Record<string, unknown>[]).map((item) => item['displayName']);
    assert.deepEqual(names.toSorted(), ['Contoso', 'Trey Research', 'Wingtip Toys']);
    assert.equal(one.body['tenantId'], tenantId);
    assert.equal(none.status, 404);
  });
});
