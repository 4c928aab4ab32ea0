import { staffActor } from '../../people.ts';
import type { PartnerCloud } from '../../ports/microsoft.ts';
import type { Transition } from '../../transition.ts';
import { changeTransition, type ChangeDeps, type ChangeOutcome } from '../change-transition.ts';
import type { StaffAction } from './staff-actions.ts';

export interface RelationshipActionDeps extends ChangeDeps {
  partner: Pick<PartnerCloud, 'extendRelationship' | 'approveRelationship'>;
}

export type RelationshipOutcome =
  | ChangeOutcome
  /** Its roles forbid that it extends itself. */
  | { kind: 'impossible'; transition: Transition };

/** Has Microsoft prolong the relationship at its end, and looks at it afterwards. Twice is once. */
export async function extendRelationship(
  deps: RelationshipActionDeps,
  action: StaffAction,
): Promise<RelationshipOutcome> {
  const found = await withRelationship(deps, action);
  if (found.kind === 'refused') return found;
  const reading = await deps.partner.extendRelationship(found.relationshipId);
  if (reading.kind === 'unread') return { kind: 'refused', code: reading.code, transition: found.transition };
  if (reading.value === 'impossible') return { kind: 'impossible', transition: found.transition };
  if (reading.value === 'over') return { kind: 'refused', code: 'RELATIONSHIP_EXPIRED', transition: found.transition };
  return changeTransition(deps, keyOf(action), (before, now) => {
    const term = before.relationshipTerm;
    if (before.relationshipId !== found.relationshipId || term?.extendsItself === true) return { kind: 'keep' };
    const after = term ? { ...before, relationshipTerm: { ...term, extendsItself: true } } : before;
    return { kind: 'change', after, happenings: [{ kind: 'relationshipExtended' }], visitDueAt: now };
  });
}

/** Our yes to what an indirect provider asked on our behalf. The customer can approve it once Microsoft has heard. */
export async function approveRelationship(deps: RelationshipActionDeps, action: StaffAction): Promise<ChangeOutcome> {
  const found = await withRelationship(deps, action);
  if (found.kind === 'refused') return found;
  const reading = await deps.partner.approveRelationship(found.relationshipId);
  if (reading.kind === 'unread') return { kind: 'refused', code: reading.code, transition: found.transition };
  if (!reading.value) return { kind: 'refused', code: 'RELATIONSHIP_TERMINATED', transition: found.transition };
  const isHeard = reading.value.needsOurApproval !== true;
  return changeTransition(deps, keyOf(action), (before, now) => {
    const step = before.steps.delegatedAdmin;
    const isAwaited = step.state === 'blocked' && step.code === 'PARTNER_APPROVAL_PENDING';
    if (before.relationshipId !== found.relationshipId || !isAwaited) return { kind: 'keep' };
    // Who presses once more before the next visit finds it done. Where Microsoft has not heard yet, the visit will see.
    const delegatedAdmin = isHeard ? ({ state: 'notStarted' } as const) : step;
    const after = { ...before, steps: { ...before.steps, delegatedAdmin } };
    return { kind: 'change', after, happenings: [{ kind: 'relationshipApproved' }], visitDueAt: now };
  });
}

type Found =
  { kind: 'found'; transition: Transition; relationshipId: string } | Extract<ChangeOutcome, { kind: 'refused' }>;

async function withRelationship(deps: ChangeDeps, { member, transitionId }: StaffAction): Promise<Found> {
  const transition = await deps.transitions.get(member.organisationId, transitionId);
  if (!transition) return { kind: 'refused', code: 'TRANSITION_NOT_FOUND' };
  const { relationshipId, cancelledAt } = transition;
  if (cancelledAt || relationshipId === undefined) return { kind: 'refused', code: 'TRANSITION_CLOSED', transition };
  return { kind: 'found', transition, relationshipId };
}

function keyOf({ member, transitionId }: StaffAction) {
  return { organisationId: member.organisationId, transitionId, actor: staffActor(member) };
}
