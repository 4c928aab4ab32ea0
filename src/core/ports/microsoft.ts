import type { CspParty, CspPartner } from '../csp-partners.ts';
import type { ErrorCode } from '../errors.ts';

/** The Microsoft clouds; this service is connected to one of them. */
export type CloudName = 'global' | 'gccHigh' | 'dod' | 'china';

export type FindTenantOutcome =
  | {
      kind: 'found';
      tenantId: string;
      cloud: CloudName;
      displayName?: string;
      /** Microsoft's word for where the tenant's directory lives: NA, EU, AS, OC, USGov … */
      regionScope?: string;
      /** A US government tenant (GCC) on the global hosts. */
      isGcc?: boolean;
    }
  | { kind: 'notFound' }
  | { kind: 'failed'; code: ErrorCode };

/** Where people with addresses of a domain sign in; `own`: at a page of the customer's, on that host. */
export type SignInPlace = { kind: 'microsoft' } | { kind: 'own'; host?: string } | { kind: 'unknown' };

/** Public discovery: no consent, no relationship and no secret is needed. */
export interface TenantDirectory {
  /** By a domain of it, or by its id; our own is asked for once a day. */
  findTenant(domain: string): Promise<FindTenantOutcome>;
  readSignIn(domain: string): Promise<Reading<SignInPlace>>;
  /** Made for consumers' identities (External ID). Undefined: Microsoft does not let it be seen from outside. */
  isForConsumers(tenantId: string): Promise<Reading<boolean | undefined>>;
}

/** What a verified id token says of the person who signed in. */
export interface VerifiedIdentity {
  tenantId: string;
  objectId: string;
  userName: string;
  isGuest: boolean;
  /** Template ids of tenant-wide directory roles; undefined when the token does not tell (eligible but not active). */
  roleTemplateIds?: readonly string[];
}

/** Microsoft's refusal of a person, with what lets their IT department find it in the sign-in log. */
export interface SignInRefusal {
  code: ErrorCode;
  correlationId?: string;
  /** Microsoft's own number for it (AADSTS…). */
  number?: number;
}

export type SignInOutcome = { kind: 'signedIn'; identity: VerifiedIdentity } | ({ kind: 'failed' } & SignInRefusal);

/** Authorization code with PKCE (S256), state and nonce. The caller keeps verifier, state and nonce between the two. */
export interface CustomerSignIn {
  signInUrl(request: {
    tenantId: string;
    state: string;
    nonce: string;
    codeChallenge: string;
    redirectUri: string;
  }): Promise<string>;
  redeemCode(request: {
    tenantId: string;
    code: string;
    codeVerifier: string;
    nonce: string;
    redirectUri: string;
  }): Promise<SignInOutcome>;
  consentUrl(request: { tenantId: string; state: string; redirectUri: string }): string;
  /** Classifies what the sign-in or consent page sent back instead of a code: `error`, and codes inside its description. */
  classifyRefusal(query: {
    error: string;
    errorDescription?: string;
    /** Microsoft words a cancelled sign-in and a declined consent alike; only the page tells. Consent when absent. */
    page?: 'signIn' | 'consent';
  }): SignInRefusal;
}

export interface TenantProfile {
  tenantId: string;
  displayName: string;
  defaultDomain: string;
  verifiedDomains: readonly string[];
  countryCode?: string;
  city?: string;
  /** False for tenants made for consumers' accounts: they cannot enter the program. */
  isWorkforce: boolean;
}

/** The only proof of consent: an app-only token of the tenant, and its organisation read with it. */
export type ConsentProof =
  | { kind: 'connected'; profile: TenantProfile }
  /** Microsoft has not spread the consent yet, or there is none. Only time tells them apart. */
  | { kind: 'notConnected' }
  /** There, and of no use: somebody must act. */
  | { kind: 'refused'; code: 'APP_DISABLED' | 'TENANT_GONE' }
  /** The consent covers only a part of what is asked for: it was given before the rest was asked, or has not spread. */
  | { kind: 'incomplete'; missing: readonly string[] }
  | Failure<'failed'>;

export interface DirectoryConnection {
  /** `fresh` asks past cached tokens; needed directly after a consent. */
  prove(tenantId: string, options: { fresh: boolean }): Promise<ConsentProof>;
  /** For a tenant that is connected, in one call. Each part is there or not by itself; a lesser consent lacks one. */
  readInventory(tenantId: string): Promise<InventoryReading>;
}

/** One product of which a tenant has seats. */
export interface LicenceHeld {
  /** Microsoft's part number: SPB, ENTERPRISEPACK. */
  sku: string;
  bought: number;
  /** Absent for what belongs to the tenant as a whole. */
  assigned?: number;
  /** No subscription of it is active: `expired` ones go on for a while, the seats of the others are of no use now. */
  lapse?: 'expired' | 'suspended' | 'cancelled';
}

export interface InventoryReading {
  users: Reading<number>;
  licences: Reading<readonly LicenceHeld[]>;
}

/** Graph's words; `unknown` for those that came later. */
export const relationshipStatuses = [
  'created',
  'approvalPending',
  'approved',
  'activating',
  'active',
  'expiring',
  'expired',
  'terminationRequested',
  'terminating',
  'terminated',
  'unknown',
] as const;
export type RelationshipStatus = (typeof relationshipStatuses)[number];

export interface Relationship {
  relationshipId: string;
  status: RelationshipStatus;
  endsAt?: Date;
  /** Of one that somebody ended: when Microsoft last changed it. */
  endedAt?: Date;
  /** Microsoft prolongs it at its end, again and again. */
  extendsItself?: true;
  /** With Global Administrator among its roles it cannot be made to. */
  cannotExtend?: true;
  /** An indirect provider asked for it on our behalf: the customer can approve it only after we have. */
  needsOurApproval?: true;
}

/** What the partner has with a tenant already, whatever made it. */
export interface ExistingRelationship {
  relationshipId: string;
  status: RelationshipStatus;
  displayName: string;
  endsAt?: Date;
  /** It has every role that we ask for. */
  covers: boolean;
  /** A read-only leftover of the old delegated administration: it cannot be built upon. */
  isMicrosoftLed: boolean;
}

/**
 * Where the groups' roles stand. A group that is gone cannot be given any. `retried`: Microsoft could not give them, and
 * was asked once more.
 */
export type AssignmentState = 'pending' | 'active' | 'retried' | 'failed' | { goneGroupId: string };

/** By which Microsoft's support finds a call: our correlation id, and the id that Microsoft gave to it. */
export interface CallTrace {
  correlationId?: string;
  requestId?: string;
}

interface Failure<Kind extends string> {
  kind: Kind;
  code: ErrorCode;
  /** How long Microsoft wants to be left alone. */
  retryAfterMs?: number;
  trace?: CallTrace;
}

/** A reading of Microsoft's state that may fail without making the other readings useless. */
export type Reading<T> = { kind: 'read'; value: T } | Failure<'unread'>;

export interface ReadOptions {
  /**
   * An answer as of this moment will do, so one that a list gave since then, for many tenants at once. What it says may
   * lag a little behind: what follows from it and matters is read once more without this. Absent: asked now, alone.
   */
  asOf?: Date;
}

/** Where Microsoft's vetting of a customer's qualification stands. */
export type QualificationState = 'inReview' | 'approved' | 'denied' | 'unknown';

/** What a customer counts as, so that offers of that segment can be bought. */
export interface Qualification {
  /** Microsoft's word: Education, GovernmentCommunityCloud, StateOwnedEntity and others. */
  name: string;
  state: QualificationState;
  /** Microsoft's, where it denied. */
  reason?: string;
}

/** What stands in the way of a reseller relationship, whatever the customer does. */
type ResellerObstacle = 'TENANT_SYNDICATED' | 'REGION_MISMATCH';

/** `attached`: every required partner is; `missing`: none, or none that we are shown. */
export type ResellerState = 'attached' | 'missing' | { missing: readonly CspParty[] } | { obstacle: ResellerObstacle };

/** `accepted` by the customer, `attested`: confirmed by a partner. `elsewhere`: nobody shows it to us; the provider knows. */
export type AgreementState = 'accepted' | 'attested' | 'missing' | 'elsewhere';

/** What a tenant is to us in Partner Center; `none`: no customer of ours, or not yet. */
export type CustomerState = 'none' | 'reseller' | 'advisor' | 'syndication';

/** Who ended what a customer had with a partner, as far as Microsoft's records say so. */
export interface RelationshipEnd {
  /** `ourselves`: the organisation's own people; `provider`, `reseller`: the other company that sells with us. */
  endedBy: 'customer' | 'ourselves' | CspParty | 'microsoft' | 'unknown';
  endedAt?: Date;
  /** Of `ourselves` alone: nobody else is named. */
  userName?: string;
}

export interface PartnerCloud {
  /**
   * The delegated admin relationship for this tenant, locked for approval: the one named, else a pending or active one
   * that already covers the configured roles, else a new one bound to the tenant. Safe to repeat after a crash.
   */
  ensureRelationship(request: {
    tenantId: string;
    customerName: string;
    relationshipId?: string;
    /** The one that a new one is to follow: it is none of those. */
    replacing?: string;
  }): Promise<Reading<Relationship>>;
  readRelationship(relationshipId: string, options?: ReadOptions): Promise<Reading<Relationship | undefined>>;
  /** Every one that the partner has with this tenant, those that are over too. */
  existingRelationships(tenantId: string): Promise<Reading<readonly ExistingRelationship[]>>;
  /** Has Microsoft prolong it at its end. `impossible`: its roles forbid that. `over`: it has ended or is ending. */
  extendRelationship(relationshipId: string): Promise<Reading<'extended' | 'impossible' | 'over'>>;
  /** Our yes to what an indirect provider asked on our behalf, and how the relationship stands after it. */
  approveRelationship(relationshipId: string): Promise<Reading<Relationship | undefined>>;
  /** Of that delegated admin relationship; without its id, of the reseller relationship, not before the moment given. */
  readEnd(ended: {
    organisationId: string;
    tenantId: string;
    relationshipId?: string;
    endedAt?: Date;
    notBefore?: Date;
  }): Promise<Reading<RelationshipEnd>>;
  /** Gives the configured partner groups their roles; `active` when Microsoft has applied all of them. */
  ensureAccessAssignments(relationshipId: string): Promise<Reading<AssignmentState>>;
  /** Before anything is asked of the customer: one read, which says nothing of other partners. */
  customerState(tenantId: string): Promise<Reading<CustomerState>>;
  /** Whom the customers of this organisation must authorise, and where. Never fails: a link that is not known is absent. */
  cspPartners(organisationId: string): Promise<readonly CspPartner[]>;
  /** Which of them this customer has authorised; `countryCode` is where the customer is, as far as known. */
  readResellerRelationship(
    tenantId: string,
    options?: ReadOptions & { organisationId?: string; countryCode?: string },
  ): Promise<Reading<ResellerState>>;
  readAgreement(tenantId: string): Promise<Reading<AgreementState>>;
  readQualifications(tenantId: string): Promise<Reading<readonly Qualification[]>>;
  /** Once for each `requestId`, however often it is called with it. */
  requestQualification(request: { tenantId: string; name: string; requestId: string }): Promise<Reading<Qualification>>;
  /** Where the customer's admin approves the relationship. */
  approvalUrl(relationshipId: string): string;
  /** Where the customer's admin authorises the CSP; one link for all customers of a partner. */
  resellerInvitationUrl(): Promise<Reading<string>>;
}

export interface Mail {
  to: { address: string; name: string };
  subject: string;
  html: string;
  text: string;
  /** Travels as an x- header, so that a mail can be found again. */
  reference: string;
}

export type MailOutcome =
  | { kind: 'accepted' }
  | { kind: 'throttled'; retryAfterMs: number }
  | { kind: 'failed'; code: ErrorCode; cause: unknown; maybeSent: boolean };

export interface MailTransport {
  send(mail: Mail): Promise<MailOutcome>;
}
