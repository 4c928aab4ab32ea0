import type { TransitionStore } from './core/ports/store/transition-store.ts';

/** The store of transitions, with a call after each write: what a write promised to people is delivered at once. */
export function wakingTransitions(transitions: TransitionStore, wake: () => void): TransitionStore {
  return {
    ...transitions,
    async insert(transition, options) {
      const outcome = await transitions.insert(transition, options);
      if (outcome.kind === 'inserted') wake();
      return outcome;
    },
    async replace(transition, options) {
      const written = await transitions.replace(transition, options);
      if (written) wake();
      return written;
    },
  };
}
