import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { globalAdministratorRoleId, sandboxPartner, tenantByDomain } from '../../../src/sandbox/directory.ts';
import {
  approve,
  consent,
  lockedRelationship,
  relationshipBody,
  relationshipsPath,
  startSandboxCloud,
  type SandboxCloud,
} from '../../support/sandbox-cloud.ts';

const withGlobalAdministrator = { unifiedRoles: [{ roleDefinitionId: globalAdministratorRoleId }] };

describe('sandbox: delegated admin relationships', () => {
  let cloud: SandboxCloud;
  let token: string;
  beforeEach(async () => {
    cloud = await startSandboxCloud();
    token = await cloud.appToken();
  });
  afterEach(async () => cloud.stop());

  const create = async (changes: Record<string, unknown> = {}) =>
    cloud.call('POST', relationshipsPath, { token, body: relationshipBody('contoso.com', changes) });
  const read = async (relationshipId: string) => cloud.call('GET', `${relationshipsPath}/${relationshipId}`, { token });
  const statusOf = async (relationshipId: string) => (await read(relationshipId)).body['status'];

  it('creates one with the documented fields, an etag and its address', async () => {
    const { status, headers, body } = await create();

    assert.equal(status, 201);
    assert.equal(body['status'], 'created');
    assert.match(String(body['id']), /^[0-9a-f-]{73}$/);
    assert.match(String(body['@odata.etag']), /^W\/"[A-Za-z0-9+/=]+"$/);
    assert.equal(body['createdDateTime'], '2026-11-02T09:00:00.0000000Z');
    assert.equal(headers.get('location'), `${cloud.url}${relationshipsPath}/${String(body['id'])}`);
    assert.deepEqual(body['customer'], {
      tenantId: tenantByDomain('contoso.com').tenantId,
      displayName: 'Contoso',
    });
  });

  it('writes an activation that has not happened as an empty string once, and as null afterwards', async () => {
    const created = await create();

    const again = await read(String(created.body['id']));

    assert.equal(created.body['activatedDateTime'], '');
    assert.equal(again.body['activatedDateTime'], null);
  });

  const refusals: [string, Record<string, unknown>, number][] = [
    ['no name', { displayName: '' }, 400],
    ['a name of 51 characters', { displayName: 'x'.repeat(51) }, 400],
    ['no duration', { duration: undefined }, 400],
    ['half a day', { duration: 'PT12H' }, 400],
    ['more than two years', { duration: 'P731D' }, 400],
    ['less than a day', { duration: 'P0D' }, 400],
    ['another auto-extension', { autoExtendDuration: 'P90D' }, 400],
    ['no roles', { accessDetails: { unifiedRoles: [] } }, 400],
    ['a role that is no id', { accessDetails: { unifiedRoles: [{ roleDefinitionId: 'Owner' }] } }, 400],
    ['Global Administrator with auto-extension', { accessDetails: withGlobalAdministrator }, 400],
    ['an unknown customer', { customer: { tenantId: '00000000-0000-4000-8000-000000000000' } }, 400],
  ];
  for (const [name, changes, expected] of refusals) {
    it(`refuses ${name} in Graph’s error shape`, async () => {
      const { status, headers, body } = await create(changes);

      const error = body['error'] as { code: unknown; message: unknown; innerError: Record<string, string> };
      assert.equal(status, expected);
      assert.equal(typeof error.code, 'string');
      assert.equal(typeof error.message, 'string');
      assert.equal(error.innerError['request-id'], headers.get('request-id'));
      assert.equal(error.innerError['date'], '2026-11-02T09:00:00');
    });
  }

  it('accepts the limits: 50 characters, one day, two years', async () => {
    const name = await create({ displayName: 'x'.repeat(50), duration: 'P1D' });
    const years = await create({ displayName: 'other', duration: 'P2Y' });

    assert.deepEqual([name.status, years.status], [201, 201]);
  });

  it('refuses a second one of the same name with 409', async () => {
    await create();

    const { status } = await create();

    assert.equal(status, 409);
  });

  it('walks through the documented states as time passes', async () => {
    const relationshipId = await lockedRelationship(cloud, 'contoso.com');
    const seen = [await statusOf(relationshipId)];
    await approve(cloud, relationshipId, 'admin@contoso.com');
    seen.push(await statusOf(relationshipId));
    for (const seconds of [2, 8]) {
      cloud.clock.advance(seconds * 1000);
      seen.push(await statusOf(relationshipId));
    }

    const { body } = await read(relationshipId);

    assert.deepEqual(seen, ['approvalPending', 'approved', 'activating', 'active']);
    assert.equal(body['activatedDateTime'], '2026-11-02T09:00:11.0000000Z');
    assert.equal(body['endDateTime'], '2028-11-01T09:00:11.0000000Z');
  });

  it('needs a moment after the lock before the customer can be asked', async () => {
    const created = await create();
    const relationshipId = String(created.body['id']);

    const answer = await cloud.call('POST', `${relationshipsPath}/${relationshipId}/requests`, {
      token,
      body: { action: 'lockForApproval' },
    });

    const atOnce = await statusOf(relationshipId);
    cloud.clock.advance(1000);
    const later = await statusOf(relationshipId);
    assert.equal(answer.status, 201);
    assert.equal(answer.body['status'], 'created');
    assert.notEqual(answer.body['id'], relationshipId);
    assert.deepEqual([atOnce, later], ['created', 'approvalPending']);
  });

  it('refuses actions that do not fit the state', async () => {
    const relationshipId = await lockedRelationship(cloud, 'contoso.com');
    const path = `${relationshipsPath}/${relationshipId}/requests`;

    const lockAgain = await cloud.call('POST', path, { token, body: { action: 'lockForApproval' } });
    const terminate = await cloud.call('POST', path, { token, body: { action: 'terminate' } });
    const unknown = await cloud.call('POST', path, { token, body: { action: 'approve' } });

    assert.deepEqual([lockAgain.status, terminate.status, unknown.status], [400, 400, 400]);
  });

  it('expires a request nobody acts on after 90 days', async () => {
    const relationshipId = await lockedRelationship(cloud, 'contoso.com');

    cloud.sandbox.controls.advance(90 * 24 * 3600);

    assert.equal(await statusOf(relationshipId), 'expired');
  });

  it('expires at its end when auto-extension is off, and goes on when it is on', async () => {
    const off = String((await create({ displayName: 'off', autoExtendDuration: 'PT0S', duration: 'P1D' })).body['id']);
    const on = String((await create({ displayName: 'on', duration: 'P1D' })).body['id']);
    for (const relationshipId of [off, on]) {
      await cloud.call('POST', `${relationshipsPath}/${relationshipId}/requests`, {
        token,
        body: { action: 'lockForApproval' },
      });
    }
    cloud.clock.advance(1000);
    await approve(cloud, off, 'admin@contoso.com');
    await approve(cloud, on, 'admin@contoso.com');

    cloud.clock.advance(2 * 24 * 3600 * 1000);

    assert.deepEqual([await statusOf(off), await statusOf(on)], ['expired', 'active']);
  });

  it('ends in steps when it is terminated', async () => {
    const relationshipId = await lockedRelationship(cloud, 'contoso.com');
    await approve(cloud, relationshipId, 'admin@contoso.com');
    cloud.clock.advance(20_000);
    await cloud.call('POST', `${relationshipsPath}/${relationshipId}/requests`, {
      token,
      body: { action: 'terminate' },
    });
    const seen = [await statusOf(relationshipId)];
    for (let step = 0; step < 2; step += 1) {
      cloud.clock.advance(2000);
      seen.push(await statusOf(relationshipId));
    }

    assert.deepEqual(seen, ['terminationRequested', 'terminating', 'terminated']);
  });

  it('stays in activating where the tenant is stuck, until the sandbox is told otherwise', async () => {
    const relationshipId = await lockedRelationship(cloud, 'tailspintoys.com');
    await approve(cloud, relationshipId, 'admin@tailspintoys.com');
    cloud.clock.advance(3600_000);
    const stuck = await statusOf(relationshipId);
    cloud.sandbox.controls.setBehaviour('tailspintoys.com', { gdapActivation: 'normal' });

    const released = await statusOf(relationshipId);

    assert.deepEqual([stuck, released], ['activating', 'active']);
  });

  it('edits and deletes only with the current etag, and only while it is being written', async () => {
    const { body } = await create();
    const address = `${relationshipsPath}/${String(body['id'])}`;
    const etag = String(body['@odata.etag']);
    const edit = async (ifMatch?: string) =>
      cloud.call('PATCH', address, {
        token,
        headers: ifMatch === undefined ? {} : { 'if-match': ifMatch },
        body: { displayName: 'Renamed' },
      });
    const current = String((await read(String(body['id']))).body['@odata.etag']);

    const without = await edit();
    const done = await edit(current);
    const stale = await edit(current);
    const removed = await cloud.call('DELETE', address, {
      token,
      headers: { 'if-match': String(done.body['@odata.etag']) },
    });

    assert.equal(etag, current);
    assert.deepEqual([without.status, done.status, stale.status, removed.status], [400, 200, 412, 204]);
    assert.equal(done.body['displayName'], 'Renamed');
    assert.equal((await cloud.call('GET', address, { token })).status, 404);
  });

  it('lets an active one lose Global Administrator and switch auto-extension, and nothing else', async () => {
    const relationshipId = await lockedRelationship(cloud, 'contoso.com', {
      autoExtendDuration: 'PT0S',
      accessDetails: {
        unifiedRoles: [
          { roleDefinitionId: globalAdministratorRoleId },
          { roleDefinitionId: '88d8e3e3-8f55-4a1e-953a-9b9898b8876b' },
        ],
      },
    });
    await approve(cloud, relationshipId, 'admin@contoso.com');
    cloud.clock.advance(20_000);
    const edit = async (body: unknown) =>
      cloud.call('PATCH', `${relationshipsPath}/${relationshipId}`, { token, headers: { 'if-match': '*' }, body });
    const readers = { unifiedRoles: [{ roleDefinitionId: '88d8e3e3-8f55-4a1e-953a-9b9898b8876b' }] };

    const renamed = await edit({ displayName: 'other' });
    const extendedTooEarly = await edit({ autoExtendDuration: 'P180D' });
    const reduced = await edit({ accessDetails: readers });
    const extended = await edit({ autoExtendDuration: 'P180D' });

    assert.deepEqual([renamed.status, extendedTooEarly.status, reduced.status, extended.status], [400, 400, 200, 200]);
    assert.deepEqual(reduced.body['accessDetails'], readers);
  });

  it('lists with filter, order and pages', async () => {
    await create();
    await cloud.call('POST', relationshipsPath, { token, body: relationshipBody('fabrikam.com') });
    const { tenantId } = tenantByDomain('contoso.com');
    const list = async (query: string) => cloud.call('GET', `${relationshipsPath}?${query}`, { token });
    const names = (body: Record<string, unknown>) =>
      (body['value'] as Record<string, unknown>[]).map((item) => item['displayName']);

    const filtered = await list(`$filter=status eq 'created' and customer/tenantId eq '${tenantId}'`);
    const first = await list('$top=3');
    const second = await cloud.call('GET', String(first.body['@odata.nextLink']), { token });
    const refused = await list(`$filter=contains(displayName,'x')`);

    assert.deepEqual(names(filtered.body), ['For Contoso']);
    assert.equal(names(first.body).length, 3);
    assert.equal(names(second.body).length, 1);
    assert.equal('@odata.nextLink' in second.body, false);
    assert.equal(refused.status, 400);
  });

  it('answers an id it does not know with 404, whatever it looks like', async () => {
    const odd = await read(encodeURIComponent("x'<script>"));
    const unknown = await read('5d027261-d21f-4aa9-b7db-7fa1f56fb163-8777b240-c6f0-4469-9e98-a3205431b836');

    assert.ok([400, 404].includes(odd.status));
    assert.equal(unknown.status, 404);
  });

  it('wants the partner’s own token with the right permission', async () => {
    await consent(cloud, 'contoso.com');
    cloud.clock.advance(2000);
    const customers = await cloud.appToken(tenantByDomain('contoso.com').tenantId);
    const list = async (bearer?: string) =>
      cloud.call('GET', relationshipsPath, bearer === undefined ? {} : { token: bearer });

    const none = await list();
    const forged = await list(`${token.slice(0, -4)}AAAA`);
    const otherAudience = await list(await cloud.userToken());
    const customer = await list(customers);

    assert.deepEqual([none.status, forged.status, otherAudience.status, customer.status], [401, 401, 401, 403]);
    assert.equal((none.body['error'] as Record<string, unknown>)['code'], 'InvalidAuthenticationToken');
    assert.match(String(none.headers.get('www-authenticate')), /^Bearer /);
  });

  it('can refuse app-only calls, and calls with a user that did without MFA', async () => {
    const graphUser = 'https://graph.microsoft.com/.default';
    cloud.sandbox.controls.setTroubles({ appOnlyGdapRefused: true });
    const appOnly = await cloud.call('GET', relationshipsPath, { token });
    const withUser = await cloud.call('GET', relationshipsPath, { token: await cloud.userToken(graphUser) });
    cloud.sandbox.controls.setTroubles({ mfaMissing: true });

    const withoutMfa = await cloud.call('GET', relationshipsPath, { token: await cloud.userToken(graphUser) });

    assert.deepEqual([appOnly.status, withUser.status, withoutMfa.status], [403, 200, 403]);
  });

  it('refuses tokens past their hour when it is told to', async () => {
    cloud.clock.advance(2 * 3600_000);
    const lenient = await cloud.call('GET', relationshipsPath, { token });
    cloud.sandbox.controls.setTroubles({ accessTokensExpire: true });

    const strict = await cloud.call('GET', relationshipsPath, { token });

    assert.deepEqual([lenient.status, strict.status], [200, 401]);
  });

  it('knows the relationships of before', async () => {
    const { tenantId } = tenantByDomain('treyresearch.net');

    const { body } = await cloud.call('GET', `${relationshipsPath}?$filter=customer/tenantId eq '${tenantId}'`, {
      token,
    });

    const [older] = body['value'] as Record<string, unknown>[];
    assert.equal(older?.['status'], 'active');
    assert.equal(sandboxPartner.tenantId.length, 36);
  });
});
