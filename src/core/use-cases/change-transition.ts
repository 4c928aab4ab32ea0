import type { ErrorCode } from '../errors.ts';
import type { Happening } from '../events.ts';
import type { Actor } from '../people.ts';
import type { Clock } from '../ports/runtime.ts';
import type { TransitionStore } from '../ports/store/transition-store.ts';
import { recordChange, type Transition } from '../transition.ts';

export interface ChangeDeps {
  transitions: TransitionStore;
  clock: Clock;
}

export interface TransitionKey {
  organisationId: string;
  transitionId: string;
}

export type Decision =
  | { kind: 'change'; after: Transition; happenings: readonly Happening[]; visitDueAt?: Date }
  /** Already as wanted: a double click or a re-run after a crash. */
  | { kind: 'keep' }
  | { kind: 'refuse'; code: ErrorCode };

export type ChangeOutcome =
  | { kind: 'changed' | 'unchanged'; transition: Transition }
  | { kind: 'refused'; code: ErrorCode; transition?: Transition };

type Decide = (transition: Transition, now: Date) => Decision;

/**
 * Reads, decides, writes under the condition that nobody wrote meanwhile, and decides again when somebody did.
 * `decide` must be pure: it may run several times.
 */
export async function changeTransition(
  deps: ChangeDeps,
  key: TransitionKey & { actor: Actor },
  decide: Decide,
): Promise<ChangeOutcome> {
  return untilWritten(async () => {
    const decided = await decideOn(deps, key, decide);
    return decided.kind === 'due' ? write(deps, decided) : decided;
  });
}

/** Somebody else has taken over what this was part of. */
export interface Overtaken {
  kind: 'overtaken';
}

/**
 * The same for what was read earlier: writes nothing once somebody else has taken over, however long this one was out.
 * Asked after the reading: what they then write is a version that ours does not follow.
 */
export async function changeWhileOurs(
  deps: ChangeDeps & { stillOurs: () => Promise<boolean> },
  key: TransitionKey & { actor: Actor },
  decide: Decide,
): Promise<ChangeOutcome | Overtaken> {
  return untilWritten(async () => {
    const decided = await decideOn(deps, key, decide);
    if (decided.kind !== 'due') return decided;
    return (await deps.stillOurs()) ? write(deps, decided) : { kind: 'overtaken' };
  });
}

const attempts = 8;

async function untilWritten<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  for (let count = 0; count < attempts; count += 1) {
    const outcome = await attempt();
    if (outcome) return outcome;
  }
  throw new Error('a transition kept changing under a write');
}

interface Due {
  kind: 'due';
  after: Transition;
  visitDueAt: Date | undefined;
}

async function decideOn(
  deps: ChangeDeps,
  key: TransitionKey & { actor: Actor },
  decide: Decide,
): Promise<ChangeOutcome | Due> {
  const before = await deps.transitions.get(key.organisationId, key.transitionId);
  if (!before) return { kind: 'refused', code: 'TRANSITION_NOT_FOUND' };
  const now = deps.clock.now();
  const decision = decide(before, now);
  if (decision.kind === 'refuse') return { kind: 'refused', code: decision.code, transition: before };
  if (decision.kind === 'keep') return { kind: 'unchanged', transition: before };
  const { happenings, visitDueAt } = decision;
  const after = recordChange(before, decision.after, { actor: key.actor, at: now, happenings });
  return { kind: 'due', after, visitDueAt };
}

/** Undefined: somebody else wrote meanwhile. */
async function write({ transitions }: ChangeDeps, { after, visitDueAt }: Due): Promise<ChangeOutcome | undefined> {
  const written = await transitions.replace(after, visitDueAt && { visitDueAt });
  return written ? { kind: 'changed', transition: after } : undefined;
}
