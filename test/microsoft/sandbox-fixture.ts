import { createMicrosoft, type Microsoft } from '../../src/microsoft/create-microsoft.ts';
import type { MicrosoftConfig } from '../../src/microsoft/microsoft-config.ts';
import type { Log } from '../../src/microsoft/reading.ts';
import { sandboxApp, sandboxPartner } from '../../src/sandbox/directory.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { systemTimers } from '../../src/runtime.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';
import { createFakeIds } from '../support/fake-ids.ts';
import { testConfig, warningLog } from './microsoft-fixture.ts';

export const redirectUri = 'http://127.0.0.1:3978/connect/signed-in';

export interface SandboxTest extends Microsoft {
  url: string;
  controls: ReturnType<typeof createSandbox>['controls'];
  relationships: ReturnType<typeof createSandbox>['relationships'];
  clock: FakeClock;
  logged: object[];
  /** Sends a form as the customer's browser would, and says where Microsoft sends it next, or what it is told. */
  post: (url: string, form: Record<string, string>) => Promise<{ status: number; location: string; page: string }>;
  stop(): Promise<void>;
}

/** As the sandbox's own partner. */
export function sandboxConfig(url: string, overrides: Partial<MicrosoftConfig> = {}): MicrosoftConfig {
  return testConfig(url, {
    clientId: sandboxApp.clientId,
    clientSecret: sandboxApp.clientSecret,
    partnerTenantId: sandboxPartner.tenantId,
    partners: [{ tenantId: sandboxPartner.tenantId, name: sandboxPartner.displayName }],
    serviceAccountRefreshToken: sandboxPartner.serviceAccountRefreshToken,
    senderMailbox: sandboxPartner.senderMailbox,
    approvalUrlTemplate: `${url}/admin/AdminPortal/Home#/partners/invitation/granularAdminRelationships/{relationshipId}`,
    accessAssignmentGroups: [
      { groupId: sandboxPartner.groups.gdapDirectoryReaders, roleIds: ['88d8e3e3-8f55-4a1e-953a-9b9898b8876b'] },
      { groupId: sandboxPartner.groups.gdapLicenseAdministrators, roleIds: ['4d6ac14f-3453-41d0-bef9-a3e0c569773a'] },
    ],
    ...overrides,
  });
}

interface SandboxTestOptions {
  clock?: FakeClock;
  clientCertificates?: string[];
  /** Instead of one that keeps the warnings in `logged`. */
  log?: Log;
}

/** The room against the stand-in for Microsoft's cloud, with acceptances that work at once. */
export async function startSandboxTest(
  overrides: Partial<MicrosoftConfig> = {},
  { clock = createFakeClock(), clientCertificates = [], log }: SandboxTestOptions = {},
): Promise<SandboxTest> {
  const sandbox = createSandbox({
    clock: () => clock.now(),
    normalAfterSeconds: 0,
    redirectUris: [redirectUri],
    clientCertificates,
  });
  const { url } = await sandbox.start();
  const logged: object[] = [];
  const microsoft = createMicrosoft(sandboxConfig(url, overrides), {
    clock,
    ids: createFakeIds(),
    timers: systemTimers,
    log: log ?? warningLog((facts) => void logged.push(facts)),
  });
  return {
    ...microsoft,
    url,
    controls: sandbox.controls,
    relationships: sandbox.relationships,
    clock,
    logged,
    async post(target, form) {
      const response = await fetch(target, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
      return { status: response.status, location: response.headers.get('Location') ?? '', page: await response.text() };
    },
    stop: async () => sandbox.stop(),
  };
}
