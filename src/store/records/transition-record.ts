import { z } from 'zod';
import {
  licenceSources,
  tenantCategories,
  type Address,
  type Contact,
  type Customer,
  type LicenceWanted,
} from '../../core/customer.ts';
import { errorSpecs, type ErrorCode } from '../../core/errors.ts';
import { cspParties, type SeenPartner } from '../../core/csp-partners.ts';
import type { TenantInventory } from '../../core/inventory.ts';
import { relationshipStatuses, type LicenceHeld, type RelationshipEnd } from '../../core/ports/microsoft.ts';
import type { QualificationProgress, QualificationUnread } from '../../core/qualification.ts';
import type { RelationshipEnds } from '../../core/relationship-ends.ts';
import { claimableSteps, stepNames, type Step } from '../../core/steps.ts';
import type { Status } from '../../core/status.ts';
import type {
  Caretaker,
  OtherTenant,
  PartnerConnectLink,
  RelationshipReplaced,
  Tenant,
  ToldRefusal,
  Transition,
} from '../../core/transition.ts';
import { eventRecord } from './event-record.ts';
import { createRecordVersions } from './record-versions.ts';
import { instant, type Shape, type Words } from './shape.ts';

const versions = createRecordVersions('transition');

/**
 * Loose throughout: what a newer release has added is kept by one that does not know it, whatever else that one writes.
 */
const contact = z.looseObject({
  givenName: z.string(),
  familyName: z.string(),
  email: z.string(),
  phone: z.string().exactOptional(),
} satisfies Shape<Contact>);

const address = z.looseObject({
  country: z.string(),
  line1: z.string(),
  line2: z.string().exactOptional(),
  city: z.string(),
  state: z.string().exactOptional(),
  postalCode: z.string().exactOptional(),
} satisfies Shape<Address>);

const customer = z.looseObject({
  companyName: z.string(),
  registrationNumber: z.string().exactOptional(),
  contact,
  address,
} satisfies Shape<Customer>);

const tenant = z.looseObject({
  tenantId: z.string(),
  domain: z.string(),
  displayName: z.string().exactOptional(),
  countryCode: z.string().exactOptional(),
} satisfies Shape<Tenant>);

const link = z.looseObject({
  linkId: z.string(),
  version: z.number(),
  issuedAt: instant,
  expiresAt: instant,
  revokedAt: instant.exactOptional(),
} satisfies Shape<PartnerConnectLink>);

const caretaker = z.looseObject({
  userId: z.string(),
  displayName: z.string(),
  email: z.string().exactOptional(),
} satisfies Shape<Caretaker>);

const errorCode = z.custom<ErrorCode>((value) => typeof value === 'string' && Object.hasOwn(errorSpecs, value));

const step: z.ZodType<Step> = z.union([
  z.looseObject({ state: z.enum(['notStarted', 'waiting', 'done', 'notNeeded']) }),
  z.looseObject({ state: z.literal('blocked'), code: errorCode }),
]);

const status = z.enum({
  awaitingCustomer: 'awaitingCustomer',
  transitioning: 'transitioning',
  normal: 'normal',
  needsAttention: 'needsAttention',
  declined: 'declined',
  expired: 'expired',
  cancelled: 'cancelled',
} satisfies Words<Status>);

const seenPartner = z.looseObject({
  party: z.enum(cspParties),
  name: z.string(),
  isOurs: z.boolean(),
  invitationUrl: z.string().exactOptional(),
  isAttached: z.boolean(),
} satisfies Shape<SeenPartner>);

const agreementStates = {
  accepted: 'accepted',
  attested: 'attested',
  elsewhere: 'elsewhere',
} satisfies Words<NonNullable<Transition['agreementState']>>;

const qualification = z.looseObject({
  state: z.enum({
    unasked: 'unasked',
    inReview: 'inReview',
    approved: 'approved',
    denied: 'denied',
    unknown: 'unknown',
  } satisfies Words<QualificationProgress['state']>),
  name: z.string().exactOptional(),
  reason: z.string().exactOptional(),
  readAt: instant,
  requestId: z.string().exactOptional(),
  problem: errorCode.exactOptional(),
} satisfies Shape<QualificationProgress>);

const licenceHeld = z.looseObject({
  sku: z.string(),
  bought: z.number(),
  assigned: z.number().exactOptional(),
  lapse: z
    .enum({ expired: 'expired', suspended: 'suspended', cancelled: 'cancelled' } satisfies Words<
      NonNullable<LicenceHeld['lapse']>
    >)
    .exactOptional(),
} satisfies Shape<LicenceHeld>);

const inventory = z.looseObject({
  askedAt: instant,
  notBefore: instant.exactOptional(),
  users: z.looseObject({ count: z.number(), readAt: instant }).exactOptional(),
  licences: z.looseObject({ held: z.array(licenceHeld), more: z.number(), readAt: instant }).exactOptional(),
} satisfies Shape<TenantInventory>);

const relationshipEnd = z.looseObject({
  endedBy: z.enum({
    customer: 'customer',
    ourselves: 'ourselves',
    provider: 'provider',
    reseller: 'reseller',
    microsoft: 'microsoft',
    unknown: 'unknown',
  } satisfies Words<RelationshipEnd['endedBy']>),
  endedAt: instant.exactOptional(),
  userName: z.string().exactOptional(),
} satisfies Shape<RelationshipEnd>);

const refusal = z.looseObject({ code: errorCode, tenantId: z.string(), at: instant } satisfies Shape<ToldRefusal>);

const otherTenant = z.looseObject({
  tenantId: z.string(),
  domain: z.string(),
  account: z.string(),
  at: instant,
} satisfies Shape<OtherTenant>);

const transitionRecord = z.looseObject({
  transitionId: z.string(),
  organisationId: z.string(),
  version: z.number(),
  createdAt: instant,
  createdBy: caretaker,
  owner: caretaker,
  conversationId: z.string(),
  customer,
  tenant,
  category: z.enum(tenantCategories),
  licenceSource: z.enum(licenceSources),
  licencesWanted: z.array(z.looseObject({ product: z.string(), quantity: z.number() } satisfies Shape<LicenceWanted>)),
  link,
  steps: z.record(z.enum(stepNames), step),
  stepSince: z.partialRecord(z.enum(stepNames), instant),
  saidDoneAt: z.partialRecord(z.enum(claimableSteps), instant),
  confirmedBy: z.looseObject({ objectId: z.string(), userName: z.string(), at: instant }).exactOptional(),
  disputedAt: instant.exactOptional(),
  troubleAt: instant.exactOptional(),
  linkAskedAt: instant.exactOptional(),
  relationshipStatus: z.enum(relationshipStatuses).exactOptional(),
  relationshipTerm: z
    .looseObject({ endsAt: instant, extendsItself: z.boolean(), canExtend: z.boolean() })
    .exactOptional(),
  relationshipEnds: z
    .looseObject({
      delegatedAdmin: relationshipEnd.exactOptional(),
      resellerRelationship: relationshipEnd.exactOptional(),
    } satisfies Shape<RelationshipEnds>)
    .exactOptional(),
  relationshipReplaced: z
    .looseObject({
      relationshipId: z.string(),
      endsAt: instant,
      status: z.enum(relationshipStatuses).exactOptional(),
    } satisfies Shape<RelationshipReplaced>)
    .exactOptional(),
  endTold: z.looseObject({ endsAt: instant, days: z.number() }).exactOptional(),
  reminded: z.looseObject({ linkVersion: z.number(), days: z.number(), at: instant }).exactOptional(),
  goneGroupId: z.string().exactOptional(),
  lastRefusal: refusal.exactOptional(),
  refusalsBefore: z.array(refusal).exactOptional(),
  otherTenant: otherTenant.exactOptional(),
  otherTenantsBefore: z.array(otherTenant).exactOptional(),
  missingPermissions: z.array(z.string()).exactOptional(),
  relationshipId: z.string().exactOptional(),
  cspPartners: z.array(seenPartner).exactOptional(),
  partialSince: instant.exactOptional(),
  saidAuthorisedAt: z.partialRecord(z.enum(cspParties), instant).exactOptional(),
  agreementState: z.enum(agreementStates).exactOptional(),
  qualification: qualification.exactOptional(),
  qualificationUnread: z
    .looseObject({
      since: instant,
      code: errorCode,
      notBefore: instant.exactOptional(),
    } satisfies Shape<QualificationUnread>)
    .exactOptional(),
  inventory: inventory.exactOptional(),
  cancelledAt: instant.exactOptional(),
  declinedAt: instant.exactOptional(),
  verifiedAt: instant.exactOptional(),
  instructionsAskedAt: instant.exactOptional(),
  checkAskedAt: instant.exactOptional(),
  lastCheck: z.looseObject({ at: instant, unread: z.array(errorCode) }).exactOptional(),
  lastTrouble: z
    .looseObject({
      at: instant,
      code: errorCode,
      trace: z
        .looseObject({ correlationId: z.string().exactOptional(), requestId: z.string().exactOptional() })
        .exactOptional(),
    })
    .exactOptional(),
  toldStatus: status,
  lastEventSeq: z.number(),
  outbox: z.array(eventRecord),
} satisfies Shape<Transition>);

const storedTransition = z.looseObject({ transition: transitionRecord });

export function transitionToJson(transition: Transition): string {
  return JSON.stringify({ schemaVersion: versions.current, transition });
}

export function transitionFromJson(json: string): Transition {
  return transitionFromRecord(JSON.parse(json));
}

/** For engines that keep objects; instants in it are ISO strings, as in JSON. */
export function transitionToRecord(transition: Transition): { schemaVersion: number; transition: unknown } {
  return { schemaVersion: versions.current, transition: JSON.parse(JSON.stringify(transition)) as unknown };
}

export function transitionFromRecord(record: unknown): Transition {
  return storedTransition.parse(versions.upgrade(record)).transition;
}
