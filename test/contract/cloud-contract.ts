// What the service expects of Microsoft's cloud, asked through its own client: of the stand-in in every test run, and of
// the real cloud where somebody gives credentials. It reads; it writes only where a tenant is named for that.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { Probe } from '../../src/core/ports/check-up.ts';
import type { Reading } from '../../src/core/ports/microsoft.ts';
import type { Microsoft } from '../../src/microsoft/create-microsoft.ts';
import type { MicrosoftConfig } from '../../src/microsoft/microsoft-config.ts';

export interface CloudUnderTest {
  microsoft: Microsoft;
  config: MicrosoftConfig;
  /** A customer's tenant to read; none: what is asked of a customer is left out. */
  customer?: { tenantId: string; domain: string } | undefined;
  /** A relationship may be asked of that customer, and a mail sent to the sender's own mailbox. */
  mayWrite: boolean;
  stop(): Promise<void>;
}

const dayMs = 24 * 60 * 60 * 1000;

export function cloudContract(name: string, open: () => Promise<CloudUnderTest>): void {
  describe(`the contract with Microsoft: ${name}`, () => {
    let cloud: CloudUnderTest;
    before(async () => {
      cloud = await open();
    });
    after(async () => cloud.stop());

    itReadsThePartner(() => cloud);
    itReadsACustomer(() => cloud);
    itWrites(() => cloud);
  });
}

function itReadsThePartner(cloud: () => CloudUnderTest): void {
  it('discovery knows the partner’s tenant, says the time, and knows no made-up domain', async () => {
    const { microsoft } = cloud();

    const partner = valueOf(await microsoft.probes.signIn.partnerTenant());
    const nowhere = await microsoft.directory.findTenant('no-such-tenant-d41d8cd98f00.onmicrosoft.com');

    assert.ok(Math.abs(partner.clockAheadMs ?? 0) < 5 * 60 * 1000);
    assert.equal(nowhere.kind, 'notFound');
  });

  it('the app gets a token of its own that says what it may do', async () => {
    const { permissions } = valueOf(await cloud().microsoft.probes.signIn.ownToken());

    assert.ok(permissions?.includes('Mail.Send'));
  });

  it('the service account’s refresh token is redeemed, and Partner Center says whether it signed in with MFA', async () => {
    const { signIn } = cloud().microsoft.probes;

    valueOf(await signIn.serviceAccountToken());
    const isCompliant = valueOf(await signIn.mfaCompliance());

    assert.equal(isCompliant, true);
  });

  it('delegated admin relationships are listed', async () => {
    valueOf(await cloud().microsoft.probes.resources.relationships());
  });

  it('every configured security group is there', async () => {
    const { config, microsoft } = cloud();
    for (const { groupId } of config.accessAssignmentGroups) {
      const { isSecurityGroup } = valueOf(await microsoft.probes.resources.group(groupId));
      assert.equal(isSecurityGroup, true, groupId);
    }
  });

  it('Partner Center gives an invitation for customers, and the profile of the partner’s tenant', async () => {
    const { config, microsoft } = cloud();

    const invitation = readIn(await microsoft.partner.resellerInvitationUrl());
    const profile = valueOf(await microsoft.probes.resources.partnerProfile());

    assert.equal(new URL(invitation).searchParams.get('invType'), 'ResellerRelationship');
    assert.equal(profile.tenantId ?? config.partnerTenantId, config.partnerTenantId);
  });

  it('the webhook registration can be read, and the events that we want are offered', async () => {
    const { registration } = cloud().microsoft;

    await registration.read();
    const events = (await registration.wantedEvents()).map((event) => event.toLowerCase());

    assert.ok(events.includes('test-created'));
    assert.ok(events.includes('reseller-relationship-accepted-by-customer'));
  });

  it('the audit records of the last day are in the shape that is read', async () => {
    const subjects = await cloud().microsoft.auditTrail.subjectsSince(new Date(Date.now() - dayMs));

    assert.ok(Array.isArray(subjects));
  });
}

function itReadsACustomer(cloud: () => CloudUnderTest): void {
  it('a customer’s tenant is found by its domain, and what stands between us is read', async function () {
    const { customer, microsoft } = cloud();
    if (!customer) this.skip();
    const { tenantId, domain } = customer;

    const found = await microsoft.directory.findTenant(domain);
    const proof = await microsoft.connection.prove(tenantId, { fresh: true });
    const inventory = proof.kind === 'connected' ? await microsoft.connection.readInventory(tenantId) : undefined;
    const readings = [
      await microsoft.partner.readResellerRelationship(tenantId),
      await microsoft.partner.readAgreement(tenantId),
      await microsoft.partner.existingRelationships(tenantId),
    ];

    assert.equal(found.kind === 'found' && found.tenantId, tenantId);
    assert.ok(['connected', 'incomplete', 'notConnected'].includes(proof.kind), proof.kind);
    assert.deepEqual(
      readings.map(({ kind }) => kind),
      ['read', 'read', 'read'],
    );
    for (const part of inventory ? [inventory.users, inventory.licences] : []) {
      // A consent may cover less; any other answer of Microsoft's would be one that we misread.
      assert.ok(part.kind === 'read' || part.code === 'PERMISSION_MISSING', JSON.stringify(part));
    }
  });
}

function itWrites(cloud: () => CloudUnderTest): void {
  it('a relationship is asked of the customer named, once however often, and a mail reaches its own sender', async function () {
    const { config, customer, mayWrite, microsoft } = cloud();
    if (!customer || !mayWrite) this.skip();
    const request = { tenantId: customer.tenantId, customerName: 'Contract test' };

    const first = readIn(await microsoft.partner.ensureRelationship(request));
    const second = readIn(
      await microsoft.partner.ensureRelationship({ ...request, relationshipId: first.relationshipId }),
    );
    const sent = await microsoft.mail.send({
      to: { address: config.senderMailbox, name: 'Contract test' },
      subject: 'Contract test',
      html: '<p>Contract test</p>',
      text: 'Contract test',
      reference: 'contract-test',
    });

    assert.equal(second.relationshipId, first.relationshipId);
    assert.equal(sent.kind, 'accepted');
  });
}

function valueOf<T>(probe: Probe<T>): T {
  assert.ok(probe.kind === 'read', probe.kind === 'read' ? '' : `${probe.kind}: ${probe.detail}`);
  return probe.value;
}

function readIn<T>(reading: Reading<T>): T {
  assert.ok(reading.kind === 'read', reading.kind === 'read' ? '' : reading.code);
  return reading.value;
}
