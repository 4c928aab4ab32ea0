import { z } from 'zod';
import type { Subscription } from '../../core/delivery.ts';
import type { SubscriptionStore } from '../../core/ports/store/subscription-store.ts';
import type { Connection } from './engine/connection.ts';

export const subscriptionColumns = 'organisation_id, user_id, display_name, conversation_id, since';

export const subscriptionRow = z
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

/** Ends with the place for an ON CONFLICT clause. */
export const insertSubscription = `INSERT INTO subscriptions (${subscriptionColumns})
VALUES (:organisationId, :userId, :displayName, :conversationId, :since)`;

export function subscriptionValues({ since, ...rest }: Subscription) {
  const { organisationId, userId, displayName, conversationId } = rest;
  return { organisationId, userId, displayName, conversationId, since: since.getTime() };
}

export function createSubscriptionStore(connection: Connection): SubscriptionStore {
  const insert = connection.command(`${insertSubscription} ON CONFLICT DO NOTHING`);
  const remove = connection.command(
    'DELETE FROM subscriptions WHERE organisation_id = :organisationId AND user_id = :userId',
  );
  const renew = connection.command(
    `UPDATE subscriptions SET since = :since
     WHERE organisation_id = :organisationId AND user_id = :userId AND since < :since`,
  );
  const removeUnchanged = connection.command(
    'DELETE FROM subscriptions WHERE organisation_id = :organisationId AND user_id = :userId AND since = :since',
  );
  const listed = connection.query(
    `SELECT ${subscriptionColumns} FROM subscriptions WHERE organisation_id = :organisationId ORDER BY since, user_id`,
    subscriptionRow,
  );

  return {
    subscribe: (subscription) =>
      connection.transact(() => {
        const { organisationId, userId, since, ...rest } = subscriptionValues(subscription);
        if (insert({ organisationId, userId, since, ...rest }) === 1) return true;
        renew({ organisationId, userId, since });
        return false;
      }),
    unsubscribe: (organisationId, userId) => connection.run(() => remove({ organisationId, userId }) === 1),
    endUnchanged: ({ organisationId, userId, since }) =>
      connection.run(() => removeUnchanged({ organisationId, userId, since: since.getTime() }) === 1),
    list: (organisationId) => connection.run(() => listed({ organisationId })),
    // The table itself refuses what could not be read.
    unreadable: () => Promise.resolve([]),
  };
}
