import type { BotCredentials, MachineProbes, MicrosoftProbes } from '../ports/check-up.ts';
import type { Clock } from '../ports/runtime.ts';

/** The settings that the self-check judges by themselves, or needs to know what to look at. */
export interface CheckUpSettings {
  /** Nobody from elsewhere can reach it, so nobody is asked to. */
  isSiteLoopback: boolean;
  linkKeys: readonly string[];
  bot: { kind: 'sandbox' } | { kind: 'managedIdentity' } | ({ kind: 'password' } & BotCredentials);
  partnerTenantId: string;
  delegatedAdminToken: 'appOnly' | 'appAndUser';
  delegatedAdminRoleIds: readonly string[];
  /** ISO 8601; PT0S or P0D is never. */
  autoExtendDuration: string;
  groups: readonly { groupId: string; roleIds: readonly string[] }[];
  /** The approval link of some relationship, made from the configured template. */
  approvalUrl: string;
  isSandbox: boolean;
  /** In an indirect model, the resellers who must have signed Microsoft's partner agreement. */
  resellerTenantIds: readonly string[];
  /** Microsoft's own pages differ on whether an indirect reseller may use Partner Center's API at all. */
  isReseller: boolean;
  /** Whom Microsoft surely tells whether they have. */
  isProvider: boolean;
  /** Where events are to arrive; absent: polling only. */
  webhookUrl?: string | undefined;
}

export interface CheckUpDeps {
  settings: CheckUpSettings;
  microsoft: MicrosoftProbes;
  machine: MachineProbes;
  clock: Clock;
}
