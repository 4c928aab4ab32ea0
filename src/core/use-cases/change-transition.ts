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

const attempts = 8;

/**
 * Reads, decides, writes under the condition that nobody wrote meanwhile, and decides again when somebody did.
 * `decide` must be pure: it may run several times.
 */
export async function changeTransition(
  deps: ChangeDeps,
  key: TransitionKey & { actor: Actor },
  decide: (transition: Transition, now: Date) => Decision,
): Promise<ChangeOutcome> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const before = await deps.transitions.get(key.organisationId, key.transitionId);
    if (!before) return { kind: 'refused', code: 'TRANSITION_NOT_FOUND' };
    const now = deps.clock.now();
    const decision = decide(before, now);
    if (decision.kind === 'refuse') return { kind: 'refused', code: decision.code, transition: before };
    if (decision.kind === 'keep') return { kind: 'unchanged', transition: before };
    const { happenings, visitDueAt } = decision;
    const after = recordChange(before, decision.after, { actor: key.actor, at: now, happenings });
    const written = await deps.transitions.replace(after, visitDueAt && { visitDueAt });
    if (written) return { kind: 'changed', transition: after };
  }
  throw new Error('a transition kept changing under a write');
}
