import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { redirectUri, sandboxConfig, startSandboxTest, type SandboxTest } from '../microsoft/sandbox-fixture.ts';
import { sandboxPartner, tenantByDomain } from '../../src/sandbox/directory.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { askedBy, createCallLog } from './call-log.ts';
import { cloudContract, type CloudUnderTest } from './cloud-contract.ts';

const { tenantId, domain, displayName } = tenantByDomain('contoso.com');
const callLog = createCallLog();

async function openSandbox(): Promise<{ sandbox: SandboxTest; cloud: CloudUnderTest }> {
  // The contract reads the audit records of the real day.
  const sandbox = await startSandboxTest({}, { clock: createFakeClock(new Date()), log: callLog });
  const cloud: CloudUnderTest = {
    microsoft: sandbox,
    callLog,
    config: { ...sandboxConfig(sandbox.url), senderMailbox: sandboxPartner.senderMailbox },
    customer: { tenantId, domain },
    mayWrite: true,
    stop: () => sandbox.stop(),
  };
  return { sandbox, cloud };
}

/** All that a customer's administrator does. */
async function connectCustomer({ microsoft: { partner, signIn } }: CloudUnderTest, sandbox: SandboxTest) {
  const user = `admin@${domain}`;
  const request = { tenantId, customerName: displayName };
  const asked = await partner.ensureRelationship(request);
  const invitation = await partner.resellerInvitationUrl();
  assert.ok(asked.kind === 'read' && invitation.kind === 'read');
  const answers = [
    await sandbox.post(signIn.consentUrl({ tenantId, state: 'state', redirectUri }), { user, action: 'accept' }),
    await sandbox.post(partner.approvalUrl(asked.value.relationshipId).replace('Home#/', ''), {
      user,
      action: 'approve',
    }),
    await sandbox.post(invitation.value.split('#')[0] ?? '', {
      user,
      authorise: 'yes',
      agreement: 'yes',
      action: 'authorise',
    }),
  ];
  const refused = answers.filter(({ status }) => status >= 400);
  assert.deepEqual(refused, []);
  sandbox.clock.advance(60_000);
}

cloudContract('the stand-in, of a customer whom nobody has asked for anything', async () => {
  const { cloud } = await openSandbox();
  return cloud;
});

cloudContract('the stand-in, of a customer who has come', async () => {
  const { cloud, sandbox } = await openSandbox();
  await connectCustomer(cloud, sandbox);
  return cloud;
});

describe('the contract with Microsoft', () => {
  it('makes every call that the service makes, but those that are named as left out', () => {
    const made = callLog.answered();

    const named = Object.entries(askedBy).filter(([, by]) => by !== 'never');
    assert.deepEqual(
      named.map(([call]) => call).filter((call) => !made.has(call)),
      [],
    );
    assert.deepEqual(
      Object.entries(askedBy)
        .filter(([call, by]) => by === 'never' && made.has(call))
        .map(([call]) => call),
      [],
    );
  });
});
