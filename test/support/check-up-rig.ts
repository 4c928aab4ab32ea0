// Everything that the self-check sees, in memory and right until a test breaks it.
import { checkUp } from '../../src/core/check-up/check-up.ts';
import type { CheckUpDeps } from '../../src/core/check-up/check-up-deps.ts';
import type { CheckName } from '../../src/core/check-up/findings.ts';
import type { MachineProbes, Probe, ResourceProbes, SignInProbes } from '../../src/core/ports/check-up.ts';
import { after, createFakeClock, testNow, type FakeClock } from './fake-clock.ts';

const megabyte = 1024 * 1024;
const day = 24 * 60 * 60 * 1000;
const partnerTenantId = '10000000-0000-4000-8000-000000000001';
export const globalReader = 'f2ef992c-3afb-46b9-b7cf-a126ee74c451';

export function read<T>(value: T): () => Promise<Probe<T>> {
  return async () => ({ kind: 'read', value });
}

export interface CheckUpRig {
  deps: CheckUpDeps;
  clock: FakeClock;
  machine: MachineProbes;
  signIn: SignInProbes;
  resources: ResourceProbes;
  /** The codes found for one check. */
  found(check: CheckName): Promise<string[]>;
}

/** Everything right, and a public address on the internet. */
export function createCheckUpRig(): CheckUpRig {
  const machine: MachineProbes = {
    isProxyUncounted: () => false,
    database: async () => ({ kind: 'works' }),
    freeBytes: async () => 5_000 * megabyte,
    site: async () => ({ kind: 'answers', status: 200, isOurs: true }),
    siteCertificate: async () => ({ kind: 'valid', endsAt: after(testNow, 60 * day) }),
  };
  const signIn: SignInProbes = {
    partnerTenant: read({ clockAheadMs: 0 }),
    ownToken: read({ permissions: ['Mail.Send', 'CrossTenantInformation.ReadBasic.All'] }),
    serviceAccountToken: read(undefined),
    mfaCompliance: read(true),
    botToken: read(undefined),
  };
  const resources: ResourceProbes = {
    relationships: read(undefined),
    group: read({ isSecurityGroup: true }),
    senderMailbox: read(undefined),
    ownCredentialEnd: read(after(testNow, 60 * day)),
    botCredentialEnd: read(after(testNow, 60 * day)),
    resellerInvitation: read({ isForCustomers: true }),
    pastedInvitation: () => undefined,
    partnerProfile: read({ tenantId: partnerTenantId }),
    customers: read(undefined),
    otherInvitations: () => [{ partner: 'Provider', state: 'fits' }],
    partnerAgreement: read({ isSigned: true }),
    webhooks: read({ host: 'connect.example', isOurs: true, missingEvents: [] }),
  };
  const clock = createFakeClock();
  const deps: CheckUpDeps = {
    settings: {
      isSiteLoopback: false,
      linkKeys: ['f3a91c07b65d48e2f3a91c07b65d48e2'],
      bot: { kind: 'password', appId: 'bot', appPassword: 'password', tenantId: partnerTenantId },
      partnerTenantId,
      delegatedAdminToken: 'appAndUser',
      delegatedAdminRoleIds: [globalReader],
      autoExtendDuration: 'P180D',
      groups: [{ groupId: 'readers', roleIds: [globalReader] }],
      approvalUrl: 'https://admin.microsoft.com/AdminPortal/Home',
      isSandbox: false,
      resellerTenantIds: [partnerTenantId],
      isReseller: true,
      isProvider: false,
      webhookUrl: 'https://connect.example/webhooks',
    },
    microsoft: { signIn, resources },
    machine,
    clock,
  };
  return {
    deps,
    clock,
    machine,
    signIn,
    resources,
    async found(check) {
      const findings = await checkUp(deps);
      return findings.filter((one) => one.check === check).map(({ code }) => code);
    },
  };
}
