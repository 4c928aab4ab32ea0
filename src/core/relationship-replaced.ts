import type { Transition } from './transition.ts';

/** The customer was asked for the one that is to follow, and it is not there yet. */
export function isBeingReplaced({ relationshipReplaced, steps }: Transition): boolean {
  return relationshipReplaced !== undefined && steps.delegatedAdmin.state !== 'done';
}

/** What was to be followed has ended, which staff must know; the request for the other one can be approved all the same. */
export function isNextAwaited(transition: Transition): boolean {
  const { delegatedAdmin: step } = transition.steps;
  const isOver = step.state === 'blocked' && step.code === 'RELATIONSHIP_EXPIRED';
  return isOver && isBeingReplaced(transition) && transition.relationshipStatus === 'approvalPending';
}
