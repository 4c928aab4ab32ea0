import type { Reading, Relationship, RelationshipStatus } from './ports/microsoft.ts';
import type { RelationshipReplaced, Transition } from './transition.ts';

export type Replaceable = Pick<Transition, 'steps' | 'relationshipReplaced' | 'relationshipStatus'>;

/** The customer was asked for the one that is to follow, and it is not there yet. */
export function isBeingReplaced({ relationshipReplaced, steps }: Replaceable): boolean {
  return relationshipReplaced !== undefined && steps.delegatedAdmin.state !== 'done';
}

/** What was to be followed has ended before the other one was given. */
export function hasReplacedEnded({ relationshipReplaced: replaced, steps }: Replaceable): boolean {
  const { delegatedAdmin: step } = steps;
  return replaced !== undefined && step.state === 'blocked' && step.code === codeOfReplacedEnd(replaced);
}

/** Staff must know that it has; the request for the other one can be approved all the same. */
export function isNextAwaited(transition: Replaceable): boolean {
  return hasReplacedEnded(transition) && transition.relationshipStatus === 'approvalPending';
}

/** Its date tells its end, unless somebody ends it before: that only a look at it tells. */
export function isReplacedWatched(transition: Replaceable, now: Date): boolean {
  const { relationshipReplaced: replaced } = transition;
  if (!replaced || !isBeingReplaced(transition)) return false;
  return replaced.status !== undefined || replaced.endsAt > now;
}

const terminations: readonly RelationshipStatus[] = ['terminationRequested', 'terminating', 'terminated'];

/** Ended by somebody, and not by the clock. */
export function isTermination(status: RelationshipStatus | undefined): boolean {
  return status !== undefined && terminations.includes(status);
}

/** With what was read of it. Once it was seen to have been ended it stays so, whatever a list says that lags behind. */
export function replacedAsRead(
  known: RelationshipReplaced,
  reading: Reading<Relationship | undefined> | undefined,
  now: Date,
): RelationshipReplaced {
  if (reading?.kind !== 'read') return known;
  const { status, endedAt = now } = reading.value ?? { status: 'terminated' as const };
  if (!isTermination(status)) return known;
  return { ...known, status, endsAt: new Date(Math.min(+known.endsAt, +endedAt, +now)) };
}

/** What stands in the way from its end on, until the other one is given. */
export function codeOfReplacedEnd({
  status,
}: RelationshipReplaced): 'RELATIONSHIP_TERMINATED' | 'RELATIONSHIP_EXPIRED' {
  return isTermination(status) ? 'RELATIONSHIP_TERMINATED' : 'RELATIONSHIP_EXPIRED';
}
