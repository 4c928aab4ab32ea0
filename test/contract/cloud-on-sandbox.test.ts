import { sandboxPartner, tenantByDomain } from '../../src/sandbox/directory.ts';
import { sandboxConfig, startSandboxTest } from '../microsoft/sandbox-fixture.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { cloudContract } from './cloud-contract.ts';

const { tenantId, domain } = tenantByDomain('contoso.com');

cloudContract('the stand-in', async () => {
  // The contract reads the audit records of the real day.
  const sandbox = await startSandboxTest({}, { clock: createFakeClock(new Date()) });
  return {
    microsoft: sandbox,
    config: { ...sandboxConfig(sandbox.url), senderMailbox: sandboxPartner.senderMailbox },
    customer: { tenantId, domain },
    mayWrite: true,
    stop: () => sandbox.stop(),
  };
});
