import type { ErrorCode } from '../../errors.ts';
import { service } from '../../people.ts';
import type { Policy } from '../../policy.ts';
import type { Within } from '../../ports/runtime.ts';
import type { Visit } from '../../ports/store/visit-store.ts';
import { sameEnds } from '../../relationship-ends.ts';
import { replacedAsRead } from '../../relationship-replaced.ts';
import { isSettled, sameStep, stepNames } from '../../steps.ts';
import { statusAt, type Transition } from '../../transition.ts';
import {
  changeWhileOurs,
  type ChangeDeps,
  type ChangeOutcome,
  type Decision,
  type Overtaken,
} from '../change-transition.ts';
import { isCommerceSame, readCommerce, unreadIn, withCommerce, type Commerce } from './commerce.ts';
import { sameTerm, termOf, withDueNotices } from './due-notices.ts';
import { readEnds, withEnds, type EndsRead } from './read-ends.ts';
import { isVerifiedBy, stepsFromFacts, type TenantFacts } from './steps-from-facts.ts';
import { everythingNow, extentOf, readFacts, type FactSources } from './tenant-facts.ts';
import { inventoryMs, lookAtInventory, withInventory, withLateInventory } from './tenant-inventory.ts';
import { withProof } from './with-proof.ts';

export interface VisitDeps extends ChangeDeps, FactSources {
  policy: Pick<Policy, 'remindsCustomer' | 'cloud'>;
  within: Within;
  /** Whether nobody else has taken this visit over: asked before each write, for they have read later. */
  stillOurs: () => Promise<boolean>;
}

export type VisitOutcome =
  | { kind: 'gone' }
  | Overtaken
  | {
      kind: 'visited';
      transition: Transition;
      /** Something moved, or somebody had asked; the schedule starts over. */
      changed: boolean;
      /** Why parts could not be read; the operator's business. */
      unread: readonly ErrorCode[];
      /** How long Microsoft wants to be left alone. */
      retryAfterMs?: number;
    };

/** Reads Microsoft's state, does what is ours to do (request, assignments), and decides once what changed. */
export async function visitTransition(deps: VisitDeps, visit: Visit): Promise<VisitOutcome> {
  const { organisationId, transitionId } = visit;
  const before = await deps.transitions.get(organisationId, transitionId);
  if (!before || before.cancelledAt) return { kind: 'gone' };
  const startedAt = deps.clock.now();
  const { cloud, remindsCustomer } = deps.policy;
  const { within } = deps;
  const facts = await factsFor(deps, before, visit);
  const commerce = facts ? await readCommerce(deps.partner, { before, facts }, { now: startedAt, cloud, within }) : {};
  const ends: EndsRead = facts ? await readEnds(deps.partner, { before, facts }, startedAt) : new Map();
  const looking = lookAtInventory(deps.connection, { before, visit, facts }, startedAt);
  const look = await within(inventoryMs, looking);
  const failures = facts ? failuresIn(facts) : [];
  const unread = [...new Set(failures.map(({ code }) => code))];
  const told = await changeWhileOurs(deps, { organisationId, transitionId, actor: service }, (current, now) => {
    const isSameTenant = current.tenant.tenantId === before.tenant.tenantId;
    const seen =
      facts && isSameTenant
        ? judge(current, { facts: believed(facts, before, current), commerce, ends }, now)
        : settle(current, current, now);
    const found = withInventory(current, withNotices(current, seen, { now, remindsCustomer }), { look, now });
    // What could not be read is the former tenant's, and who asks for a look now means the new one.
    if (!isSameTenant) return found;
    const isAnswer = current.checkAskedAt !== undefined && current.checkAskedAt <= startedAt;
    const answer = { at: now, unread: [...new Set([...unread, ...unreadIn(commerce)])] };
    return withTrouble(isAnswer ? withAnswer(current, found, answer) : found, failures, now);
  });
  const outcome = look ? told : await withLateInventory(deps, visit, { outcome: told, late: looking });
  return outcomeOf(before, outcome, { failures, unread });
}

function outcomeOf(
  before: Transition,
  outcome: ChangeOutcome | Overtaken,
  { failures, unread }: { failures: readonly Failure[]; unread: readonly ErrorCode[] },
): VisitOutcome {
  if (outcome.kind === 'overtaken') return outcome;
  if (outcome.kind === 'refused') return { kind: 'gone' };
  const retryAfterMs = Math.max(0, ...failures.map((failure) => failure.retryAfterMs ?? 0));
  return {
    kind: 'visited',
    transition: outcome.transition,
    changed: outcome.kind === 'changed' && hasMoved(before, outcome.transition),
    unread,
    ...(retryAfterMs > 0 && { retryAfterMs }),
  };
}

/**
 * Where staff had a new link made meanwhile, what was read of delegated admin is of one that is not meant any more; where
 * they approved it or had it extended, it may be older than that. Each of these makes another visit due at once.
 */
function believed(facts: TenantFacts, before: Transition, current: Transition): TenantFacts {
  const isMeant =
    current.relationshipId === before.relationshipId &&
    current.relationshipReplaced?.relationshipId === before.relationshipReplaced?.relationshipId;
  const { delegatedAdmin: step } = before.steps;
  const isUnblocked = step.state === 'blocked' && !sameStep(step, current.steps.delegatedAdmin);
  const isSince = isUnblocked || !sameTerm(before.relationshipTerm, current.relationshipTerm);
  return isMeant && !isSince ? facts : { ...facts, relationship: skipped, accessAssignments: skipped };
}

/** What is written for the next look alone, like when something was read, is none. */
function hasMoved(before: Transition, { lastEventSeq, relationshipStatus }: Transition): boolean {
  return lastEventSeq !== before.lastEventSeq || relationshipStatus !== before.relationshipStatus;
}

/** Undefined: the customer has not come so far that there is anything to ask. */
async function factsFor(deps: VisitDeps, before: Transition, visit: Visit): Promise<TenantFacts | undefined> {
  const { directoryConnection, tenantConfirmed } = before.steps;
  if (tenantConfirmed.state !== 'done') {
    const { state } = directoryConnection;
    if (state !== 'waiting' && state !== 'blocked') return undefined;
    return { ...nothingRead, connection: await deps.connection.prove(before.tenant.tenantId, { fresh: true }) };
  }
  const extent = extentOf(before, visit);
  const facts = await readFacts(deps, before, extent);
  if (extent === everythingNow || !isMomentous(before, facts, deps.clock.now())) return facts;
  return readFacts(deps, { ...before, ...learned(before, facts, deps.clock.now()) }, everythingNow);
}

const skipped = { kind: 'skipped' } as const;
const nothingRead: TenantFacts = {
  connection: skipped,
  relationship: skipped,
  resellerRelationship: skipped,
  agreement: skipped,
  accessAssignments: skipped,
};

/**
 * That all may be done, or that something is lost or stuck now: not said before one run has read everything anew. A
 * partial look, and a list that lags behind, are good enough only for "nothing new".
 */
function isMomentous(before: Transition, facts: TenantFacts, now: Date): boolean {
  const steps = stepsFromFacts(before, facts, now);
  const mayBeDone = !before.verifiedAt && stepNames.every((name) => isSettled(steps[name]));
  const { relationshipReplaced: replaced } = before;
  const hasEnded = replaced !== undefined && replacedAsRead(replaced, facts.replaced, now).status !== replaced.status;
  return (
    mayBeDone ||
    hasEnded ||
    stepNames.some((name) => steps[name].state === 'blocked' && !sameStep(before.steps[name], steps[name]))
  );
}

/** What a look at Microsoft comes to; it refuses nothing. */
type Seen = Exclude<Decision, { kind: 'refuse' }>;

/** Besides what Microsoft says: what the clock makes due. */
function withNotices(current: Transition, seen: Seen, times: { now: Date; remindsCustomer: boolean }): Seen {
  const [before, earlier] = seen.kind === 'change' ? [seen.after, seen.happenings] : [current, []];
  const { after, happenings } = withDueNotices(before, times);
  return happenings.length === 0 ? seen : { kind: 'change', after, happenings: [...earlier, ...happenings] };
}

/** Who asked for the look sees that there was one, also where nothing moved. */
function withAnswer(current: Transition, seen: Seen, lastCheck: NonNullable<Transition['lastCheck']>): Seen {
  const [after, happenings] = seen.kind === 'change' ? [seen.after, seen.happenings] : [current, []];
  const { checkAskedAt: _answered, ...rest } = after;
  return { kind: 'change', after: { ...rest, lastCheck }, happenings: [...happenings, { kind: 'checked' }] };
}

/** Kept with what is written anyhow: an outage alone is worth no write a minute for each tenant. */
function withTrouble(seen: Seen, failures: readonly Failure[], now: Date): Seen {
  if (seen.kind !== 'change') return seen;
  const { lastTrouble: _earlier, ...after } = seen.after;
  const failure = failures.find(({ trace }) => trace) ?? failures[0];
  if (!failure) return { ...seen, after };
  const { code, trace } = failure;
  return { ...seen, after: { ...after, lastTrouble: { at: now, code, ...(trace && { trace }) } } };
}

function judge(current: Transition, seen: { facts: TenantFacts; commerce: Commerce; ends: EndsRead }, now: Date): Seen {
  const { facts } = seen;
  const steps = stepsFromFacts(current, facts, now);
  const verifiedNow = !current.verifiedAt && isVerifiedBy(steps, facts);
  const known = facts.connection.kind === 'skipped' ? current : withProof(current, facts.connection);
  const stepped: Transition = {
    ...known,
    ...learned(current, facts, now),
    steps,
    ...(verifiedNow && { verifiedAt: now }),
  };
  const { after, happenings } = withCommerce(withEnds(stepped, seen.ends), seen, now);
  const { relationshipId } = after;
  if (relationshipId !== undefined && relationshipId !== current.relationshipId) {
    return { kind: 'change', after, happenings: [{ kind: 'relationshipRequested', relationshipId }, ...happenings] };
  }
  return happenings.length > 0 ? { kind: 'change', after, happenings } : settle(current, after, now);
}

/** What only a reading can tell. */
function learned(
  { relationshipReplaced }: Transition,
  { relationship, accessAssignments, replaced }: TenantFacts,
  now: Date,
): Partial<Transition> {
  const found = relationship.kind === 'read' ? relationship.value : undefined;
  const groups = accessAssignments.kind === 'read' ? accessAssignments.value : undefined;
  const term = found && termOf(found);
  return {
    ...(found && { relationshipId: found.relationshipId, relationshipStatus: found.status }),
    ...(term && { relationshipTerm: term }),
    ...(relationshipReplaced && { relationshipReplaced: replacedAsRead(relationshipReplaced, replaced, now) }),
    ...(typeof groups === 'object' && groups),
  };
}

function settle(current: Transition, after: Transition, now: Date): Seen {
  const stepMoved = stepNames.some((name) => !sameStep(current.steps[name], after.steps[name]));
  const isTold = stepMoved || statusAt(after, now) !== current.toldStatus;
  if (!isTold && isShownOtherwise(current, after)) {
    return { kind: 'change', after, happenings: [{ kind: 'detailsChanged' }] };
  }
  const isNews =
    isTold ||
    after.verifiedAt !== current.verifiedAt ||
    after.relationshipStatus !== current.relationshipStatus ||
    after.qualification !== current.qualification ||
    after.qualificationUnread !== current.qualificationUnread;
  return isNews ? { kind: 'change', after, happenings: [] } : { kind: 'keep' };
}

/** The card is edited for what happened: without a happening it would go on showing what was. */
function isShownOtherwise(current: Transition, after: Transition): boolean {
  return (
    after.tenant.displayName !== current.tenant.displayName ||
    !sameTerm(after.relationshipTerm, current.relationshipTerm) ||
    after.goneGroupId !== current.goneGroupId ||
    after.relationshipReplaced?.status !== current.relationshipReplaced?.status ||
    !sameEnds(after.relationshipEnds, current.relationshipEnds) ||
    !isCommerceSame(after, current)
  );
}

type Failure = Extract<TenantFacts[keyof TenantFacts], { kind: 'failed' | 'unread' }>;

function failuresIn(facts: TenantFacts): Failure[] {
  return Object.values({ ...facts }).filter((part) => part.kind === 'failed' || part.kind === 'unread');
}
