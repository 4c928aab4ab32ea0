import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { after, testNow } from '../support/fake-clock.ts';
import { aConversation, testOrganisationId } from '../support/records.ts';
import { useStores, type CreateTestDatabase } from './test-database.ts';

export function conversationStoreContract(name: string, create: CreateTestDatabase): void {
  describe(`conversation store on ${name}`, () => {
    const stores = useStores(create);

    it('remembers where the bot can speak', async () => {
      const { conversations } = stores.store;
      const { locale, ...withoutLocale } = aConversation({ conversationId: 'plain' });
      const personal = aConversation({ kind: 'personal', userId: 'user-megan', goneAt: after(testNow, 1) });

      await conversations.remember(personal);
      await conversations.remember(withoutLocale);

      assert.ok(locale);
      assert.deepEqual(await conversations.get(testOrganisationId, personal.conversationId), personal);
      assert.deepEqual(await conversations.get(testOrganisationId, 'plain'), withoutLocale);
    });

    it('knows no conversation of another organisation', async () => {
      const { conversations } = stores.store;
      const conversation = aConversation();
      await conversations.remember(conversation);

      assert.equal(await conversations.get('other-organisation', conversation.conversationId), undefined);
      assert.equal(await conversations.get(testOrganisationId, 'unknown'), undefined);
    });

    it('keeps the reference that was seen last', async () => {
      const { conversations } = stores.store;
      await conversations.remember(aConversation({ reference: '{"serviceUrl":"old"}' }));
      const newer = aConversation({ reference: '{"serviceUrl":"new"}', seenAt: after(testNow, 1) });

      await conversations.remember(newer);

      assert.deepEqual(await conversations.get(testOrganisationId, newer.conversationId), newer);
    });

    it('finds the personal chat of a person, the one seen last', async () => {
      const { conversations } = stores.store;
      const personal = { kind: 'personal', userId: 'user-megan' } as const;
      const newest = aConversation({ ...personal, conversationId: 'newest', seenAt: after(testNow, 2) });
      await conversations.remember(aConversation({ ...personal, conversationId: 'older', seenAt: after(testNow, 1) }));
      await conversations.remember(newest);
      await conversations.remember(aConversation({ ...personal, conversationId: 'oldest' }));
      await conversations.remember(aConversation({ userId: 'user-megan', seenAt: after(testNow, 3) }));

      assert.deepEqual(await conversations.personalChatOf(testOrganisationId, 'user-megan'), newest);
      assert.equal(await conversations.personalChatOf(testOrganisationId, 'user-lee'), undefined);
      assert.equal(await conversations.personalChatOf('other-organisation', 'user-megan'), undefined);
    });

    it('remembers since when a conversation is gone', async () => {
      const { conversations } = stores.store;
      const conversation = aConversation();
      await conversations.remember(conversation);

      await conversations.markGone(testOrganisationId, conversation.conversationId, after(testNow, 1));
      await conversations.markGone(testOrganisationId, conversation.conversationId, after(testNow, 2));

      const found = await conversations.get(testOrganisationId, conversation.conversationId);
      assert.deepEqual(found, { ...conversation, goneAt: after(testNow, 1) });
    });

    it('takes a gone conversation back when something comes from there', async () => {
      const { conversations } = stores.store;
      const conversation = aConversation();
      await conversations.remember(conversation);
      await conversations.markGone(testOrganisationId, conversation.conversationId, after(testNow, 1));

      await conversations.remember(conversation);

      assert.deepEqual(await conversations.get(testOrganisationId, conversation.conversationId), conversation);
    });

    it('removes what was gone before a time, wherever, and says how many', async () => {
      const { conversations, records } = stores.store;
      const goneAt = after(testNow, 1);
      // More than are removed at once.
      await records.load(
        Array.from({ length: 501 }, (_, index) => ({
          kind: 'conversation',
          conversation: aConversation({ conversationId: `gone-${String(index)}`, goneAt }),
        })),
      );
      await conversations.remember(aConversation({ organisationId: 'other-organisation', goneAt }));
      await conversations.remember(aConversation({ conversationId: 'gone later', goneAt: after(testNow, 2) }));
      await conversations.remember(aConversation({ conversationId: 'there' }));
      await conversations.remember(aConversation({ conversationId: 'back', goneAt }));
      await conversations.remember(aConversation({ conversationId: 'back' }));

      const removed = [
        await conversations.deleteGoneBefore(after(testNow, 1)),
        await conversations.deleteGoneBefore(after(testNow, 2)),
        await conversations.deleteGoneBefore(after(testNow, 2)),
      ];

      assert.deepEqual(removed, [0, 502, 0]);
      assert.equal(await conversations.get(testOrganisationId, 'gone-500'), undefined);
      for (const kept of ['gone later', 'there', 'back']) {
        assert.ok(await conversations.get(testOrganisationId, kept), kept);
      }
    });

    it('marks nothing that it does not know', async () => {
      const { conversations } = stores.store;

      await conversations.markGone(testOrganisationId, 'unknown', testNow);

      assert.equal(await conversations.get(testOrganisationId, 'unknown'), undefined);
    });
  });
}
