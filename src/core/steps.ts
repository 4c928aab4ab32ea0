import type { ErrorCode } from './errors.ts';

/** The steps of a transition, in the order in which the customer meets them. */
export const stepNames = [
  'directoryConnection',
  'tenantConfirmed',
  'delegatedAdmin',
  'resellerRelationship',
  'agreement',
  'accessAssignments',
] as const;
export type StepName = (typeof stepNames)[number];

/**
 * `notStarted`: someone must begin. `waiting`: begun, and Microsoft or we are working on it.
 * `blocked`: it cannot go on until the one whom the code names has acted.
 */
export type Step = { state: 'notStarted' | 'waiting' | 'done' | 'notNeeded' } | { state: 'blocked'; code: ErrorCode };

export type Steps = Record<StepName, Step>;

/** Steps that only the customer's admin can begin. The others follow from them. */
export const customerSteps = [
  'directoryConnection',
  'tenantConfirmed',
  'delegatedAdmin',
  'resellerRelationship',
] as const satisfies readonly StepName[];

/** Where the customer may say "I have done this", because it is accepted on pages that tell us nothing. */
export const claimableSteps = [
  'delegatedAdmin',
  'resellerRelationship',
  'agreement',
] as const satisfies readonly StepName[];
export type ClaimableStep = (typeof claimableSteps)[number];

export const noStepsYet: Steps = {
  directoryConnection: { state: 'notStarted' },
  tenantConfirmed: { state: 'notStarted' },
  delegatedAdmin: { state: 'notStarted' },
  resellerRelationship: { state: 'notStarted' },
  agreement: { state: 'notStarted' },
  accessAssignments: { state: 'notStarted' },
};

export function isSettled(step: Step): boolean {
  return step.state === 'done' || step.state === 'notNeeded';
}

export function sameStep(a: Step, b: Step): boolean {
  return a.state === b.state && (a.state !== 'blocked' || (b.state === 'blocked' && a.code === b.code));
}
