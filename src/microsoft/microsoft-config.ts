import type { CloudName } from '../core/ports/microsoft.ts';
import { addressesIn, externalLoginIn, otherLoginUrls } from './clouds.ts';
import type { OwnCredential } from './entra/own-credential.ts';

/** A partner security group and the directory roles that its members get in a customer's tenant. */
export interface GroupRoles {
  groupId: string;
  roleIds: readonly string[];
}

export interface PartnerCompany {
  tenantId: string;
  name: string;
  /** Its invitation for customers, pasted: Partner Center gives us only our own. */
  invitationUrl?: string;
}

/** Application permissions that customers are asked for. */
export interface CustomerPermissions {
  /** A consent without one of these is asked for again. */
  needed: readonly string[];
  /** Without these we know less, and everything goes on. */
  informative: readonly string[];
}

/** What the room needs to know, all of it from configuration. Base addresses alone decide whose cloud is spoken to. */
export interface MicrosoftConfig extends Omit<OwnCredential, 'clientAssertion'> {
  /** Without a final slash: https://login.microsoftonline.com */
  loginUrl: string;
  /** Sign-in hosts of Microsoft's other clouds, for tenants that ours does not know. */
  otherLoginUrls: readonly string[];
  /** Sign-in of tenants for consumers: https://{tenantId}.ciamlogin.com. Absent: it is not asked. */
  externalLoginUrl?: string;
  /** Without version: https://graph.microsoft.com */
  graphUrl: string;
  /** What tokens for Graph are made out to; Microsoft's own address also where `graphUrl` is a stand-in's. */
  graphResource: string;
  /** Without version: https://api.partnercenter.microsoft.com */
  partnerCenterUrl: string;
  partnerCenterResource: string;
  /** Where multi-tenant bots get their tokens. */
  botLoginTenant: string;
  /** What the bot's own tokens are made out to. */
  botResource: string;
  /** Where a customer approves a relationship; `{relationshipId}` stands for its id. */
  approvalUrlTemplate: string;

  clientId: string;
  /** In place of a secret: the user-assigned managed identity that the registration trusts, and what its token is for. */
  managedIdentityClientId?: string;
  /** Stands in for Azure's endpoint, in tests. */
  managedIdentityUrl?: string;
  tokenExchangeAudience: string;
  /** Asked for on the admin consent page; `.default` means everything in the app registration. */
  consentScope: string;
  /** What this covers. */
  customerPermissions: CustomerPermissions;

  partnerTenantId: string;
  /** `reseller`: the provider transacts and attests, so what we cannot read of the agreement is the provider's business. */
  partnerModel: 'direct' | 'provider' | 'reseller';
  /** Every partner that the customer must have authorised: ours, and in an indirect model the other one too. */
  partners: readonly PartnerCompany[];
  /** In the provider's model, by organisation: the company that it is, which its customers authorise besides us. */
  resellers?: Readonly<Record<string, PartnerCompany>>;
  /** ISO 3166-1 alpha-2: where we may sell. Absent: not known. */
  regionCountries?: readonly string[];
  /** A reseller invitation copied from Partner Center, for when its API refuses to give one. */
  resellerInvitationUrl?: string;
  /** Of the service account in AdminAgents, for calls that refuse app-only tokens. Absent: those calls fail by name. */
  serviceAccountRefreshToken?: string;
  /** They encrypt what Entra gives in its place; the first seals, all open. Absent: it is forgotten on restart. */
  tokenKeys?: readonly [string, ...string[]];

  /** `appOnly` needs Microsoft's own service principal for GDAP in the partner's tenant; see the operator's guide. */
  delegatedAdminToken: 'appOnly' | 'appAndUser';
  /** Directory role template ids asked of the customer. */
  delegatedAdminRoleIds: readonly string[];
  /** ISO 8601, P1D to P2Y. */
  relationshipDuration: string;
  /** P180D, or PT0S for never. Ignored when Global Administrator is among the roles: Microsoft refuses that. */
  autoExtendDuration: string;
  accessAssignmentGroups: readonly GroupRoles[];

  /** Object id or user principal name of the mailbox that mails are sent from. */
  senderMailbox: string;

  /** One try of a call to Microsoft, its body included. Good answers have been seen to take ten seconds. */
  requestTimeoutMs: number;
  /** Between two tries when Microsoft does not say how long to wait. */
  retryDelayMs: number;
  /** A longer Retry-After is not waited for: the caller is told instead. */
  longestRetryAfterMs: number;
  /** After that no further try of a call begins. */
  lastTryWithinMs: number;
  /** For one tenant at one of Microsoft's services; Outlook allows four for a mailbox. */
  callsAtOnce: number;
  callsWaiting: number;
  /** Failed calls in a row after which a service is left in peace, and for how long. */
  circuitOpensAfter: number;
  circuitRestMs: number;
}

/** In the global cloud; what does not depend on a cloud is the same in all of them. */
export const microsoftDefaults = {
  ...addressesIn('global'),
  otherLoginUrls: [],
  // The first also shows the licences: LicenseAssignment.Read.All, made for them alone, would add nothing to it. Counting
  // users has no lesser permission for an application than the second.
  customerPermissions: { needed: ['Organization.Read.All'], informative: ['User.Read.All'] },
  requestTimeoutMs: 15_000,
  retryDelayMs: 500,
  longestRetryAfterMs: 5_000,
  lastTryWithinMs: 8_000,
  callsAtOnce: 4,
  callsWaiting: 200,
  circuitOpensAfter: 8,
  circuitRestMs: 30_000,
} as const satisfies Partial<MicrosoftConfig>;

/** The defaults of that cloud under what was configured. Whoever configures a stand-in has nothing beside it. */
export function microsoftConfigIn<Given extends { loginUrl?: string }>(cloud: CloudName, given: Given) {
  const isStandIn = given.loginUrl !== undefined;
  const others = isStandIn ? [] : otherLoginUrls(cloud);
  const external = isStandIn ? {} : externalLoginIn(cloud);
  return { ...microsoftDefaults, ...addressesIn(cloud), ...external, otherLoginUrls: others, ...given };
}
