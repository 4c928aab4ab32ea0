import type { Transition } from '../../transition.ts';

export interface OutboxStore {
  /** Transitions that carry events the relay has not expanded, oldest change first; none that cannot be read. */
  unexpanded(limit: number): Promise<readonly Transition[]>;
  /** Monotonic: marking an older `seq` changes nothing. */
  markExpanded(transition: Pick<Transition, 'organisationId' | 'transitionId'>, seq: number): Promise<void>;
}
