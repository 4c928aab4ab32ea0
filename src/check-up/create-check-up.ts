import { checkUp } from '../core/check-up/check-up.ts';
import type { CheckUpSettings } from '../core/check-up/check-up-deps.ts';
import type { Finding } from '../core/check-up/findings.ts';
import type { MicrosoftProbes } from '../core/ports/check-up.ts';
import type { PartnerCloud } from '../core/ports/microsoft.ts';
import type { Clock } from '../core/ports/runtime.ts';
import { readFreeBytes } from './free-bytes.ts';
import { readCertificate, readSite } from './site-probes.ts';

/** The configuration as far as the self-check is concerned. */
export interface CheckUpConfig {
  mode: 'production' | 'sandbox';
  databaseUrl: string;
  http: { publicUrl: string };
  linkKeys: readonly string[];
  bot: {
    authentication: 'on' | 'off';
    appType: 'SingleTenant' | 'MultiTenant' | 'UserAssignedMSI';
    appId?: string;
    appPassword?: string;
    appTenantId?: string;
  };
  microsoft: {
    partnerTenantId: string;
    partnerModel: 'direct' | 'provider' | 'reseller';
    /** In the provider's model, by organisation. */
    resellers?: Readonly<Record<string, { tenantId: string }>>;
    delegatedAdminToken: 'appOnly' | 'appAndUser';
    delegatedAdminRoleIds: readonly string[];
    autoExtendDuration: string;
    accessAssignmentGroups: readonly { groupId: string; roleIds: readonly string[] }[];
  };
}

export interface CheckUpParts {
  /** Only the running service can have seen one. */
  isProxyUncounted?: (() => boolean) | undefined;
  /** Where Partner Center's events are to arrive. */
  webhookUrl?: string | undefined;
  probes: MicrosoftProbes;
  partner: Pick<PartnerCloud, 'approvalUrl'>;
  /** Rejects when the database cannot be opened, read and written. */
  pingDatabase: () => Promise<void>;
  /** Undefined where the database is on this machine. */
  databaseClockAheadMs?: () => Promise<number | undefined>;
  clock: Clock;
}

export type CheckUp = () => Promise<readonly Finding[]>;

/** For the command line and for the chat: the same looks, the same findings. */
export function createCheckUp(config: CheckUpConfig, parts: CheckUpParts): CheckUp {
  const { probes, clock } = parts;
  const { publicUrl } = config.http;
  const machine = {
    isProxyUncounted: () => parts.isProxyUncounted?.() === true,
    database: async () => databaseOutcome(parts),
    freeBytes: async () => readFreeBytes(config.databaseUrl),
    site: async () => readSite(publicUrl),
    siteCertificate: async () => readCertificate(publicUrl),
  };
  const settings = checkUpSettings(config, parts);
  return async () => checkUp({ settings, microsoft: probes, machine, clock });
}

/** Whoever reads it is an operator, and a database's own words say best what is wrong with it. */
async function databaseOutcome({
  pingDatabase,
  databaseClockAheadMs,
}: Pick<CheckUpParts, 'pingDatabase' | 'databaseClockAheadMs'>) {
  try {
    await pingDatabase();
    return { kind: 'works' as const, clockAheadMs: await databaseClockAheadMs?.() };
  } catch (error) {
    return { kind: 'refused' as const, why: error instanceof Error ? error.message : String(error) };
  }
}

export function checkUpSettings(
  config: CheckUpConfig,
  { partner, webhookUrl }: Pick<CheckUpParts, 'partner' | 'webhookUrl'>,
): CheckUpSettings {
  const { microsoft } = config;
  return {
    isSiteLoopback: /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?(\/|$)/.test(config.http.publicUrl),
    linkKeys: config.linkKeys,
    bot: botOf(config.bot),
    partnerTenantId: microsoft.partnerTenantId,
    delegatedAdminToken: microsoft.delegatedAdminToken,
    delegatedAdminRoleIds: microsoft.delegatedAdminRoleIds,
    autoExtendDuration: microsoft.autoExtendDuration,
    groups: microsoft.accessAssignmentGroups,
    approvalUrl: partner.approvalUrl('00000000-0000-0000-0000-000000000000'),
    isSandbox: config.mode === 'sandbox',
    resellerTenantIds: resellerTenantIdsOf(microsoft),
    isReseller: microsoft.partnerModel === 'reseller',
    isProvider: microsoft.partnerModel === 'provider',
    webhookUrl,
  };
}

/** Whose agreement counts: ours where we are the reseller, and a provider's resellers'. */
function resellerTenantIdsOf({ partnerModel, partnerTenantId, resellers = {} }: CheckUpConfig['microsoft']) {
  if (partnerModel === 'reseller') return [partnerTenantId];
  return partnerModel === 'provider' ? Object.values(resellers).map(({ tenantId }) => tenantId) : [];
}

function botOf({ authentication, appType, appId, appPassword, appTenantId }: CheckUpConfig['bot']) {
  if (authentication === 'off') return { kind: 'sandbox' as const };
  if (appType === 'UserAssignedMSI') return { kind: 'managedIdentity' as const };
  const tenantId = appType === 'MultiTenant' ? undefined : appTenantId;
  return { kind: 'password' as const, appId: appId ?? '', appPassword: appPassword ?? '', tenantId };
}
