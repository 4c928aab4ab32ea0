// What the service expects of Microsoft's cloud, asked through its own client: of the stand-in in every test run, and of
// the real cloud where somebody gives credentials. It reads; it writes only where a tenant is named for that.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'mocha';
import type { Probe } from '../../src/core/ports/check-up.ts';
import type { Reading } from '../../src/core/ports/microsoft.ts';
import type { Microsoft } from '../../src/microsoft/create-microsoft.ts';
import type { MicrosoftConfig } from '../../src/microsoft/microsoft-config.ts';
import type { CallLog } from './call-log.ts';

export interface CloudUnderTest {
  microsoft: Microsoft;
  config: MicrosoftConfig;
  /** What `microsoft` logs with. */
  callLog: CallLog;
  /** A customer's tenant to read; none: what is asked of a customer is left out. */
  customer?: { tenantId: string; domain: string } | undefined;
  /**
   * A relationship may be asked of that customer, the configured groups be given its roles, and a mail be sent to the
   * sender's own mailbox.
   */
  mayWrite: boolean;
  stop(): Promise<void>;
}

const dayMs = 24 * 60 * 60 * 1000;

export function cloudContract(name: string, open: () => Promise<CloudUnderTest>): void {
  describe(`the contract with Microsoft: ${name}`, () => {
    let opened: CloudUnderTest | undefined;
    before(async () => {
      opened = await open();
    });
    after(async () => opened?.stop());
    const cloud = () => {
      assert.ok(opened);
      return opened;
    };

    itReadsThePartner(cloud);
    itReadsTheLists(cloud);
    itReadsACustomer(cloud);
    itWrites(cloud);
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

    // Not `Mail.Send`: where Exchange Online limits it to the one mailbox, no token says so.
    assert.ok(permissions?.includes('CrossTenantInformation.ReadBasic.All'), permissions?.join(' '));
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

    const { resources } = microsoft.probes;
    const invitation = readIn(await microsoft.partner.resellerInvitationUrl());
    const probed =
      config.resellerInvitationUrl === undefined ? valueOf(await resources.resellerInvitation()) : undefined;
    const profile = valueOf(await resources.partnerProfile());

    assert.notEqual(probed?.isForCustomers, false);
    assert.equal(new URL(invitation).searchParams.get('invType'), 'ResellerRelationship');
    assert.equal(profile.tenantId ?? config.partnerTenantId, config.partnerTenantId);
  });

  it('the mailbox of the sender and the end of our own secret are read, where we may', async () => {
    const { resources } = cloud().microsoft.probes;

    for (const probe of [await resources.senderMailbox(), await resources.ownCredentialEnd()]) {
      const mayNot = probe.kind === 'refused' && probe.reason === 'forbidden';
      if (!mayNot) valueOf(probe);
    }
  });

  it('whether a partner has signed its agreement is told of resellers, and answered of ourselves', async () => {
    const { config, microsoft } = cloud();
    const resellers = Object.values(config.resellers ?? {});

    const ours = await microsoft.probes.resources.partnerAgreement(config.partnerTenantId);
    const theirs = await Promise.all(
      resellers.map(async ({ tenantId }) => microsoft.probes.resources.partnerAgreement(tenantId)),
    );

    // Of oneself Microsoft promises no answer: then it is a refusal, and one that says so.
    assert.ok(ours.kind === 'read' || /^HTTP 4/.test(ours.detail), JSON.stringify(ours));
    theirs.forEach(valueOf);
  });

  it('the rules for addresses of a country are read, and an address is judged', async () => {
    const { addresses } = cloud().microsoft;

    const rules = await addresses.countryRules('US');
    const verdict = readIn(
      await addresses.judge({
        country: 'US',
        line1: '1 Microsoft Way',
        city: 'Redmond',
        state: 'WA',
        postalCode: '98052',
      }),
    );

    assert.ok(rules);
    assert.ok(rules.states.includes('WA'));
    assert.equal(rules.postalCodeFits?.('98052'), true);
    assert.notEqual(verdict.kind, 'unknown');
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

/** Rounds over many transitions rest on them: one that breaks is read alone instead, and nobody would notice. */
function itReadsTheLists(cloud: () => CloudUnderTest): void {
  it('the list of delegated admin relationships is read to its end, and one that is not there is not in it', async () => {
    const { microsoft, callLog } = cloud();
    const relationshipId = `${randomUUID()}-${randomUUID()}`;

    await untilListed(callLog, 'delegated admin relationships', async () => {
      assert.equal(readIn(await microsoft.partner.readRelationship(relationshipId, anyList())), undefined);
    });
  });

  it('the list of customers is read to its end, and one that is not there is not in it', async () => {
    const { microsoft, callLog } = cloud();
    const tenantId = randomUUID();

    await untilListed(callLog, 'customers', async () => {
      assert.equal(readIn(await microsoft.partner.readResellerRelationship(tenantId, anyList())), 'missing');
    });
  });
}

const anyList = () => ({ asOf: new Date(Date.now() - dayMs) });

/** A list is taken once as many were read alone as it has pages, which are not known beforehand. */
const mostSingles = 500;

async function untilListed({ lines }: CallLog, list: string, read: () => Promise<void>): Promise<void> {
  const before = lines.length;
  const told = () =>
    lines
      .slice(before)
      .find(
        ({ facts }) => ('list' in facts && facts.list === list) || ('what' in facts && facts.what === `list ${list}`),
      );
  for (let reads = 0; reads < mostSingles && !told(); reads += 1) await read();
  assert.equal(told()?.message, 'a list of microsoft was taken', JSON.stringify(told()?.facts));
}

function itReadsACustomer(cloud: () => CloudUnderTest): void {
  it('a customer’s tenant is found by its domain, and what stands between us is read', async function () {
    const { customer, microsoft } = cloud();
    if (!customer) this.skip();
    const { tenantId, domain } = customer;

    const found = await microsoft.directory.findTenant(domain);
    const proof = await microsoft.connection.prove(tenantId, { fresh: true });
    const inventory = proof.kind === 'connected' ? await microsoft.connection.readInventory(tenantId) : undefined;
    const readings: Reading<unknown>[] = [
      await microsoft.partner.readResellerRelationship(tenantId),
      await microsoft.partner.readAgreement(tenantId),
      await microsoft.partner.existingRelationships(tenantId),
    ];
    const isOurs = readIn(await microsoft.partner.customerState(tenantId)) === 'reseller';
    // Of who is no customer of ours nothing of the kind is shown.
    if (isOurs) readings.push(await microsoft.partner.readQualifications(tenantId));

    assert.equal(found.kind === 'found' && found.tenantId, tenantId);
    assert.ok(['connected', 'incomplete', 'notConnected'].includes(proof.kind), proof.kind);
    for (const reading of readings) readIn<unknown>(reading);
    for (const part of inventory ? [inventory.users, inventory.licences] : []) {
      // A consent may cover less; any other answer of Microsoft's would be one that we misread.
      assert.ok(part.kind === 'read' || part.code === 'PERMISSION_MISSING', JSON.stringify(part));
    }
  });
}

function itWrites(cloud: () => CloudUnderTest): void {
  it('a relationship is asked of the customer named, once however often, groups get its roles once it is active, and a mail reaches its own sender', async function () {
    const { config, customer, mayWrite, microsoft } = cloud();
    if (!customer || !mayWrite) this.skip();
    const request = { tenantId: customer.tenantId, customerName: 'Contract test' };

    const first = readIn(await microsoft.partner.ensureRelationship(request));
    const second = readIn(
      await microsoft.partner.ensureRelationship({ ...request, relationshipId: first.relationshipId }),
    );
    const roles =
      first.status === 'active'
        ? readIn(await microsoft.partner.ensureAccessAssignments(first.relationshipId))
        : undefined;
    const sent = await microsoft.mail.send({
      to: { address: config.senderMailbox, name: 'Contract test' },
      subject: 'Contract test',
      html: '<p>Contract test</p>',
      text: 'Contract test',
      reference: 'contract-test',
    });

    assert.equal(second.relationshipId, first.relationshipId);
    assert.ok(roles === undefined || roles === 'pending' || roles === 'active', JSON.stringify(roles));
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
