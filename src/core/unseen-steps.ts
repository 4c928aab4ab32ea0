import type { RelationshipStatus } from './ports/microsoft.ts';
import type { StepName } from './steps.ts';
import type { Transition } from './transition.ts';

/** Once Microsoft has seen the approval, its page has nothing left to do. */
const notApproved: readonly RelationshipStatus[] = ['created', 'approvalPending'];

/** It waits on the customer's word alone: they say that it is done, and Microsoft does not show it. */
export function isUnseen(
  { steps, relationshipStatus = 'created' }: Pick<Transition, 'steps' | 'relationshipStatus'>,
  name: StepName,
): boolean {
  if (steps[name].state !== 'waiting') return false;
  return name === 'delegatedAdmin' ? notApproved.includes(relationshipStatus) : name === 'resellerRelationship';
}

export function isAnyUnseen(transition: Pick<Transition, 'steps' | 'relationshipStatus'>): boolean {
  return isUnseen(transition, 'delegatedAdmin') || isUnseen(transition, 'resellerRelationship');
}
