import type { Delivery, Subscription } from '../../delivery.ts';
import type { TransitionEvent } from '../../events.ts';
import type { Transition } from '../../transition.ts';
import type { Conversation } from './conversation-store.ts';

/** Everything that is moved to another store. Leases, dedupe records and ephemeral values end by themselves and stay. */
export type StoredRecord =
  | { kind: 'transition'; transition: Transition }
  | { kind: 'visit'; visit: { organisationId: string; transitionId: string; quietVisits: number; dueAt?: Date } }
  | { kind: 'delivery'; delivery: Delivery }
  | { kind: 'conversation'; conversation: Conversation }
  | { kind: 'subscription'; subscription: Subscription }
  | { kind: 'auditEvent'; event: TransitionEvent }
  | { kind: 'dialog'; dialog: { key: string; json: string; writtenAt: Date } }
  | { kind: 'secret'; secret: { name: string; version: number; value: string } };

export type RecordKind = StoredRecord['kind'];

/** Every record as it is, for moving to another store. Nobody else writes meanwhile. */
export interface RecordStore {
  /** In the order in which they were added, where the engine keeps one. `after` is the `next` of the page before. */
  dump(kind: RecordKind, page: { after?: string; limit: number }): Promise<{ items: StoredRecord[]; next?: string }>;
  /**
   * Writes them as they are, over those that have the same key; a transition before its visit. What its outbox holds is
   * what the relay has not expanded. Rejects with RecordClashError where another transition is in the way.
   */
  load(records: readonly StoredRecord[]): Promise<void>;
}

/** Another transition of this store has the link of this one, or the same tenant open. */
export class RecordClashError extends Error {
  readonly transitionId: string;

  constructor(transitionId: string, options: { cause: unknown }) {
    super('another transition is in the way of a record', options);
    this.name = 'RecordClashError';
    this.transitionId = transitionId;
  }
}
