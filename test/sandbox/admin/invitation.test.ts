import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import {
  approve,
  authorise,
  invitationAddress,
  lockedRelationship,
  startSandboxCloud,
  type SandboxCloud,
} from '../../support/sandbox-cloud.ts';

describe('sandbox: the reseller invitation', () => {
  let cloud: SandboxCloud;
  beforeEach(async () => {
    cloud = await startSandboxCloud();
  });
  afterEach(async () => cloud.stop());

  const resellers = () => cloud.sandbox.controls.state().resellers.map(({ acceptedBy }) => acceptedBy);

  it('asks for the tick and the agreement, and takes both', async () => {
    const asked = await cloud.post(invitationAddress(), { user: 'admin@contoso.com' });

    const answer = await authorise(cloud, 'admin@contoso.com');

    assert.match(asked.text, /Authorise CSP/);
    assert.match(asked.text, /name="agreement"/);
    assert.equal(answer.status, 303);
    assert.ok(resellers().includes('admin@contoso.com'));
    assert.ok(cloud.sandbox.controls.state().agreements.some(({ acceptedBy }) => acceptedBy === 'admin@contoso.com'));
  });

  it('does not ask for an agreement that was accepted before', async () => {
    const asked = await cloud.post(invitationAddress(), { user: 'admin@fabrikam.com' });

    const answer = await authorise(cloud, 'admin@fabrikam.com', { agreement: '' });

    assert.equal(asked.text.includes('name="agreement"'), false);
    assert.equal(answer.status, 303);
  });

  it('comes back with a message when a tick is missing', async () => {
    const noTick = await authorise(cloud, 'admin@contoso.com', { authorise: '' });
    const noAgreement = await authorise(cloud, 'admin@contoso.com', { agreement: '' });

    assert.deepEqual([noTick.status, noAgreement.status], [400, 400]);
    assert.match(noTick.text, /Tick the box/);
    assert.match(noAgreement.text, /Accept the Microsoft Customer Agreement/);
    assert.equal(resellers().includes('admin@contoso.com'), false);
  });

  it('shows an accepted invitation as accepted, and takes it only once', async () => {
    await authorise(cloud, 'admin@contoso.com');
    await authorise(cloud, 'admin@contoso.com');

    const again = await cloud.post(invitationAddress(), { user: 'admin@contoso.com' });

    assert.match(again.text, /Partner authorised/);
    assert.equal(resellers().filter((acceptedBy) => acceptedBy === 'admin@contoso.com').length, 1);
  });

  it('tells a customer who must go through the partner for the agreement', async () => {
    const asked = await cloud.post(invitationAddress(), { user: 'admin@margiestravel.com' });

    assert.match(asked.text, /reach out to your partner to confirm your acceptance/);
    assert.equal(asked.text.includes('name="agreement"'), false);
  });

  const refusals: [string, string, RegExp][] = [
    ['a tenant bound to a syndication partner', 'admin@cohovineyard.com', /syndication partner/],
    ['a B2C tenant', 'admin@proseware.com', /B2C/],
    ['a tenant of another region', 'admin@humongousinsurance.com', /country or region/],
    ['a tenant of another cloud', 'admin@woodgrovebank.com', /another cloud/],
    ['somebody of the partner', 'staff@northwindtraders.com', /customer’s administrator/],
    ['an ordinary user', 'user@contoso.com', /permission/],
  ];
  for (const [name, user, text] of refusals) {
    it(`refuses ${name}`, async () => {
      const answer = await authorise(cloud, user);

      assert.equal(answer.status, 403);
      assert.match(answer.text, text);
      assert.equal(resellers().includes(user), false);
    });
  }

  it('refuses a link that names no partner', async () => {
    const answer = await cloud.post(invitationAddress('00000000-0000-4000-8000-000000000000'), {
      user: 'admin@contoso.com',
    });

    assert.equal(answer.status, 404);
  });

  it('can be told to refuse a tenant', async () => {
    cloud.sandbox.controls.setBehaviour('contoso.com', { invitation: 'syndication' });

    const answer = await authorise(cloud, 'admin@contoso.com');

    assert.equal(answer.status, 403);
  });
});

describe('sandbox: partner relationships', () => {
  let cloud: SandboxCloud;
  beforeEach(async () => {
    cloud = await startSandboxCloud();
  });
  afterEach(async () => cloud.stop());

  const list = async (user = 'admin@contoso.com') => cloud.post('/admin/partner-relationships', { user });

  it('lists what the customer has accepted', async () => {
    const before = await list();
    await authorise(cloud, 'admin@contoso.com');
    await approve(cloud, await lockedRelationship(cloud, 'contoso.com'), 'admin@contoso.com');

    const after = await list();

    assert.match(before.text, /No partner works for your organisation yet/);
    assert.match(after.text, /Cloud Solution Provider \(reseller\)/);
    assert.match(after.text, /For Contoso/);
    assert.match(after.text, /Granular delegated admin privileges/);
  });

  it('lets the customer take the roles away again, and nobody else', async () => {
    const relationshipId = await lockedRelationship(cloud, 'contoso.com');
    await approve(cloud, relationshipId, 'admin@contoso.com');
    cloud.clock.advance(20_000);
    const remove = async (user: string) =>
      cloud.post('/admin/partner-relationships', { user, action: 'remove', relationship: relationshipId });
    const requestedAt = () => cloud.sandbox.controls.state().relationships.at(-1)?.terminationRequestedAt;
    await remove('admin@relecloud.com');
    const afterStranger = requestedAt();

    await remove('admin@contoso.com');

    assert.equal(afterStranger, undefined);
    assert.equal(typeof requestedAt(), 'string');
  });

  it('is for administrators', async () => {
    const { status } = await list('user@contoso.com');

    assert.equal(status, 403);
  });

  it('signs out', async () => {
    const { headers, status } = await cloud.call('GET', '/admin/sign-out');

    assert.equal(status, 303);
    assert.match(headers.get('set-cookie') ?? '', /Max-Age=0/);
  });
});
