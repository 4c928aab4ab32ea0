import { claimGraceMs } from '../../csp-partners.ts';
import type { ErrorCode } from '../../errors.ts';
import type {
  AgreementState,
  AssignmentState,
  ConsentProof,
  Reading,
  Relationship,
  RelationshipStatus,
  ResellerState,
} from '../../ports/microsoft.ts';
import { codeOfReplacedEnd, replacedAsRead } from '../../relationship-replaced.ts';
import { isSettled, stepNames, type ClaimableStep, type Step, type StepName, type Steps } from '../../steps.ts';
import type { RelationshipReplaced, Transition } from '../../transition.ts';

/** Left out of this visit, because nothing can be expected of it: no failure, and its step stays as it is. */
interface Skipped {
  kind: 'skipped';
}

type Look<T> = Reading<T> | Skipped;

/** What one visit read from Microsoft, each part on its own: one that could not be read says nothing. */
export interface TenantFacts {
  connection: ConsentProof | Skipped;
  relationship: Look<Relationship | undefined>;
  resellerRelationship: Look<ResellerState>;
  agreement: Look<AgreementState>;
  accessAssignments: Look<AssignmentState | 'notYet'>;
  /** The one that is to be followed by another; absent where there is none, or where it was not looked at. */
  replaced?: Reading<Relationship | undefined>;
}

/** How long we believe a fresh consent before we say that Microsoft shows nothing. */
const graceMs = claimGraceMs;

/** The steps that follow from what was read. A part that was not or could not be read leaves its step as it was. */
export function stepsFromFacts(before: Transition, facts: TenantFacts, now: Date): Steps {
  const { steps } = before;
  const { resellerRelationship: reseller, agreement } = facts;
  return {
    directoryConnection: fromConnection(before, facts.connection, now),
    tenantConfirmed: steps.tenantConfirmed,
    delegatedAdmin: afterReplaced(
      before.relationshipReplaced && replacedAsRead(before.relationshipReplaced, facts.replaced, now),
      read(facts.relationship, steps.delegatedAdmin, (value) => fromRelationship(before, value, now)),
      now,
    ),
    resellerRelationship:
      reseller.kind === 'unread'
        ? fromRefusal(steps.resellerRelationship, reseller.code)
        : read(reseller, steps.resellerRelationship, (value) => fromReseller(before, value, now)),
    agreement:
      agreement.kind === 'unread'
        ? fromRefusal(steps.agreement, agreement.code)
        : read(agreement, steps.agreement, (value) => fromAgreement(before, value, now)),
    accessAssignments: read(facts.accessAssignments, steps.accessAssignments, (value) =>
      fromAssignments(before, value, now),
    ),
  };
}

/** One clean run: everything was read in it, and everything required is there. */
export function isVerifiedBy(steps: Steps, facts: TenantFacts): boolean {
  const { connection, replaced: _replaced, ...readings } = facts;
  const allRead = connection.kind === 'connected' && Object.values(readings).every((part) => part.kind === 'read');
  return allRead && stepNames.every((name) => isSettled(steps[name]));
}

/** What this run will say, unless somebody changes the transition meanwhile. */
export function isAboutToBeNormal(before: Transition, facts: TenantFacts, now: Date): boolean {
  return !before.verifiedAt && isVerifiedBy(stepsFromFacts(before, facts, now), facts);
}

function read<T>(reading: Look<T>, before: Step, stepFrom: (value: T) => Step): Step {
  return reading.kind === 'read' ? stepFrom(reading.value) : before;
}

function fromConnection(before: Transition, proof: ConsentProof | Skipped, now: Date): Step {
  const step = before.steps.directoryConnection;
  switch (proof.kind) {
    case 'skipped':
    case 'failed':
      return step;
    case 'connected':
      return proof.profile.isWorkforce ? { state: 'done' } : { state: 'blocked', code: 'TENANT_UNSUITABLE' };
    case 'refused':
      return { state: 'blocked', code: proof.code };
    case 'incomplete':
      return withoutConsent(before, 'PERMISSION_MISSING', now);
    case 'notConnected':
      return withoutConsent(before, 'CONSENT_LOST', now);
  }
}

/** A fresh consent is given time to spread. One that was whole before has changed: `lost` says how. */
function withoutConsent(before: Transition, lost: 'CONSENT_LOST' | 'PERMISSION_MISSING', now: Date): Step {
  const step = before.steps.directoryConnection;
  const isLong = isLongAgo(before, 'directoryConnection', now);
  const neverShown = lost === 'CONSENT_LOST' ? 'CONSENT_SETTLING' : lost;
  if (step.state === 'waiting') return isLong ? { state: 'blocked', code: neverShown } : step;
  // Seen whole a moment ago: another of Microsoft's servers has heard of a part of it, or of nothing yet.
  const isJustSeen = before.stepSince.directoryConnection !== undefined && !isLong;
  if (step.state === 'done') return isJustSeen ? step : { state: 'blocked', code: lost };
  if (step.state !== 'blocked') return step;
  const isStillAwaited = neverShown === 'CONSENT_SETTLING' && step.code === neverShown;
  return isStillAwaited ? step : { state: 'blocked', code: lost };
}

/** What each of Graph's words means for the step; those left out mean that the customer has not approved yet. */
const stepByRelationship: Partial<Record<RelationshipStatus, Step | 'underWay'>> = {
  approved: 'underWay',
  activating: 'underWay',
  unknown: 'underWay',
  active: { state: 'done' },
  expiring: { state: 'done' },
  expired: { state: 'blocked', code: 'RELATIONSHIP_EXPIRED' },
  terminationRequested: { state: 'blocked', code: 'RELATIONSHIP_TERMINATED' },
  terminating: { state: 'blocked', code: 'RELATIONSHIP_TERMINATED' },
  terminated: { state: 'blocked', code: 'RELATIONSHIP_TERMINATED' },
};

function fromRelationship(before: Transition, relationship: Relationship | undefined, now: Date): Step {
  // Somebody deleted what we had asked for: like any other end of it, a new link asks anew.
  if (!relationship && before.relationshipId !== undefined) {
    return { state: 'blocked', code: 'RELATIONSHIP_TERMINATED' };
  }
  const known = relationship && stepByRelationship[relationship.status];
  const isOver = typeof known === 'object' && known.state === 'blocked';
  if (relationship?.needsOurApproval === true && !isOver) {
    return { state: 'blocked', code: 'PARTNER_APPROVAL_PENDING' };
  }
  if (known === 'underWay') return underWay(before, { name: 'delegatedAdmin', slow: 'RELATIONSHIP_SLOW' }, now);
  return known ?? notYet(before, 'delegatedAdmin', now);
}

/** What was to be followed by this one has ended before anybody gave this one. */
function afterReplaced(replaced: RelationshipReplaced | undefined, step: Step, now: Date): Step {
  if (!replaced || replaced.endsAt > now || step.state !== 'notStarted') return step;
  return { state: 'blocked', code: codeOfReplacedEnd(replaced) };
}

function fromReseller(before: Transition, value: ResellerState, now: Date): Step {
  if (value === 'attached') return { state: 'done' };
  if (typeof value === 'object' && 'obstacle' in value) return { state: 'blocked', code: value.obstacle };
  const step = before.steps.resellerRelationship;
  const wasThere = step.state === 'done' || (step.state === 'blocked' && step.code === 'RESELLER_RELATIONSHIP_LOST');
  if (wasThere) return { state: 'blocked', code: 'RESELLER_RELATIONSHIP_LOST' };
  const known = notYet(before, 'resellerRelationship', now);
  // Half of it is done: that the other half is forgotten is said after an hour, and not while it is believed.
  const isForgotten = value !== 'missing' && known.state === 'notStarted' && isPartialLong(before, now);
  return isForgotten ? { state: 'blocked', code: 'RESELLER_RELATIONSHIP_PARTIAL' } : known;
}

function isPartialLong({ partialSince }: Transition, now: Date): boolean {
  return partialSince !== undefined && now.getTime() - partialSince.getTime() >= graceMs;
}

/** Refusals that are about the customer and not about us: Microsoft is asked again, and people know meanwhile. */
function fromRefusal(step: Step, code: ErrorCode): Step {
  if (code !== 'CUSTOMER_UNDER_REVIEW') return step;
  return isSettled(step) ? step : { state: 'blocked', code };
}

/** Accepted in the same visit as the reseller relationship, so its absence means something only after that. */
function fromAgreement(before: Transition, value: AgreementState, now: Date): Step {
  if (value === 'accepted' || value === 'attested') return { state: 'done' };
  if (value === 'elsewhere') return { state: 'notNeeded' };
  const reseller = before.steps.resellerRelationship.state;
  const isMissed = reseller === 'done' && isLongAgo(before, 'resellerRelationship', now);
  if (isMissed && !isBelieved(before, 'agreement', now)) {
    return { state: 'blocked', code: 'AGREEMENT_MISSING' };
  }
  return reseller === 'notStarted' ? { state: 'notStarted' } : { state: 'waiting' };
}

function fromAssignments(before: Transition, value: AssignmentState | 'notYet', now: Date): Step {
  if (typeof value === 'object') return { state: 'blocked', code: 'ACCESS_GROUP_GONE' };
  switch (value) {
    case 'notYet':
      return { state: 'notStarted' };
    case 'pending':
      // What has failed already is believed when it has succeeded.
      return isBlockedBy(before.steps.accessAssignments, 'ACCESS_ASSIGNMENT_FAILED')
        ? before.steps.accessAssignments
        : underWay(before, { name: 'accessAssignments', slow: 'ACCESS_ASSIGNMENT_SLOW' }, now);
    case 'retried':
      return fromRetried(before, now);
    case 'active':
      return { state: 'done' };
    case 'failed':
      return { state: 'blocked', code: 'ACCESS_ASSIGNMENT_FAILED' };
  }
}

const retriesMs = 15 * 60 * 1000;

/** Each visit asks Microsoft again; somebody is told once that has not helped for a while. */
function fromRetried({ steps, stepSince }: Transition, now: Date): Step {
  const step = steps.accessAssignments;
  const since = stepSince.accessAssignments ?? now;
  const isStubborn = step.state === 'waiting' && now.getTime() - since.getTime() >= retriesMs;
  if (isStubborn || step.state === 'blocked') return { state: 'blocked', code: 'ACCESS_ASSIGNMENT_FAILED' };
  return { state: 'waiting' };
}

function isBlockedBy(step: Step, code: ErrorCode): boolean {
  return step.state === 'blocked' && step.code === code;
}

/** Microsoft works on it. After an hour somebody is told; it goes on by itself all the same. */
function underWay(before: Transition, { name, slow }: { name: StepName; slow: ErrorCode }, now: Date): Step {
  const step = before.steps[name];
  const isSlow =
    step.state === 'blocked' ? step.code === slow : step.state === 'waiting' && isLongAgo(before, name, now);
  return isSlow ? { state: 'blocked', code: slow } : { state: 'waiting' };
}

/** Not there: believed for a while when the customer said so, else it has not begun. */
function notYet(before: Transition, name: 'delegatedAdmin' | 'resellerRelationship', now: Date): Step {
  return { state: isBelieved(before, name, now) ? 'waiting' : 'notStarted' };
}

function isBelieved(before: Transition, name: ClaimableStep, now: Date): boolean {
  const said = before.saidDoneAt[name];
  return said !== undefined && now.getTime() - said.getTime() < graceMs;
}

function isLongAgo(before: Transition, name: StepName, now: Date): boolean {
  const since = before.stepSince[name];
  return since !== undefined && now.getTime() - since.getTime() >= graceMs;
}
