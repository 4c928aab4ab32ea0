import { z } from 'zod';
import type { Subscription } from '../../core/delivery.ts';
import type { SubscriptionStore } from '../../core/ports/store.ts';
import type { Connection } from './engine/connection.ts';

const columns = 'organisation_id, user_id, display_name, conversation_id, since';

const subscriptionRow = z
  .object({
    organisation_id: z.string(),
    user_id: z.string(),
    display_name: z.string(),
    conversation_id: z.string(),
    since: z.number(),
  })
  .transform((row): Subscription => ({
    organisationId: row.organisation_id,
    userId: row.user_id,
    displayName: row.display_name,
    conversationId: row.conversation_id,
    since: new Date(row.since),
  }));

export function createSubscriptionStore(connection: Connection): SubscriptionStore {
  const insert = connection.command(
    `INSERT INTO subscriptions (${columns}) VALUES (:organisationId, :userId, :displayName, :conversationId, :since)
     ON CONFLICT DO NOTHING`,
  );
  const remove = connection.command(
    'DELETE FROM subscriptions WHERE organisation_id = :organisationId AND user_id = :userId',
  );
  const listed = connection.query(
    `SELECT ${columns} FROM subscriptions WHERE organisation_id = :organisationId ORDER BY since, user_id`,
    subscriptionRow,
  );

  return {
    subscribe: ({ organisationId, userId, displayName, conversationId, since }) =>
      connection.run(
        () => insert({ organisationId, userId, displayName, conversationId, since: since.getTime() }) === 1,
      ),
    unsubscribe: (organisationId, userId) => connection.run(() => remove({ organisationId, userId }) === 1),
    list: (organisationId) => connection.run(() => listed({ organisationId })),
  };
}
