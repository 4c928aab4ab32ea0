import type { Clock } from '../../ports/runtime.ts';
import type { MicrosoftSubject, TransitionStore } from '../../ports/store/transition-store.ts';
import type { VisitStore } from '../../ports/store/visit-store.ts';

export interface HeedDeps {
  transitions: Pick<TransitionStore, 'listAbout'>;
  visits: Pick<VisitStore, 'makeDue'>;
  clock: Clock;
}

/**
 * Something is said to have changed at Microsoft. It is a hint and nothing is believed: what it is about is looked at
 * now, Normal ones too, whose delegated admin relationship may have ended. Answers how many that are.
 */
export async function heedMicrosoft(deps: HeedDeps, subjects: readonly MicrosoftSubject[]): Promise<number> {
  let due = 0;
  for (const subject of subjects) {
    for (const { organisationId, transitionId, cancelledAt } of await deps.transitions.listAbout(subject)) {
      if (cancelledAt) continue;
      if (await deps.visits.makeDue(organisationId, transitionId, deps.clock.now())) due += 1;
    }
  }
  return due;
}
