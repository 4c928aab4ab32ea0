import type { Collection } from 'mongodb';
import { z } from 'zod';
import type { Conversation, ConversationStore } from '../../core/ports/store/conversation-store.ts';
import { createRecordVersions } from '../records/record-versions.ts';
import { atOnce } from './engine/at-once.ts';
import type { CollectionPlan } from './engine/collection.ts';
import { deleteInBatches } from './engine/delete-in-batches.ts';
import { keyOf } from './engine/key-of.ts';
import { upsertInTurn } from './engine/upsert.ts';

const versions = createRecordVersions('conversation');

const conversationFields = z.object({
  organisationId: z.string(),
  conversationId: z.string(),
  kind: z.enum(['personal', 'groupChat', 'channel']),
  userId: z.string().exactOptional(),
  reference: z.string(),
  locale: z.string().exactOptional(),
  seenAt: z.date(),
  goneAt: z.date().exactOptional(),
});

export interface ConversationDocument extends Conversation {
  _id: string;
  schemaVersion: number;
}

export const conversationsPlan: CollectionPlan = {
  name: 'conversations',
  indexes: [
    { name: 'personal', key: { organisationId: 1, userId: 1, kind: 1, seenAt: -1 } },
    { name: 'gone', key: { goneAt: 1 } },
  ],
};

export function conversationDocument(conversation: Conversation): ConversationDocument {
  const { organisationId, conversationId } = conversation;
  return { _id: keyOf(organisationId, conversationId), schemaVersion: versions.current, ...conversation };
}

export function conversationOf(document: ConversationDocument): Conversation {
  return conversationFields.parse(versions.upgrade(document));
}

export function createConversationStore(conversations: Collection<ConversationDocument>): ConversationStore {
  return {
    async remember(conversation) {
      const { _id, ...document } = conversationDocument(conversation);
      await upsertInTurn(() => conversations.replaceOne({ _id }, document, { upsert: true }));
    },
    // Index: _id
    async get(organisationId, conversationId) {
      const document = await conversations.findOne({ _id: keyOf(organisationId, conversationId) });
      return document ? conversationOf(document) : undefined;
    },
    // Index: personal
    async personalChatOf(organisationId, userId) {
      const chats = conversations.find({ organisationId, userId, kind: 'personal' }).sort({ seenAt: -1 });
      const [document] = await atOnce(chats, 1);
      return document && conversationOf(document);
    },
    // Index: _id
    async markGone(organisationId, conversationId, at) {
      const _id = keyOf(organisationId, conversationId);
      await conversations.updateOne({ _id, goneAt: { $exists: false } }, { $set: { goneAt: at } });
    },
    // Comparing with a date leaves out what has none. Index: gone
    deleteGoneBefore: (before) => deleteInBatches(conversations, { goneAt: { $lt: before } }),
  };
}
