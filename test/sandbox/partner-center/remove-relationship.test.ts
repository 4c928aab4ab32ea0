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

const { tenantId } = tenantByDomain('contoso.com');
const admin = 'admin@contoso.com';
const customer = `/partnercenter/v1/customers/${tenantId}`;

describe('sandbox: the end of a reseller relationship', () => {
  let cloud: SandboxCloud;
  let token: string;
  beforeEach(async () => {
    cloud = await startSandboxCloud();
    token = await cloud.userToken();
    await authorise(cloud, admin);
    cloud.clock.advance(20_000);
  });
  afterEach(async () => cloud.stop());

  const remove = async (body: object = { relationshipToPartner: 'none' }, by = token) =>
    cloud.call('PATCH', customer, { token: by, body });
  const read = async (path = '') => cloud.call('GET', `${customer}${path}`, { token });
  const inAdminCentre = async () => (await cloud.post('/admin/partner-relationships', { user: admin })).text;

  it('is seen at once: no customer, not in the list, not in the admin centre; roles and agreement are as they were', async () => {
    const before = await inAdminCentre();

    const removed = await remove();

    const list = await cloud.call('GET', '/partnercenter/v1/customers?size=100', { token });
    assert.deepEqual([removed.status, removed.body['RelationshipToPartner']], [200, 'none']);
    assert.deepEqual([(await read()).status, (await read()).body['code']], [403, 20002]);
    assert.ok(!list.text.includes(tenantId));
    assert.match(before, /Cloud Solution Provider \(reseller\)/);
    assert.doesNotMatch(await inAdminCentre(), /Cloud Solution Provider \(reseller\)/);
    assert.match(await inAdminCentre(), /Microsoft Customer Agreement: *accepted by/);
  });

  it('stands in the records with who did it, and the invitation can be accepted again', async () => {
    await remove();
    cloud.clock.advance(1000);
    const again = await authorise(cloud, admin, { agreement: '' });
    cloud.clock.advance(20_000);

    const records = await cloud.call('GET', '/partnercenter/v1/auditrecords', { token });
    const items = records.body['items'] as Record<string, unknown>[];

    assert.equal(again.status, 303);
    assert.equal((await read()).body['relationshipToPartner'], 'reseller');
    assert.deepEqual(
      items
        .filter(({ customerId }) => customerId === tenantId)
        .map((one) => [one['operationType'], one['userPrincipalName']]),
      [
        ['ResellerRelationshipAcceptedByCustomer', admin],
        ['remove_partner_customer_relationship', sandboxPartner.serviceAccount],
        ['ResellerRelationshipAcceptedByCustomer', admin],
      ],
    );
  });

  it('is refused to the app alone, of another’s customer, and in other words', async () => {
    const app = await cloud.appToken(undefined, partnerCenterScope);
    const alone = await remove(undefined, app);
    const otherwise = await remove({ relationshipToPartner: 'advisor' });
    const stranger = await cloud.call('PATCH', customer.replace(tenantId, tenantByDomain('fabrikam.com').tenantId), {
      token,
      body: { relationshipToPartner: 'none' },
    });

    assert.deepEqual(
      [alone, otherwise, stranger].map(({ status, body }) => [status, body['code']]),
      [
        [403, 900329],
        [400, 800002],
        [403, 20002],
      ],
    );
    assert.equal((await read()).status, 200);
  });

  it('can be controlled, for each partner by itself, as done by somebody of theirs', async () => {
    await cloud.post(invitationAddress(sandboxProvider.tenantId), {
      user: admin,
      action: 'authorise',
      authorise: 'yes',
    });
    cloud.clock.advance(20_000);
    const control = async (tenant: string, partner: string) =>
      cloud.call('DELETE', `/control/tenants/${tenant}/resellers/${partner}`, {
        headers: { 'content-type': 'application/json' },
      });

    const ended = await control('contoso.com', sandboxProvider.domain);
    const ofProvider = await read('/relationships');
    const ours = await read();
    await control(tenantId, sandboxPartner.tenantId);

    const who = cloud.sandbox.controls.state().resellers.flatMap((one) => one.ended?.by ?? []);
    assert.deepEqual([ended.status, ofProvider.text, ours.status, (await read()).status], [204, 'null', 200, 403]);
    assert.deepEqual(who, [`admin@${sandboxPartner.domain}`, `admin@${sandboxProvider.domain}`]);
    assert.equal((await control('nowhere.example', sandboxPartner.domain)).status, 404);
    assert.equal((await control('contoso.com', 'nowhere.example')).status, 404);
    assert.equal((await control('contoso.com', sandboxPartner.domain)).status, 204);
  });
});
