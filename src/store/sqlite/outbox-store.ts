import type { OutboxStore } from '../../core/ports/store.ts';
import type { Connection } from './engine/connection.ts';
import { transitionColumns, transitionRow } from './transition-row.ts';

export function createOutboxStore(connection: Connection): OutboxStore {
  const unexpanded = connection.query(
    `SELECT ${transitionColumns} FROM transitions WHERE outbox_since IS NOT NULL
     ORDER BY outbox_since, row_id LIMIT :limit`,
    transitionRow,
  );
  // Leaves `version` alone: the relay must never make somebody's compare-and-set fail.
  const markExpanded = connection.command(
    `UPDATE transitions SET
       expanded_seq = :seq, outbox_since = CASE WHEN last_event_seq > :seq THEN outbox_since END
     WHERE organisation_id = :organisationId AND transition_id = :transitionId AND expanded_seq < :seq`,
  );

  return {
    unexpanded: (limit) => connection.run(() => unexpanded({ limit })),

    async markExpanded({ organisationId, transitionId }, seq) {
      await connection.run(() => markExpanded({ organisationId, transitionId, seq }));
    },
  };
}
