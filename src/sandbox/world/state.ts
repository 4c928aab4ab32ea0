// What has happened in the sandbox. Instants are ISO strings: the whole state is one JSON document.

import type { Behaviour } from '../sample-tenants.ts';

export interface Consent {
  readonly tenantId: string;
  readonly grantedAt: string;
  readonly grantedBy: string;
  readonly permissions: readonly string[];
  removedAt?: string;
}

export interface AuthorizationCode {
  readonly code: string;
  readonly tenantId: string;
  readonly userName: string;
  readonly redirectUri: string;
  readonly codeChallenge: string;
  readonly nonce: string;
  readonly scope: string;
  readonly issuedAt: string;
  redeemedAt?: string;
}

/** What somebody who signed in left behind, so that a program may act for them. */
interface RefreshToken {
  readonly token: string;
  readonly userName: string;
}

export interface RelationshipRequest {
  readonly requestId: string;
  readonly action: string;
  readonly createdAt: string;
}

export interface AccessAssignment {
  readonly assignmentId: string;
  readonly groupId: string;
  roleIds: string[];
  readonly createdAt: string;
  changedAt: string;
  deletedAt?: string;
}

export interface RelationshipOperation {
  readonly operationId: string;
  readonly createdAt: string;
  readonly assignmentId?: string;
}

export interface Relationship {
  readonly relationshipId: string;
  readonly partnerTenantId: string;
  displayName: string;
  duration: string;
  customer?: { tenantId: string; displayName: string };
  roleIds: string[];
  autoExtendDuration: string;
  readonly createdAt: string;
  editedAt: string;
  lockedAt?: string;
  approvedAt?: string;
  approvedBy?: string;
  terminationRequestedAt?: string;
  /** Absent where an application did it. */
  terminatedBy?: string;
  /** Made by an indirect provider on the partner's behalf; the customer can approve once the partner has. */
  provider?: { readonly tenantId: string; answer?: 'approve' | 'reject' };
  readonly requests: RelationshipRequest[];
  readonly assignments: AccessAssignment[];
  readonly operations: RelationshipOperation[];
}

export interface ResellerRelationship {
  readonly customerTenantId: string;
  readonly partnerTenantId: string;
  readonly acceptedAt: string;
  readonly acceptedBy: string;
  /** Absent while it lasts. */
  ended?: { readonly at: string; readonly by: string };
}

export interface Agreement {
  readonly tenantId: string;
  readonly acceptedAt: string;
  readonly acceptedBy: string;
  /** Not by the customer in the admin centre: a partner confirmed that they had accepted. */
  readonly isAttested?: boolean;
}

/** What a customer asks to count as. Without a decision it is vetted by the clock. */
export interface Qualification {
  readonly tenantId: string;
  readonly name: string;
  readonly requestedAt: string;
  /** Of the request that asked for it: the same one again asks for nothing new. */
  readonly requestId?: string | undefined;
  decision?: { readonly isApproved: boolean; readonly reason?: string | undefined };
}

export interface Mail {
  readonly mailId: string;
  readonly sentAt: string;
  readonly sender: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly subject: string;
  readonly contentType: 'text' | 'html';
  readonly content: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

/** An answer that replaces the real one for the next `times` calls to paths that begin with `path`. */
export interface Fault {
  readonly method?: string | undefined;
  readonly path: string;
  times: number;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly delayMs: number;
  /** Close the connection without an answer. */
  readonly drop: boolean;
}

/** The true answers of the calls that fit come late. */
export interface Latency {
  readonly method?: string | undefined;
  readonly path: string;
  readonly delayMs: number;
  /** So many calls; absent: all of them. */
  times?: number | undefined;
  /** Whether what was asked for is done before the delay, or only then. */
  readonly work: 'first' | 'last';
}

/** Troubles on the partner's own side. */
export interface PartnerTroubles {
  clientSecretExpired: boolean;
  /** The service account's first one; who signs in anew gets one that works. */
  refreshTokenExpired: boolean;
  mfaMissing: boolean;
  /** The first-party principal that app-only GDAP calls need is missing from the partner tenant. */
  appOnlyGdapRefused: boolean;
  /**
   * Refuse access tokens past their hour by the sandbox's clock. Off at first: a token cache counts real time, so that a
   * test which moves the clock would otherwise meet a 401 that nothing in reality would cause.
   */
  accessTokensExpire: boolean;
  /** Application permissions on Graph that nobody granted the app in the partner's tenant. */
  missingPermissions?: readonly string[];
  /** The service account is no member of AdminAgents. */
  notAdminAgent?: boolean;
  /** Ids of the partner's security groups that are gone. */
  deletedGroups?: readonly string[];
  senderMailboxMissing?: boolean;
  /** Until the app's own secret ends; a year when absent. */
  secretDaysLeft?: number;
  /** Partner Center hands out the invitation that makes a company an indirect reseller. */
  wrongInvitation?: boolean;
  /** The registration does not ask for role claims: id tokens say nothing of roles. */
  rolesUntold?: boolean;
  /** Partner Center gives no invitation at all. */
  noInvitation?: boolean;
  /** As for an indirect reseller: how the customer stands to the agreement is not shown. */
  agreementsHidden?: boolean;
  /** The partner has not signed its own agreement with Microsoft. */
  partnerAgreementMissing?: boolean;
  /** As it may be for an indirect reseller: Partner Center's API answers nothing. */
  apiClosed?: boolean;
  /** Nobody registered the app in Partner Center: alone it is refused there. */
  appUnregistered?: boolean;
  /** The partner's own tenant has no service principal of the app. */
  appAbsent?: boolean;
  /** For which of Microsoft's services no administrator has permitted the app to act for the service account. */
  notPermitted?: readonly ('graph' | 'partnerCenter')[];
}

/** The one registration that a partner's tenant has. */
export interface WebhookRegistration {
  readonly url: string;
  readonly events: readonly string[];
  readonly usesSignatureHeader: boolean;
  readonly registeredAt: string;
}

export interface WebhookDelivery {
  readonly deliveryId: string;
  readonly eventName: string;
  readonly resourceUri: string;
  readonly resourceName: string;
  readonly changedAt: string;
  readonly responseCodes: (number | 'none')[];
  dueAt: string;
  state: 'waiting' | 'delivered' | 'parked' | 'dropped';
}

export interface Webhooks {
  registration?: WebhookRegistration;
  readonly deliveries: WebhookDelivery[];
  /** What happens to deliveries that begin from now on. */
  handling: { drop: boolean; delaySeconds: number };
}

export interface SandboxState {
  readonly version: 1;
  clockOffsetSeconds: number;
  consents: Consent[];
  codes: AuthorizationCode[];
  /** Absent until somebody gets one: files of earlier versions have none. */
  refreshTokens?: RefreshToken[];
  relationships: Relationship[];
  resellers: ResellerRelationship[];
  agreements: Agreement[];
  /** Absent until somebody asks for one: files of earlier versions have none. */
  qualifications?: Qualification[];
  mails: Mail[];
  /** User names that have activated an eligible role. */
  activated: string[];
  behaviours: Record<string, Behaviour>;
  faults: Fault[];
  /** Absent until there is one: files of earlier versions have none. */
  latencies?: Latency[];
  /** Absent until somebody registers or looks: files of earlier versions have none. */
  webhooks?: Webhooks;
  troubles: PartnerTroubles;
}
