import { z } from 'zod';
import type { OutboxStore } from '../../../core/ports/store/outbox-store.ts';
import { firstReadable } from '../../readable.ts';
import type { Connection } from '../engine/connection.ts';
import { rawTransitionRow, transitionColumns, transitionOf } from './transition-row.ts';

const waitingRow = rawTransitionRow.extend({ outbox_since: z.number(), row_id: z.number() });

export function createOutboxStore(connection: Connection): OutboxStore {
  const waiting = connection.query(
    `SELECT ${transitionColumns}, outbox_since, row_id FROM transitions
     WHERE outbox_since IS NOT NULL AND (outbox_since, row_id) > (:outboxSince, :rowId)
     ORDER BY outbox_since, row_id LIMIT :limit`,
    waitingRow,
  );
  // Leaves `version` alone: the relay must never make somebody's compare-and-set fail.
  const markExpanded = connection.command(
    `UPDATE transitions SET
       expanded_seq = :seq, outbox_since = CASE WHEN last_event_seq > :seq THEN outbox_since END
     WHERE organisation_id = :organisationId AND transition_id = :transitionId AND expanded_seq < :seq`,
  );

  return {
    unexpanded: (limit) =>
      firstReadable({
        limit,
        pageBehind: (last: z.infer<typeof waitingRow> | undefined) =>
          connection.run(() => waiting({ limit, outboxSince: last?.outbox_since ?? 0, rowId: last?.row_id ?? 0 })),
        itemOf: transitionOf,
      }),

    async markExpanded({ organisationId, transitionId }, seq) {
      await connection.run(() => markExpanded({ organisationId, transitionId, seq }));
    },
  };
}
