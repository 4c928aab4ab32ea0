import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { sandboxProvider } from '../../../src/sandbox/directory.ts';
import { approve, relationshipsPath, startSandboxCloud, type SandboxCloud } from '../../support/sandbox-cloud.ts';

const dayMs = 24 * 60 * 60 * 1000;
const laterWords = { prefer: 'include-unknown-enum-members' };

describe('sandbox: relationships made before the test', () => {
  let cloud: SandboxCloud;
  let token: string;
  beforeEach(async () => {
    cloud = await startSandboxCloud();
    token = await cloud.appToken();
  });
  afterEach(async () => cloud.stop());

  /** A moment after it was asked for, as lists show it. */
  const byProvider = (): string => {
    const id = cloud.sandbox.relationships.add('contoso.com', { byProvider: true });
    cloud.clock.advance(1000);
    return id;
  };
  const read = async (id: string) => (await cloud.call('GET', `${relationshipsPath}/${id}`, { token })).body;
  const ask = async (id: string, action: string) =>
    cloud.call('POST', `${relationshipsPath}/${id}/requests`, { token, body: { action }, headers: laterWords });

  it('are active and end when they were approved long enough ago', async () => {
    const id = cloud.sandbox.relationships.add('contoso.com', { duration: 'P90D', approvedDaysAgo: 30 });

    const before = await read(id);
    cloud.clock.advance(61 * dayMs);

    assert.equal(before['status'], 'active');
    assert.equal(before['endDateTime'], '2027-01-01T09:00:10.0000000Z');
    assert.equal((await read(id))['status'], 'expired');
  });

  it('are made over HTTP too, for a tenant that exists', async () => {
    const body = { displayName: 'MLT_Contoso', approvedDaysAgo: 1 };

    const made = await cloud.call('POST', '/control/tenants/contoso.com/relationships', { body });
    const refused = await cloud.call('POST', '/control/tenants/nowhere.example/relationships', { body });

    assert.equal((await read(String(made.body['id'])))['displayName'], 'MLT_Contoso');
    assert.deepEqual([made.status, refused.status], [201, 404]);
  });

  it('by a provider show the sub-type, and the customer is asked to wait for the partner', async () => {
    const id = byProvider();

    const wire = await read(id);
    const page = await approve(cloud, id, 'admin@contoso.com');

    assert.equal(wire['@odata.type'], '#microsoft.graph.resellerDelegatedAdminRelationship');
    assert.equal(wire['indirectProviderTenantId'], sandboxProvider.tenantId);
    assert.deepEqual([wire['status'], wire['isPartnerConsentPending']], ['approvalPending', true]);
    assert.equal(page.status, 409);
  });

  it('by a provider are approved by the partner once, then by the customer', async () => {
    const id = byProvider();

    const approved = await ask(id, 'approve');
    const again = await ask(id, 'approve');
    await approve(cloud, id, 'admin@contoso.com');

    const wire = await read(id);
    assert.deepEqual([approved.status, approved.body['action'], again.status], [201, 'approve', 400]);
    assert.deepEqual([wire['status'], wire['isPartnerConsentPending']], ['approved', false]);
  });

  it('by a provider end when the partner rejects them', async () => {
    const id = byProvider();

    await ask(id, 'reject');
    cloud.clock.advance(60_000);

    const wire = await read(id);
    assert.deepEqual([wire['status'], wire['isPartnerConsentPending']], ['terminated', false]);
  });

  it('show the later actions only to those who ask for later words', async () => {
    const id = byProvider();
    await ask(id, 'approve');
    const path = `${relationshipsPath}/${id}/requests`;

    const plain = await cloud.call('GET', path, { token });
    const later = await cloud.call('GET', path, { token, headers: laterWords });

    const actions = ({ body }: typeof plain) => (body['value'] as { action: string }[]).map(({ action }) => action);
    assert.deepEqual([actions(plain), actions(later)], [['unknownFutureValue'], ['approve']]);
  });
});
