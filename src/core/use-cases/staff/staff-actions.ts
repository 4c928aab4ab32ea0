import type { Customer } from '../../customer.ts';
import type { ErrorCode } from '../../errors.ts';
import type { Happening } from '../../events.ts';
import { staffActor, type StaffMember } from '../../people.ts';
import type { Policy } from '../../policy.ts';
import {
  canBeCancelled,
  hasDecayed,
  isOpen,
  type PartnerConnectLink,
  type RelationshipReplaced,
  type Transition,
} from '../../transition.ts';
import { changeTransition, type ChangeDeps, type ChangeOutcome, type Decision } from '../change-transition.ts';
import { replaceableOne } from '../visit/due-notices.ts';
import { caretakerOf } from './start-transition.ts';

export interface StaffActionDeps extends ChangeDeps {
  policy: Policy;
}

/** A press of a button on a transition's card, or the command that does the same. */
export interface StaffAction {
  member: StaffMember;
  transitionId: string;
}

/** Corrects the customer or the contact after the link is out; mails go to the new contact from then on. */
export function editCustomer(
  deps: StaffActionDeps,
  action: StaffAction & { customer: Customer },
): Promise<ChangeOutcome> {
  return act(deps, action, (before) => {
    const changed = changedFields(before.customer, action.customer);
    if (changed.length === 0) return { kind: 'keep' };
    return change({ ...before, customer: action.customer }, { kind: 'customerEdited', changed });
  });
}

export function handOver(deps: StaffActionDeps, action: StaffAction & { to: StaffMember }): Promise<ChangeOutcome> {
  return act(deps, action, (before) => {
    if (before.owner.userId === action.to.userId) return { kind: 'keep' };
    return change(
      { ...before, owner: caretakerOf(action.to) },
      {
        kind: 'handedOver',
        fromUserId: before.owner.userId,
        toUserId: action.to.userId,
        toDisplayName: action.to.displayName,
      },
    );
  });
}

/**
 * A new link with its full lifetime; the earlier one is dead from then on. `seenVersion` (of the link, as the card
 * showed it) makes a double click one reissue. A delegated admin request that ran out or was ended is asked for anew.
 * Also for a Normal tenant that has decayed, or whose relationship ends soon and cannot be extended: `replaces` names
 * that one where whoever asks was told that the customer will be asked for another one, too.
 */
export function reissueLink(
  deps: StaffActionDeps,
  action: StaffAction & { seenVersion: number; replaces?: string | undefined },
): Promise<ChangeOutcome> {
  return changeTransition(deps, keyOf(action), (before, now) => {
    const found = replaceableOne(before, now);
    const replaced = found?.relationshipId === action.replaces ? found : undefined;
    if (!isOpen(before) && !hasDecayed(before) && !replaced) return { kind: 'refuse', code: 'TRANSITION_CLOSED' };
    if (before.link.version !== action.seenVersion) return { kind: 'keep' };
    const link: PartnerConnectLink = {
      linkId: before.link.linkId,
      version: before.link.version + 1,
      issuedAt: now,
      expiresAt: new Date(now.getTime() + deps.policy.linkLifetimeMs),
    };
    const after = replaced ? withRelationshipReplaced(before, replaced) : withoutDeadEnds(before, now);
    return { ...change({ ...after, link }, { kind: 'linkReissued' }), visitDueAt: now };
  });
}

/** What is there stays until it ends; the next visit asks for another one beside it. */
function withRelationshipReplaced(before: Transition, relationshipReplaced: RelationshipReplaced): Transition {
  const { relationshipId: _id, relationshipTerm: _term, relationshipStatus: _status, ...rest } = before;
  const notStarted = { state: 'notStarted' } as const;
  const steps = { ...before.steps, delegatedAdmin: notStarted, accessAssignments: notStarted };
  return { ...rest, steps, relationshipReplaced };
}

function withoutDeadEnds(before: Transition, now: Date): Transition {
  const { declinedAt: _declined, ...open } = before;
  const step = before.steps.delegatedAdmin;
  if (step.state !== 'blocked' || !isEnd(step.code)) return open;
  const { relationshipId: _ended, relationshipStatus: _status, relationshipTerm: _term, ...fresh } = open;
  const { relationshipReplaced: replaced, ...known } = fresh;
  const steps = { ...before.steps, delegatedAdmin: { state: 'notStarted' } } as const;
  return { ...(replaced && replaced.endsAt > now ? fresh : known), steps };
}

/** Anything else still leads somewhere: Microsoft works on it, or we have to approve it. */
function isEnd(code: ErrorCode): boolean {
  return code === 'RELATIONSHIP_EXPIRED' || code === 'RELATIONSHIP_TERMINATED';
}

export function revokeLink(deps: StaffActionDeps, action: StaffAction): Promise<ChangeOutcome> {
  return act(deps, action, (before, now) => {
    if (before.link.revokedAt) return { kind: 'keep' };
    return change({ ...before, link: { ...before.link, revokedAt: now } }, { kind: 'linkRevoked' });
  });
}

const oneMailQuietMs = 60 * 1000;

/** Mails the instructions again, once for clicks within a minute; also for a Normal tenant that has decayed. */
export function sendInstructions(deps: StaffActionDeps, action: StaffAction): Promise<ChangeOutcome> {
  return changeTransition(deps, keyOf(action), (before, now) => {
    if (!isOpen(before) && !hasDecayed(before)) return { kind: 'refuse', code: 'TRANSITION_CLOSED' };
    const last = before.instructionsAskedAt;
    if (last && now.getTime() - last.getTime() < oneMailQuietMs) return { kind: 'keep' };
    return change({ ...before, instructionsAskedAt: now }, { kind: 'instructionsRequested' });
  });
}

const oneCheckQuietMs = 5 * 1000;

/** Looks at Microsoft now, once for clicks within seconds. The visit that does it leaves its answer on the card. */
export function requestCheck(deps: StaffActionDeps, action: StaffAction): Promise<ChangeOutcome> {
  return changeTransition(deps, keyOf(action), (before, now) => {
    if (before.cancelledAt) return { kind: 'refuse', code: 'TRANSITION_CLOSED' };
    const last = before.checkAskedAt ?? before.lastCheck?.at;
    if (last && now.getTime() - last.getTime() < oneCheckQuietMs) return { kind: 'keep' };
    return { ...change({ ...before, checkAskedAt: now }, { kind: 'checkRequested' }), visitDueAt: now };
  });
}

export function cancelTransition(deps: StaffActionDeps, action: StaffAction): Promise<ChangeOutcome> {
  return changeTransition(deps, keyOf(action), (before, now) => {
    if (before.cancelledAt) return { kind: 'keep' };
    if (!canBeCancelled(before)) return { kind: 'refuse', code: 'TRANSITION_CLOSED' };
    return change({ ...before, cancelledAt: now }, { kind: 'cancelled' });
  });
}

function act(
  deps: StaffActionDeps,
  action: StaffAction,
  decide: (before: Transition, now: Date) => Decision,
): Promise<ChangeOutcome> {
  return changeTransition(deps, keyOf(action), (before, now) =>
    isOpen(before) ? decide(before, now) : { kind: 'refuse', code: 'TRANSITION_CLOSED' },
  );
}

function keyOf(action: StaffAction) {
  const { member, transitionId } = action;
  return { organisationId: member.organisationId, transitionId, actor: staffActor(member) };
}

function change(after: Transition, happening: Happening): Extract<Decision, { kind: 'change' }> {
  return { kind: 'change', after, happenings: [happening] };
}

/** Names of the fields that differ, as `contact.email`: names only, so that the audit holds no personal data twice. */
function changedFields(before: Customer, after: Customer): string[] {
  const sections = [
    ['contact', before.contact, after.contact],
    ['address', before.address, after.address],
  ] as const;
  const nested = sections.flatMap(([section, old, now]) => differing(old, now).map((name) => `${section}.${name}`));
  const own = (['companyName', 'registrationNumber'] as const).filter((name) => before[name] !== after[name]);
  return [...own, ...nested];
}

function differing(before: object, after: object): string[] {
  const old = new Map<string, unknown>(Object.entries(before));
  const now = new Map<string, unknown>(Object.entries(after));
  return [...new Set([...old.keys(), ...now.keys()])].filter((name) => old.get(name) !== now.get(name));
}
