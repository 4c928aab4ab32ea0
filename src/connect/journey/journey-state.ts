import type { ErrorCode } from '../../core/errors.ts';
import { isNextAwaited } from '../../core/relationship-replaced.ts';
import { isSettled, type Step } from '../../core/steps.ts';
import { hasDecayed, type Transition } from '../../core/transition.ts';
import type { SiteStep, SiteSteps, SiteStepState } from '../pages/steps-list.ts';

/** Why the Directory Connection is asked for once more. */
export type ConnectNote = 'lost' | 'slow' | 'declined' | 'permission' | 'disabled';

/** The one thing that the customer's administrator can do, or wait for, now. */
export type Task =
  | { kind: 'connect'; note?: ConnectNote; missing?: readonly string[] }
  | { kind: 'settle' | 'confirm' | 'approve' }
  | { kind: 'authorise'; note?: 'lost' | 'partial' | 'agreement' }
  | { kind: 'wait'; trouble: boolean }
  /** Only others can move it on. */
  | { kind: 'stuck'; code: ErrorCode }
  | { kind: 'finished' };

/** Once it is finished there is another page. */
export type OpenTask = Exclude<Task, { kind: 'finished' }>;

export function taskOf(transition: Transition): Task {
  const { steps } = transition;
  // A Normal tenant that lost something comes back here to give it again.
  if (transition.verifiedAt && !hasDecayed(transition)) return { kind: 'finished' };
  if (steps.directoryConnection.state !== 'done') return connectionTask(transition);
  if (steps.tenantConfirmed.state !== 'done') return { kind: 'confirm' };
  const ofRelationship = relationshipTask(transition);
  if (ofRelationship) return ofRelationship;
  if (steps.resellerRelationship.state === 'blocked') return authorisationTask(steps.resellerRelationship.code);
  if (steps.agreement.state === 'blocked') return agreementTask(steps.agreement.code);
  if (steps.resellerRelationship.state === 'notStarted') return { kind: 'authorise' };
  return { kind: 'wait', trouble: steps.accessAssignments.state === 'blocked' };
}

function relationshipTask(transition: Transition): Task | undefined {
  const { delegatedAdmin: step } = transition.steps;
  if (step.state === 'notStarted' || isNextAwaited(transition)) return { kind: 'approve' };
  return isStuck(step) ? { kind: 'stuck', code: step.code } : undefined;
}

function authorisationTask(code: ErrorCode): Task {
  if (code === 'RESELLER_RELATIONSHIP_LOST') return { kind: 'authorise', note: 'lost' };
  return code === 'RESELLER_RELATIONSHIP_PARTIAL' ? { kind: 'authorise', note: 'partial' } : { kind: 'stuck', code };
}

function agreementTask(code: ErrorCode): Task {
  return code === 'AGREEMENT_MISSING' ? { kind: 'authorise', note: 'agreement' } : { kind: 'stuck', code };
}

/** That Microsoft is slow is nothing that the customer could change. */
function isStuck(step: Step): step is Extract<Step, { state: 'blocked' }> {
  return step.state === 'blocked' && step.code !== 'RELATIONSHIP_SLOW';
}

function connectionTask({ steps, declinedAt, missingPermissions }: Transition): Task {
  const step = steps.directoryConnection;
  if (step.state === 'waiting') return { kind: 'settle' };
  if (step.state !== 'blocked') return declinedAt ? { kind: 'connect', note: 'declined' } : { kind: 'connect' };
  const note = noteOf[step.code];
  if (note === undefined) return { kind: 'stuck', code: step.code };
  return { kind: 'connect', note, ...(note === 'permission' && missingPermissions && { missing: missingPermissions }) };
}

const noteOf: Partial<Record<ErrorCode, ConnectNote>> = {
  CONSENT_LOST: 'lost',
  CONSENT_SETTLING: 'slow',
  PERMISSION_MISSING: 'permission',
  APP_DISABLED: 'disabled',
};

const stepOfTask = {
  connect: 'connection',
  settle: 'connection',
  confirm: 'tenant',
  approve: 'delegatedAdmin',
  authorise: 'csp',
  wait: 'microsoft',
} as const satisfies Record<Exclude<OpenTask['kind'], 'stuck'>, SiteStep>;

/** Where on the page a task belongs. */
export function siteStepOf(task: OpenTask, transition: Transition): SiteStep {
  if (task.kind === 'stuck') {
    const { directoryConnection, delegatedAdmin } = transition.steps;
    if (directoryConnection.state === 'blocked') return 'connection';
    return isStuck(delegatedAdmin) ? 'delegatedAdmin' : 'csp';
  }
  return stepOfTask[task.kind];
}

export function siteStepsOf(transition: Transition): SiteSteps {
  const { steps } = transition;
  const task = taskOf(transition);
  const current = task.kind === 'finished' ? undefined : siteStepOf(task, transition);
  const stateOf = (name: SiteStep, step: Step): SiteStepState => {
    const state = shownState(step);
    return state === 'later' && name === current ? 'current' : state;
  };
  return {
    connection: stateOf('connection', steps.directoryConnection),
    tenant: stateOf('tenant', steps.tenantConfirmed),
    delegatedAdmin: stateOf('delegatedAdmin', steps.delegatedAdmin),
    csp: stateOf('csp', cspStep(transition)),
    microsoft: microsoftState(transition, current),
  };
}

export function hasBegun({ steps }: Transition): boolean {
  return Object.values(steps).some((step) => step.state !== 'notStarted' && step.state !== 'notNeeded');
}

function shownState(step: Step): SiteStepState {
  switch (step.state) {
    case 'done':
    case 'notNeeded':
      return 'done';
    case 'waiting':
      return 'checking';
    case 'blocked':
      return 'attention';
    case 'notStarted':
      return 'later';
  }
}

/** The reseller relationship and the agreement are accepted on one page of Microsoft's, so they are one step here. */
function cspStep({ steps }: Transition): Step {
  const { resellerRelationship, agreement } = steps;
  if (resellerRelationship.state !== 'done') return resellerRelationship;
  if (isSettled(agreement)) return { state: 'done' };
  return agreement.state === 'blocked' ? agreement : { state: 'waiting' };
}

function microsoftState(transition: Transition, current: SiteStep | undefined): SiteStepState {
  if (transition.verifiedAt) return 'done';
  if (transition.steps.accessAssignments.state === 'blocked') return 'attention';
  return current === 'microsoft' ? 'checking' : 'later';
}
