import { customerSteps, stepNames, type StepName, type Steps } from './steps.ts';

export type Status =
  'awaitingCustomer' | 'transitioning' | 'normal' | 'needsAttention' | 'declined' | 'expired' | 'cancelled';

/** Everything a status is computed from. It is never set by hand. */
export interface StatusFacts {
  steps: Steps;
  cancelledAt?: Date;
  declinedAt?: Date;
  /** When the Partner Connect link stops working; a revoked link has stopped already. */
  linkExpiresAt: Date;
  /** The one clean verification run in which every required check passed at once. */
  verifiedAt?: Date;
}

/**
 * The one function from facts to status. A verified tenant stays Normal to the eye even when a step decays later
 * (`stepsNeedingAttention` says so beside it), and a tenant that waits only for Microsoft cannot expire.
 */
export function statusOf(facts: StatusFacts, now: Date): Status {
  if (facts.cancelledAt) return 'cancelled';
  if (facts.verifiedAt) return 'normal';
  if (facts.declinedAt) return 'declined';
  if (stepsNeedingAttention(facts.steps).length > 0) return 'needsAttention';
  if (customerSteps.every((name) => facts.steps[name].state !== 'notStarted')) return 'transitioning';
  return facts.linkExpiresAt <= now ? 'expired' : 'awaitingCustomer';
}

export function stepsNeedingAttention(steps: Steps): StepName[] {
  return stepNames.filter((name) => steps[name].state === 'blocked');
}
