import { z } from 'zod';
import type { Conversation, ConversationStore } from '../../core/ports/store/conversation-store.ts';
import type { Connection } from './engine/connection.ts';
import { deleteInBatches } from './engine/delete-in-batches.ts';

export const conversationColumns =
  'organisation_id, conversation_id, kind, user_id, reference, locale, seen_at, gone_at';

export const conversationRow = z
  .object({
    organisation_id: z.string(),
    conversation_id: z.string(),
    kind: z.enum(['personal', 'groupChat', 'channel']),
    user_id: z.string().nullable(),
    reference: z.string(),
    locale: z.string().nullable(),
    seen_at: z.number(),
    gone_at: z.number().nullable(),
  })
  .transform((row): Conversation => ({
    organisationId: row.organisation_id,
    conversationId: row.conversation_id,
    kind: row.kind,
    ...(row.user_id !== null && { userId: row.user_id }),
    reference: row.reference,
    ...(row.locale !== null && { locale: row.locale }),
    seenAt: new Date(row.seen_at),
    ...(row.gone_at !== null && { goneAt: new Date(row.gone_at) }),
  }));

export const upsertConversation = `INSERT INTO conversations (${conversationColumns})
VALUES (:organisationId, :conversationId, :kind, :userId, :reference, :locale, :seenAt, :goneAt)
ON CONFLICT DO UPDATE SET
  kind = excluded.kind, user_id = excluded.user_id, reference = excluded.reference, locale = excluded.locale,
  seen_at = excluded.seen_at, gone_at = excluded.gone_at`;

export function conversationValues({ organisationId, conversationId, kind, reference, ...rest }: Conversation) {
  return {
    organisationId,
    conversationId,
    kind,
    reference,
    userId: rest.userId ?? null,
    locale: rest.locale ?? null,
    seenAt: rest.seenAt.getTime(),
    goneAt: rest.goneAt?.getTime() ?? null,
  };
}

export function createConversationStore(connection: Connection): ConversationStore {
  const { upsert, byId, newestPersonal, markGone, removeGone } = prepareStatements(connection);

  return {
    async remember(conversation) {
      await connection.run(() => upsert(conversationValues(conversation)));
    },

    get: (organisationId, conversationId) => connection.run(() => byId({ organisationId, conversationId })[0]),

    personalChatOf: (organisationId, userId) => connection.run(() => newestPersonal({ organisationId, userId })[0]),

    async markGone(organisationId, conversationId, at) {
      await connection.run(() => markGone({ organisationId, conversationId, at: at.getTime() }));
    },

    deleteGoneBefore: (before) =>
      deleteInBatches(connection, ({ limit }) => removeGone({ before: before.getTime(), limit })),
  };
}

function prepareStatements(connection: Connection) {
  return {
    upsert: connection.command(upsertConversation),
    byId: connection.query(
      `SELECT ${conversationColumns} FROM conversations
       WHERE organisation_id = :organisationId AND conversation_id = :conversationId`,
      conversationRow,
    ),
    newestPersonal: connection.query(
      `SELECT ${conversationColumns} FROM conversations
       WHERE organisation_id = :organisationId AND user_id = :userId AND kind = 'personal'
       ORDER BY seen_at DESC LIMIT 1`,
      conversationRow,
    ),
    markGone: connection.command(
      `UPDATE conversations SET gone_at = coalesce(gone_at, :at)
       WHERE organisation_id = :organisationId AND conversation_id = :conversationId`,
    ),
    removeGone: connection.command(
      `DELETE FROM conversations WHERE (organisation_id, conversation_id) IN
         (SELECT organisation_id, conversation_id FROM conversations WHERE gone_at < :before LIMIT :limit)`,
    ),
  };
}
