import { licenceRoleIds } from '../../src/config/delegated-admin.ts';
import type { SecretStore } from '../../src/core/ports/store/secret-store.ts';
import { createMicrosoft, type Microsoft } from '../../src/microsoft/create-microsoft.ts';
import { microsoftDefaults, type MicrosoftConfig } from '../../src/microsoft/microsoft-config.ts';
import type { Log } from '../../src/microsoft/reading.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';
import { createFakeIds } from '../support/fake-ids.ts';
import { startMicrosoftStub, type MicrosoftStub } from './microsoft-stub.ts';
import { createWireTimers, type WireTimers } from './wire-timers.ts';

export const clientId = '40000000-0000-4000-8000-000000000001';
export const partnerTenantId = '10000000-0000-4000-8000-000000000001';
export const providerTenantId = '484e548c-f5f3-4528-93a9-c16c6373cb59';
export const groupId = '869713c9-0b28-4d08-8949-ae07ae1bf528';
/** The customer of the relationship fixtures. */
export const customerTenantId = '4b827261-d21f-4aa9-b7db-7fa1f56fb163';
export const relationshipId = '5d027261-d21f-4aa9-b7db-7fa1f56fb163-8777b240-c6f0-4469-9e98-a3205431b836';
export const relationshipsPath = '/graph/v1.0/tenantRelationships/delegatedAdminRelationships';

interface LogLine {
  facts: object;
  message: string;
}

export interface MicrosoftTest extends Microsoft {
  stub: MicrosoftStub;
  clock: FakeClock;
  timers: WireTimers;
  logged: LogLine[];
}

/** A log of which only the warnings are looked at. */
export function warningLog(warn: (facts: object, message: string) => void): Log {
  return { debug: () => undefined, info: () => undefined, warn };
}

export function testConfig(baseUrl: string, overrides: Partial<MicrosoftConfig> = {}): MicrosoftConfig {
  return {
    ...microsoftDefaults,
    loginUrl: `${baseUrl}/login`,
    externalLoginUrl: `${baseUrl}/external/{tenantId}`,
    graphUrl: `${baseUrl}/graph`,
    partnerCenterUrl: `${baseUrl}/partnercenter`,
    clientId,
    clientSecret: 'the-client-secret',
    partnerTenantId,
    partnerModel: 'direct',
    partners: [{ tenantId: partnerTenantId, name: 'Northwind Traders' }],
    serviceAccountRefreshToken: 'the-refresh-token',
    delegatedAdminToken: 'appOnly',
    delegatedAdminRoleIds: licenceRoleIds,
    relationshipDuration: 'P730D',
    autoExtendDuration: 'P180D',
    accessAssignmentGroups: [
      { groupId, roleIds: ['4d6ac14f-3453-41d0-bef9-a3e0c569773a', 'f2ef992c-3afb-46b9-b7cf-a126ee74c451'] },
    ],
    senderMailbox: 'partnerconnect@northwindtraders.com',
    requestTimeoutMs: 5_000,
    retryDelayMs: 0,
    longestRetryAfterMs: 1_000,
    ...overrides,
  };
}

/** In memory, as the database would. */
function memorySecrets(): SecretStore {
  const kept = new Map<string, { version: number; value: string }>();
  return {
    get: async (name) => kept.get(name),
    async put(name, value, known) {
      if ((kept.get(name)?.version ?? 0) !== known.version) return false;
      kept.set(name, { version: known.version + 1, value });
      return true;
    },
  };
}

/** The room against a stub that issues tokens and otherwise says what the test told it. Stop the stub after use. */
export async function startMicrosoftTest(
  overrides: Partial<MicrosoftConfig> | ((baseUrl: string) => Partial<MicrosoftConfig>) = {},
): Promise<MicrosoftTest> {
  const stub = await startMicrosoftStub();
  const logged: LogLine[] = [];
  const config = testConfig(stub.url, typeof overrides === 'function' ? overrides(stub.url) : overrides);
  const clock = createFakeClock();
  const timers = createWireTimers(clock, config.requestTimeoutMs);
  stub.whenSilent(timers.expire);
  stub.whenSlow(timers.pass);
  for (const tenant of [partnerTenantId, customerTenantId]) {
    stub.on('POST', `/login/${tenant}/oauth2/v2.0/token`, { fixture: 'token-client-credentials' });
  }
  const microsoft = createMicrosoft(config, {
    clock,
    ids: createFakeIds(),
    timers,
    secrets: memorySecrets(),
    random: () => 0,
    log: warningLog((facts, message) => void logged.push({ facts, message })),
  });
  return { ...microsoft, stub, clock, timers, logged };
}
