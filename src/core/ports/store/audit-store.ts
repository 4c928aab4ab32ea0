import type { TransitionEvent } from '../../events.ts';

/** Append-only. The relay writes here what the outbox carried; appending an event twice changes nothing. */
export interface AuditStore {
  append(events: readonly TransitionEvent[]): Promise<void>;
  /** Oldest first. */
  listFor(organisationId: string, transitionId: string): Promise<readonly TransitionEvent[]>;
}
