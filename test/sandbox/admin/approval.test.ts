import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { tenantByDomain } from '../../../src/sandbox/directory.ts';
import {
  approvalAddress,
  approve,
  lockedRelationship,
  relationshipBody,
  relationshipsPath,
  startSandboxCloud,
  type SandboxCloud,
} from '../../support/sandbox-cloud.ts';

describe('sandbox: approving partner roles', () => {
  let cloud: SandboxCloud;
  beforeEach(async () => {
    cloud = await startSandboxCloud();
  });
  afterEach(async () => cloud.stop());

  const approved = (relationshipId: string) =>
    cloud.sandbox.controls.state().relationships.find((candidate) => candidate.relationshipId === relationshipId)
      ?.approvedBy;

  it('asks for sign-in first, offering the people of the tenant the request is for', async () => {
    const relationshipId = await lockedRelationship(cloud, 'contoso.com');

    const { text } = await cloud.call('GET', approvalAddress(relationshipId));

    assert.match(text, /Sign in to the admin centre/);
    assert.match(text, /value="admin@contoso\.com"/);
  });

  it('shows partner, duration and roles to the administrator, and approves on one click', async () => {
    const relationshipId = await lockedRelationship(cloud, 'contoso.com');

    const shown = await cloud.post(approvalAddress(relationshipId), { user: 'admin@contoso.com' });
    const answer = await approve(cloud, relationshipId, 'admin@contoso.com');

    assert.match(shown.text, /Approve partner roles/);
    assert.match(shown.text, /Northwind Traders/);
    assert.match(shown.text, /License Administrator/);
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get('location'), approvalAddress(relationshipId));
    assert.equal(approved(relationshipId), 'admin@contoso.com');
  });

  it('shows what was approved when it is opened again, and links to nobody else', async () => {
    const relationshipId = await lockedRelationship(cloud, 'contoso.com');
    const { headers } = await approve(cloud, relationshipId, 'admin@contoso.com');
    const cookie = headers.get('set-cookie')?.split(';')[0] ?? '';

    const { text } = await cloud.call('GET', approvalAddress(relationshipId), { headers: { cookie } });

    assert.match(text, /Partner roles approved/);
    assert.equal(text.includes('Approve all'), false);
    const links = [...text.matchAll(/href="([^"]+)"/g)].map(([, link]) => link ?? '');
    assert.deepEqual(
      links.filter((link) => !link.startsWith('/')),
      [],
    );
  });

  const refusals: [string, string, number, RegExp][] = [
    ['the administrator of another company', 'admin@relecloud.com', 403, /another organisation/],
    ['an ordinary user', 'user@contoso.com', 403, /permission/],
    ['an administrator who is only eligible', 'pim@contoso.com', 403, /activate it first/],
    ['somebody of the partner', 'staff@northwindtraders.com', 403, /Something went wrong/],
    ['a personal account', 'adele.vance@outlook.com', 400, /cannot be used/],
    ['nobody known', 'nobody@contoso.com', 400, /cannot be used/],
  ];
  for (const [name, user, status, text] of refusals) {
    it(`refuses ${name}`, async () => {
      const relationshipId = await lockedRelationship(cloud, 'contoso.com');

      const answer = await approve(cloud, relationshipId, user);

      assert.equal(answer.status, status);
      assert.match(answer.text, text);
      assert.equal(approved(relationshipId), undefined);
    });
  }

  it('lets any tenant approve a request that names no customer, and binds it to that tenant', async () => {
    const token = await cloud.appToken();
    const relationshipId = await lockedRelationship(cloud, 'contoso.com', { customer: undefined });
    await approve(cloud, relationshipId, 'admin@relecloud.com');

    const { body: after } = await cloud.call('GET', `${relationshipsPath}/${relationshipId}`, { token });

    assert.deepEqual(after['customer'], {
      tenantId: tenantByDomain('relecloud.com').tenantId,
      displayName: 'Relecloud',
    });
  });

  it('says so when the request is unknown, unfinished or over', async () => {
    const token = await cloud.appToken();
    const created = await cloud.call('POST', relationshipsPath, { token, body: relationshipBody('contoso.com') });
    const unfinished = await approve(cloud, String(created.body['id']), 'admin@contoso.com');
    const unknown = await approve(cloud, 'x'.repeat(73), 'admin@contoso.com');
    const locked = await lockedRelationship(cloud, 'fabrikam.com');
    cloud.clock.advance(91 * 24 * 3600 * 1000);

    const over = await approve(cloud, locked, 'admin@fabrikam.com');

    assert.deepEqual([unfinished.status, unknown.status, over.status], [409, 404, 410]);
  });

  it('serves Microsoft’s own address with a script that reads what is behind the #', async () => {
    const { status, text } = await cloud.call('GET', '/admin/AdminPortal/Home');
    const script = await cloud.call('GET', '/assets/admin-route.js');

    assert.equal(status, 200);
    assert.match(text, /<script src="\/assets\/admin-route\.js" defer/);
    assert.match(String(script.headers.get('content-type')), /javascript/);
  });

  it('takes a second approval as the same one', async () => {
    const relationshipId = await lockedRelationship(cloud, 'contoso.com');
    await approve(cloud, relationshipId, 'admin@contoso.com');
    cloud.clock.advance(5000);

    const again = await approve(cloud, relationshipId, 'admin@contoso.com');

    assert.equal(again.status, 303);
    const state = cloud.sandbox.controls.state().relationships.at(-1);
    assert.equal(state?.approvedAt, '2026-11-02T09:00:01.000Z');
  });
});
