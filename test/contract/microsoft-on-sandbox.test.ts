// The room that speaks to Microsoft, and the sandbox that stands in for Microsoft, were each written from the
// documentation. Here they meet.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { licenceRoleIds } from '../../src/config/delegated-admin.ts';
import { createMicrosoft, type Microsoft } from '../../src/microsoft/create-microsoft.ts';
import { microsoftDefaults, type MicrosoftConfig } from '../../src/microsoft/microsoft-config.ts';
import {
  globalAdministratorRoleId,
  guestUserName,
  sandboxApp,
  sandboxPartner,
  sandboxProvider,
  tenantByDomain,
} from '../../src/sandbox/directory.ts';
import { systemTimers } from '../../src/runtime.ts';
import { createFakeIds } from '../support/fake-ids.ts';
import {
  approve,
  authorise,
  consent,
  invitationAddress,
  redirectUri,
  returned,
  startSandboxCloud,
  type SandboxCloud,
} from '../support/sandbox-cloud.ts';

const contoso = tenantByDomain('contoso.com');
const codeVerifier = 'v'.repeat(43);

function configFor(url: string, overrides: Partial<MicrosoftConfig> = {}): MicrosoftConfig {
  return {
    ...microsoftDefaults,
    loginUrl: `${url}/login`,
    graphUrl: `${url}/graph`,
    partnerCenterUrl: `${url}/partnercenter`,
    approvalUrlTemplate: `${url}/admin/AdminPortal/Home#/partners/invitation/granularAdminRelationships/{relationshipId}`,
    clientId: sandboxApp.clientId,
    clientSecret: sandboxApp.clientSecret,
    partnerTenantId: sandboxPartner.tenantId,
    partnerModel: 'direct',
    partners: [{ tenantId: sandboxPartner.tenantId, name: sandboxPartner.displayName }],
    serviceAccountRefreshToken: sandboxPartner.serviceAccountRefreshToken,
    delegatedAdminToken: 'appOnly',
    delegatedAdminRoleIds: licenceRoleIds,
    relationshipDuration: 'P730D',
    autoExtendDuration: 'P180D',
    accessAssignmentGroups: [{ groupId: sandboxPartner.groups.gdapLicenseAdministrators, roleIds: licenceRoleIds }],
    senderMailbox: sandboxPartner.senderMailbox,
    retryDelayMs: 0,
    ...overrides,
  };
}

describe('the microsoft room on the sandbox', () => {
  let cloud: SandboxCloud;
  let microsoft: Microsoft;
  const logged: unknown[] = [];

  const connect = (overrides: Partial<MicrosoftConfig> = {}): Microsoft =>
    createMicrosoft(configFor(cloud.url, overrides), {
      clock: cloud.clock,
      ids: createFakeIds(),
      timers: systemTimers,
      log: { debug: () => undefined, info: () => undefined, warn: (facts: object) => void logged.push(facts) },
    });
  beforeEach(async () => {
    cloud = await startSandboxCloud();
    microsoft = connect();
  });
  afterEach(async () => cloud.stop());

  const signIn = async (tenantId: string, user: string) => {
    const url = await microsoft.signIn.signInUrl({
      tenantId,
      redirectUri,
      state: 'state',
      nonce: 'nonce',
      codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    });
    const code = returned(await cloud.post(url, { user }))['code'] ?? '';
    return microsoft.signIn.redeemCode({ tenantId, code, codeVerifier, nonce: 'nonce', redirectUri });
  };

  it('finds tenants by domain', async () => {
    const found = await microsoft.directory.findTenant('contoso.com');
    const high = await microsoft.directory.findTenant('woodgrovebank.com');
    const missing = await microsoft.directory.findTenant('nowhere.example');

    assert.equal(found.kind, 'found');
    assert.deepEqual([found.tenantId, found.cloud], [contoso.tenantId, 'global']);
    assert.equal(high.kind, 'found');
    assert.equal(high.cloud, 'gccHigh');
    assert.equal(missing.kind, 'notFound');
  });

  it('signs people in where they are at home: an administrator, an ordinary user, and a guest in the guest’s own tenant', async () => {
    const admin = await signIn(contoso.tenantId, 'admin@contoso.com');
    const user = await signIn(contoso.tenantId, 'user@contoso.com');
    const guest = await signIn(contoso.tenantId, guestUserName);

    assert.equal(admin.kind, 'signedIn');
    assert.equal(admin.identity.tenantId, contoso.tenantId);
    assert.equal(admin.identity.isGuest, false);
    assert.ok(admin.identity.roleTemplateIds?.includes(globalAdministratorRoleId));
    assert.equal(user.kind, 'signedIn');
    assert.equal(user.identity.roleTemplateIds?.includes(globalAdministratorRoleId), false);
    assert.equal(guest.kind, 'signedIn');
    assert.equal(guest.identity.tenantId, tenantByDomain('relecloud.com').tenantId);
  });

  it('proves a consent by a token and the organisation', async () => {
    const before = await microsoft.connection.prove(contoso.tenantId, { fresh: true });
    const address = microsoft.signIn.consentUrl({ tenantId: contoso.tenantId, state: 'state', redirectUri });
    const answer = await cloud.post(address, { user: 'admin@contoso.com', action: 'accept' });
    cloud.clock.advance(2000);

    const after = await microsoft.connection.prove(contoso.tenantId, { fresh: true });

    assert.equal(before.kind, 'notConnected');
    assert.equal(returned(answer)['admin_consent'], 'True');
    assert.equal(after.kind, 'connected');
    assert.equal(after.profile.displayName, 'Contoso');
    assert.equal(after.profile.isWorkforce, true);
  });

  for (const lagError of [700016, 65001, 'noRoles'] as const) {
    it(`waits for a consent that is not known yet (${String(lagError)})`, async () => {
      cloud.sandbox.controls.setBehaviour('contoso.com', { consentLagSeconds: 60, consentLagError: lagError });
      await consent(cloud, 'contoso.com');

      const proof = await microsoft.connection.prove(contoso.tenantId, { fresh: true });

      assert.equal(proof.kind, 'notConnected');
    });
  }

  it('brings a relationship, its access assignments, the reseller relationship and the agreement to the end', async () => {
    const request = { tenantId: contoso.tenantId, customerName: 'Contoso' };
    const made = await microsoft.partner.ensureRelationship(request);
    assert.equal(made.kind, 'read');
    const { relationshipId } = made.value;
    cloud.clock.advance(1000);
    const again = await microsoft.partner.ensureRelationship({ ...request, relationshipId });
    await approve(cloud, relationshipId, 'admin@contoso.com');
    await authorise(cloud, 'admin@contoso.com');
    cloud.clock.advance(10_000);
    const early = await microsoft.partner.ensureAccessAssignments(relationshipId);
    cloud.clock.advance(10_000);

    const facts = [
      await microsoft.partner.ensureAccessAssignments(relationshipId),
      await microsoft.partner.readResellerRelationship(contoso.tenantId),
      await microsoft.partner.readAgreement(contoso.tenantId),
    ];

    assert.deepEqual(again, { kind: 'read', value: { ...made.value, status: 'approvalPending' } });
    assert.deepEqual(early, { kind: 'read', value: 'pending' });
    assert.deepEqual(facts, [
      { kind: 'read', value: 'active' },
      { kind: 'read', value: 'attached' },
      { kind: 'read', value: 'accepted' },
    ]);
  });

  it('finds a relationship of before instead of asking for another', async () => {
    const { tenantId, displayName } = tenantByDomain('treyresearch.net');

    const reading = await microsoft.partner.ensureRelationship({ tenantId, customerName: displayName });

    assert.equal(reading.kind, 'read');
    assert.equal(reading.value.status, 'active');
  });

  it('sees failed access assignments, and asks for them anew', async () => {
    const { tenantId, displayName } = tenantByDomain('vanarsdelltd.com');
    const made = await microsoft.partner.ensureRelationship({ tenantId, customerName: displayName });
    assert.equal(made.kind, 'read');
    cloud.clock.advance(1000);
    await approve(cloud, made.value.relationshipId, 'admin@vanarsdelltd.com');
    cloud.clock.advance(10_000);
    await microsoft.partner.ensureAccessAssignments(made.value.relationshipId);
    cloud.clock.advance(20_000);

    const reading = await microsoft.partner.ensureAccessAssignments(made.value.relationshipId);

    assert.deepEqual(reading, { kind: 'read', value: 'retried' });
  });

  it('has nothing of a customer who accepted nothing', async () => {
    const reseller = await microsoft.partner.readResellerRelationship(contoso.tenantId);

    assert.deepEqual(reseller, { kind: 'read', value: 'missing' });
  });

  it('wants the provider too in the indirect model', async () => {
    const partners = [sandboxPartner, sandboxProvider].map(({ tenantId, displayName: name }) => ({ tenantId, name }));
    microsoft = connect({ partnerModel: 'reseller', partners });
    await authorise(cloud, 'admin@contoso.com');
    cloud.clock.advance(20_000);
    const before = await microsoft.partner.readResellerRelationship(contoso.tenantId);
    const fields = { user: 'admin@contoso.com', action: 'authorise', authorise: 'yes' };
    await cloud.post(invitationAddress(sandboxProvider.tenantId), fields);
    cloud.clock.advance(20_000);

    const after = await microsoft.partner.readResellerRelationship(contoso.tenantId);

    assert.deepEqual(
      [before, after],
      [
        { kind: 'read', value: { missing: ['provider'] } },
        { kind: 'read', value: 'attached' },
      ],
    );
  });

  it('reads the invitation link', async () => {
    const reading = await microsoft.partner.resellerInvitationUrl();

    assert.equal(reading.kind, 'read');
    assert.ok(reading.value.startsWith(`${cloud.url}${invitationAddress()}`));
  });

  it('sends a mail', async () => {
    const outcome = await microsoft.mail.send({
      to: { address: 'admin@contoso.com', name: 'Megan Bowen' },
      subject: 'Partner Connect',
      html: '<p>Hello</p>',
      text: 'Hello',
      reference: 'transition-1',
    });

    assert.equal(outcome.kind, 'accepted');
    assert.equal(cloud.sandbox.controls.mails()[0]?.subject, 'Partner Connect');
  });
});
