import type { OutboxStore } from '../../core/ports/store.ts';
import type { Transition } from '../../core/transition.ts';
import type { Connection } from './engine/connection.ts';
import { rawTransitionRow, transitionColumns, transitionOf } from './transition-row.ts';

export function createOutboxStore(connection: Connection): OutboxStore {
  const unexpanded = connection.query(
    `SELECT ${transitionColumns} FROM transitions WHERE outbox_since IS NOT NULL
     ORDER BY outbox_since, row_id LIMIT :limit`,
    rawTransitionRow,
  );
  // Leaves `version` alone: the relay must never make somebody's compare-and-set fail.
  const markExpanded = connection.command(
    `UPDATE transitions SET
       expanded_seq = :seq, outbox_since = CASE WHEN last_event_seq > :seq THEN outbox_since END
     WHERE organisation_id = :organisationId AND transition_id = :transitionId AND expanded_seq < :seq`,
  );

  return {
    unexpanded: (limit) => connection.run(() => unexpanded({ limit }).flatMap(readable)),

    async markExpanded({ organisationId, transitionId }, seq) {
      await connection.run(() => markExpanded({ organisationId, transitionId, seq }));
    },
  };
}

/** One that this release cannot read must not keep the events of all others from being expanded. */
function readable(row: Parameters<typeof transitionOf>[0]): Transition[] {
  try {
    return [transitionOf(row)];
  } catch {
    return [];
  }
}
