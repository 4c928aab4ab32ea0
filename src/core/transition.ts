import type { SaidAuthorisedAt, SeenPartner } from './csp-partners.ts';
import type { Customer, LicenceSource, LicenceWanted, TenantCategory } from './customer.ts';
import type { ErrorCode } from './errors.ts';
import type { Happening, TransitionEvent } from './events.ts';
import type { TenantInventory } from './inventory.ts';
import type { Actor } from './people.ts';
import type { AgreementState, CallTrace, RelationshipStatus } from './ports/microsoft.ts';
import type { QualificationProgress, QualificationUnread } from './qualification.ts';
import type { RelationshipEnds } from './relationship-ends.ts';
import { statusOf, type Status } from './status.ts';
import { isSettled, sameStep, stepNames, type ClaimableStep, type StepName, type Steps } from './steps.ts';

export interface Tenant {
  tenantId: string;
  /** The domain that staff typed, in lower case ASCII (punycode for names in other scripts). */
  domain: string;
  /** As Microsoft knows it; absent until something could read it. */
  displayName?: string;
  /** Where Microsoft has it, ISO 3166-1 alpha-2; absent until the Directory Connection could read it. */
  countryCode?: string;
}

export interface Caretaker {
  userId: string;
  displayName: string;
  email?: string;
}

export interface PartnerConnectLink {
  linkId: string;
  /** Reissue and revoke count it up: a token made for another version is dead. */
  version: number;
  issuedAt: Date;
  expiresAt: Date;
  revokedAt?: Date;
}

/** A sign-in that was turned away and told of; `tenantId` is the account's, where it was known. */
export interface ToldRefusal {
  code: ErrorCode;
  tenantId: string;
  at: Date;
}

/** The tenant of an account that came in the place of one of the tenant that staff had named. */
export interface OtherTenant {
  tenantId: string;
  /** Of the account's name. */
  domain: string;
  /** Masked. */
  account: string;
  at: Date;
}

export interface RelationshipTerm {
  endsAt: Date;
  /** Then Microsoft prolongs it at its end, again and again. */
  extendsItself: boolean;
  /** Its roles allow that it does. */
  canExtend: boolean;
}

export interface RelationshipReplaced {
  relationshipId: string;
  endsAt: Date;
  /** Only once somebody has ended it before its time: then `endsAt` is when. */
  status?: RelationshipStatus;
}

export interface Transition {
  transitionId: string;
  organisationId: string;
  /** Counts writes; every write names the version that it read. */
  version: number;
  createdAt: Date;
  createdBy: Caretaker;
  /** Who looks after it now: the staff mail goes to this person, and cards name them. */
  owner: Caretaker;
  /** Where it was started and where its card lives: a channel thread, a group chat or a personal chat. */
  conversationId: string;
  customer: Customer;
  tenant: Tenant;
  category: TenantCategory;
  licenceSource: LicenceSource;
  licencesWanted: readonly LicenceWanted[];
  link: PartnerConnectLink;
  steps: Steps;
  /** Since when each step has been in its present state; absent for steps that never moved. */
  stepSince: Partial<Record<StepName, Date>>;
  /** Where the customer pressed "I have done this": Microsoft may take an hour to show what was accepted. */
  saidDoneAt: Partial<Record<ClaimableStep, Date>>;
  confirmedBy?: { objectId: string; userName: string; at: Date };
  /** The last sign-in that was turned away, so that staff are told of it once and not at every attempt. */
  lastRefusal?: ToldRefusal;
  /** What staff were told in the hour before that: accounts that come by turns are not news each time. */
  refusalsBefore?: readonly ToldRefusal[];
  /** Which one staff may take for the right tenant. */
  otherTenant?: OtherTenant;
  /** Those that came before it, newest first: the card that tells of one stays good when somebody else comes. */
  otherTenantsBefore?: readonly OtherTenant[];
  /** When the admin who signed in said that this is not their organisation. */
  disputedAt?: Date;
  /** When the customer last said that Microsoft's page shows them an error. */
  troubleAt?: Date;
  /** When somebody with a link that opens nothing any more last asked for a new one. */
  linkAskedAt?: Date;
  /** Application permissions that we ask for and the customer's consent does not cover, as last seen. */
  missingPermissions?: readonly string[];
  relationshipId?: string;
  /** As last read: tells an approval that Microsoft has seen from one that we only believe. */
  relationshipStatus?: RelationshipStatus;
  /** When the relationship ends, as last read; absent until it is active. */
  relationshipTerm?: RelationshipTerm;
  /** Who ended what has ended since, as far as it could be read. */
  relationshipEnds?: RelationshipEnds;
  /** What is to be followed by a new one before it ends; it goes on until then. */
  relationshipReplaced?: RelationshipReplaced;
  /** The last notice that it ends, so that each is given once. */
  endTold?: { endsAt: Date; days: number };
  /** The last reminder that the customer was sent, of which link. */
  reminded?: { linkVersion: number; days: number; at: Date };
  /** The partner's security group that should get its roles and does not exist any more. */
  goneGroupId?: string;
  /** Whom the customer must authorise as CSP, as last seen at Microsoft; absent where it is one company alone. */
  cspPartners?: readonly SeenPartner[];
  /** Since when one of them is authorised and another is not. */
  partialSince?: Date;
  /** Where the customer said that they have authorised one: Microsoft may take an hour to show it. */
  saidAuthorisedAt?: SaidAuthorisedAt;
  /** How the customer stands to the Microsoft Customer Agreement, as last seen. */
  agreementState?: Exclude<AgreementState, 'missing'>;
  /** Absent where the category needs none, or before Microsoft was asked. */
  qualification?: QualificationProgress;
  /** Absent while it can be read. */
  qualificationUnread?: QualificationUnread;
  /** Users and licences, as far as they could be read; absent before anybody looked. */
  inventory?: TenantInventory;
  cancelledAt?: Date;
  declinedAt?: Date;
  verifiedAt?: Date;
  /** When staff last asked for the instructions to be mailed again. */
  instructionsAskedAt?: Date;
  /** Since when staff wait for a look at Microsoft; the next visit answers it. */
  checkAskedAt?: Date;
  /** The last look that staff asked for, and why parts of it could not be read. */
  lastCheck?: { at: Date; unread: readonly ErrorCode[] };
  /** What of Microsoft's could not be read when the transition was last written; what its support asks for. */
  lastTrouble?: { at: Date; code: ErrorCode; trace?: CallTrace };
  /** The status last told to people: a change against it is news, and is told once. */
  toldStatus: Status;
  lastEventSeq: number;
  /** Events written with this record that the relay has not expanded yet. */
  outbox: readonly TransitionEvent[];
}

/** Open means that a second transition for the same tenant would get in its way. */
export function isOpen(transition: Transition): boolean {
  return !transition.cancelledAt && !transition.verifiedAt;
}

/** A Normal tenant that lost something since and has not got it back: the customer needs the link again. */
export function hasDecayed({ verifiedAt, cancelledAt, steps }: Transition): boolean {
  return verifiedAt !== undefined && !cancelledAt && !stepNames.every((name) => isSettled(steps[name]));
}

/** Normal is for good, unless the tenant itself is gone: then nothing is left to look after. */
export function canBeCancelled({ verifiedAt, cancelledAt, steps }: Transition): boolean {
  if (cancelledAt) return false;
  const { directoryConnection: step } = steps;
  return !verifiedAt || (step.state === 'blocked' && step.code === 'TENANT_GONE');
}

export function statusAt(transition: Transition, now: Date): Status {
  return statusOf({ ...transition, linkExpiresAt: linkEndsAt(transition.link) }, now);
}

export function linkEndsAt(link: PartnerConnectLink): Date {
  return link.revokedAt && link.revokedAt < link.expiresAt ? link.revokedAt : link.expiresAt;
}

export interface Change {
  actor: Actor;
  at: Date;
  happenings: readonly Happening[];
}

/**
 * The only way a transition changes: counts the version up and writes what happened into the outbox, adding
 * `stepChanged` for every step that moved and `statusChanged` when people have not yet been told the status.
 */
export function recordChange(before: Transition, after: Transition, change: Change): Transition {
  const moved = stepNames.filter((name) => !sameStep(before.steps[name], after.steps[name]));
  const moves = moved.map((step): Happening => ({
    kind: 'stepChanged',
    step,
    from: before.steps[step],
    to: after.steps[step],
  }));
  const status = statusAt(after, change.at);
  const news: Happening[] =
    status === before.toldStatus ? [] : [{ kind: 'statusChanged', from: before.toldStatus, to: status }];
  const events = [...change.happenings, ...moves, ...news].map((happening, index): TransitionEvent => {
    const seq = before.lastEventSeq + index + 1;
    return {
      eventId: `${before.transitionId}:${String(seq)}`,
      seq,
      organisationId: before.organisationId,
      transitionId: before.transitionId,
      at: change.at,
      actor: change.actor,
      happening,
    };
  });
  return {
    ...after,
    version: before.version + 1,
    stepSince: { ...after.stepSince, ...Object.fromEntries(moved.map((step) => [step, change.at])) },
    toldStatus: status,
    lastEventSeq: before.lastEventSeq + events.length,
    outbox: [...before.outbox, ...events],
  };
}
