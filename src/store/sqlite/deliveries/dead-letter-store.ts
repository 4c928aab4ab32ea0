import { z } from 'zod';
import type { DeadLetter, DeadLetterStore } from '../../../core/ports/store/dead-letter-store.ts';
import { cursorOf, placeOf } from '../../page-cursor.ts';
import type { Connection } from '../engine/connection.ts';

/** Their message may be what nobody could read. */
const kind = z.string().catch('');

const deadLetterRow = z
  .object({
    delivery_id: z.string(),
    organisation_id: z.string(),
    transition_id: z.string(),
    content: kind,
    recipient: kind,
    created_at: z.number(),
    attempts: z.number(),
    failure: z.string().nullable(),
  })
  .transform((row): DeadLetter => ({
    deliveryId: row.delivery_id,
    organisationId: row.organisation_id,
    transitionId: row.transition_id,
    content: row.content,
    recipient: row.recipient,
    createdAt: new Date(row.created_at),
    attempts: row.attempts,
    ...(row.failure !== null && { failure: row.failure }),
  }));

export function createDeadLetterStore(connection: Connection): DeadLetterStore {
  const named = "delivery_id = :deliveryId AND organisation_id = :organisationId AND state = 'dead'";
  const page = connection.query(
    `SELECT delivery_id, organisation_id, transition_id, created_at, attempts, failure,
       json_extract(message, '$.content.kind') AS content, json_extract(message, '$.recipient.kind') AS recipient
     FROM deliveries
     WHERE state = 'dead' AND organisation_id = :organisationId AND (created_at, delivery_id) < (:createdAt, :deliveryId)
     ORDER BY created_at DESC, delivery_id DESC LIMIT :limit`,
    deadLetterRow,
  );
  const requeue = connection.command(
    `UPDATE deliveries SET state = 'pending', due_at = :dueAt, attempts = 0, failure = NULL WHERE ${named}`,
  );
  const drop = connection.command(`DELETE FROM deliveries WHERE ${named}`);

  return {
    async list(organisationId, { cursor, limit }) {
      const { createdAt, transitionId: deliveryId } = placeOf(cursor);
      const after = { organisationId, createdAt: createdAt.getTime(), deliveryId, limit: limit + 1 };
      const found = await connection.run(() => page(after));
      const items = found.slice(0, limit);
      const last = items.at(-1);
      if (found.length <= limit || !last) return { items };
      return { items, nextCursor: cursorOf({ createdAt: last.createdAt, transitionId: last.deliveryId }) };
    },
    requeue: (organisationId, deliveryId, dueAt) =>
      connection.run(() => requeue({ organisationId, deliveryId, dueAt: dueAt.getTime() }) === 1),
    drop: (organisationId, deliveryId) => connection.run(() => drop({ organisationId, deliveryId }) === 1),
  };
}
