import type { ErrorCode } from '../errors.ts';
import { service } from '../people.ts';
import type { DirectoryConnection, PartnerCloud, Reading, Relationship } from '../ports/microsoft.ts';
import { sameStep, stepNames } from '../steps.ts';
import { statusAt, type Transition } from '../transition.ts';
import { changeTransition, type ChangeDeps, type Decision, type TransitionKey } from './change-transition.ts';
import { isVerifiedBy, stepsFromFacts, type TenantFacts } from './steps-from-facts.ts';

export interface VisitDeps extends ChangeDeps {
  connection: DirectoryConnection;
  partner: PartnerCloud;
}

export type VisitOutcome =
  | { kind: 'gone' }
  | {
      kind: 'visited';
      transition: Transition;
      /** Something moved, or somebody had asked; the schedule starts over. */
      changed: boolean;
      /** Why parts could not be read; the operator's business. */
      unread: readonly ErrorCode[];
    };

/** Reads Microsoft's state, does what is ours to do (request, assignments), and decides once what changed. */
export async function visitTransition(deps: VisitDeps, key: TransitionKey): Promise<VisitOutcome> {
  const before = await deps.transitions.get(key.organisationId, key.transitionId);
  if (!before || before.cancelledAt) return { kind: 'gone' };
  const startedAt = deps.clock.now();
  const facts = await readFacts(deps, before);
  const unread = facts.kind === 'tooEarly' ? [] : unreadOf(facts.value);
  const outcome = await changeTransition(deps, { ...key, actor: service }, (current, now) => {
    const seen = facts.kind === 'tooEarly' ? settle(current, current, now) : judge(current, facts.value, now);
    const isAnswer = current.checkAskedAt !== undefined && current.checkAskedAt <= startedAt;
    return isAnswer ? withAnswer(current, seen, { at: now, unread }) : seen;
  });
  if (outcome.kind === 'refused') return { kind: 'gone' };
  return { kind: 'visited', transition: outcome.transition, changed: outcome.kind === 'changed', unread };
}

type Facts = { kind: 'tooEarly' } | { kind: 'read'; value: TenantFacts };

async function readFacts(deps: VisitDeps, before: Transition): Promise<Facts> {
  const { directoryConnection, tenantConfirmed } = before.steps;
  if (tenantConfirmed.state !== 'done') {
    if (directoryConnection.state !== 'waiting') return { kind: 'tooEarly' };
    const connection = await deps.connection.prove(before.tenant.tenantId, { fresh: true });
    return { kind: 'read', value: { ...nothingElseRead(before), connection } };
  }
  const { tenantId } = before.tenant;
  const [connection, relationship, resellerRelationship, agreement] = await Promise.all([
    deps.connection.prove(tenantId, { fresh: directoryConnection.state !== 'done' }),
    relationshipOf(deps, before),
    deps.partner.readResellerRelationship(tenantId),
    deps.partner.readAgreement(tenantId),
  ]);
  const accessAssignments = await assignmentsOf(deps, relationship);
  return { kind: 'read', value: { connection, relationship, resellerRelationship, agreement, accessAssignments } };
}

/** Before the tenant is confirmed there is nothing to ask about relationships: they stay as they are. */
function nothingElseRead(before: Transition): Omit<TenantFacts, 'connection'> {
  const relationship: Reading<undefined> = { kind: 'read', value: undefined };
  const resellerRelationship: Reading<'missing'> = { kind: 'read', value: 'missing' };
  const agreement: TenantFacts['agreement'] = {
    kind: 'read',
    value: before.steps.agreement.state === 'notNeeded' ? 'elsewhere' : 'missing',
  };
  return { relationship, resellerRelationship, agreement, accessAssignments: { kind: 'read', value: 'notYet' } };
}

async function relationshipOf(deps: VisitDeps, before: Transition): Promise<Reading<Relationship | undefined>> {
  if (before.relationshipId !== undefined) return deps.partner.readRelationship(before.relationshipId);
  return deps.partner.ensureRelationship({
    tenantId: before.tenant.tenantId,
    customerName: before.customer.companyName,
  });
}

async function assignmentsOf(
  deps: VisitDeps,
  relationship: Reading<Relationship | undefined>,
): Promise<TenantFacts['accessAssignments']> {
  if (relationship.kind === 'unread') return relationship;
  const isActive = relationship.value?.status === 'active' || relationship.value?.status === 'expiring';
  if (!relationship.value || !isActive) return { kind: 'read', value: 'notYet' };
  return deps.partner.ensureAccessAssignments(relationship.value.relationshipId);
}

/** What a look at Microsoft comes to; it refuses nothing. */
type Seen = Exclude<Decision, { kind: 'refuse' }>;

/** Who asked for the look sees that there was one, also where nothing moved. */
function withAnswer(current: Transition, seen: Seen, lastCheck: NonNullable<Transition['lastCheck']>): Seen {
  const [after, happenings] = seen.kind === 'change' ? [seen.after, seen.happenings] : [current, []];
  const { checkAskedAt: _answered, ...rest } = after;
  return { kind: 'change', after: { ...rest, lastCheck }, happenings: [...happenings, { kind: 'checked' }] };
}

function judge(current: Transition, facts: TenantFacts, now: Date): Seen {
  const steps = stepsFromFacts(current, facts, now);
  const verifiedNow = !current.verifiedAt && isVerifiedBy(steps, facts);
  const after: Transition = { ...current, ...learned(current, facts), steps, ...(verifiedNow && { verifiedAt: now }) };
  const { relationshipId } = after;
  return relationshipId !== undefined && relationshipId !== current.relationshipId
    ? { kind: 'change', after, happenings: [{ kind: 'relationshipRequested', relationshipId }] }
    : settle(current, after, now);
}

/** Names and ids that only a reading can tell. */
function learned(current: Transition, { connection, relationship }: TenantFacts): Partial<Transition> {
  const found = relationship.kind === 'read' ? relationship.value : undefined;
  return {
    ...(connection.kind === 'connected' && {
      tenant: { ...current.tenant, displayName: connection.profile.displayName },
    }),
    ...(found && { relationshipId: found.relationshipId, relationshipStatus: found.status }),
  };
}

function settle(current: Transition, after: Transition, now: Date): Seen {
  const stepMoved = stepNames.some((name) => !sameStep(current.steps[name], after.steps[name]));
  const isNews =
    stepMoved ||
    after.verifiedAt !== current.verifiedAt ||
    after.tenant.displayName !== current.tenant.displayName ||
    after.relationshipStatus !== current.relationshipStatus ||
    statusAt(after, now) !== current.toldStatus;
  return isNews ? { kind: 'change', after, happenings: [] } : { kind: 'keep' };
}

function unreadOf(facts: TenantFacts): ErrorCode[] {
  const { connection, ...readings } = facts;
  const codes = Object.values(readings).flatMap((part) => (part.kind === 'unread' ? [part.code] : []));
  return connection.kind === 'failed' ? [connection.code, ...codes] : codes;
}
