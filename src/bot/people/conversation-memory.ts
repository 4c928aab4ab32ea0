import { TurnContext, type Activity, type ConversationReference } from 'botbuilder';
import type { Clock } from '../../core/ports/runtime.ts';
import type { Conversation, ConversationStore } from '../../core/ports/store/conversation-store.ts';
import { conversationKindOf } from './activity-conversation.ts';

export interface ConversationMemory {
  /** Where to speak later. Written when something differs, or when the last writing is old. */
  remember(activity: Activity, organisationId: string, userId?: string): Promise<void>;
  /** A chat that the bot itself opened. */
  rememberPersonal(
    reference: Partial<ConversationReference>,
    owner: { organisationId: string; userId: string },
  ): Promise<void>;
  referenceOf(organisationId: string, conversationId: string): Promise<Partial<ConversationReference> | undefined>;
  markGone(organisationId: string, conversationId: string): Promise<void>;
}

const rewriteAfterMs = 10 * 60 * 1000;

export function createConversationMemory(deps: { conversations: ConversationStore; clock: Clock }): ConversationMemory {
  const { conversations, clock } = deps;
  return {
    async remember(activity, organisationId, userId) {
      const conversation = conversationOf(activity, { organisationId, userId, seenAt: clock.now() });
      const known = await conversations.get(organisationId, conversation.conversationId);
      // A read is cheaper than a durable write, and most turns change nothing.
      if (!known || isNews(known, conversation)) await conversations.remember(conversation);
    },
    async rememberPersonal(reference, owner) {
      const conversationId = reference.conversation?.id;
      if (!conversationId) throw new Error('Teams opened a chat without naming it');
      const seenAt = clock.now();
      const json = JSON.stringify(reference);
      await conversations.remember({ ...owner, conversationId, kind: 'personal', reference: json, seenAt });
    },
    async referenceOf(organisationId, conversationId) {
      const known = await conversations.get(organisationId, conversationId);
      return known && !known.goneAt ? (JSON.parse(known.reference) as Partial<ConversationReference>) : undefined;
    },
    markGone: (organisationId, conversationId) => conversations.markGone(organisationId, conversationId, clock.now()),
  };
}

function conversationOf(
  activity: Activity,
  seen: { organisationId: string; userId: string | undefined; seenAt: Date },
): Conversation {
  const { organisationId, userId, seenAt } = seen;
  const kind = conversationKindOf(activity);
  const { locale } = activity;
  return {
    organisationId,
    conversationId: activity.conversation.id,
    kind,
    ...(kind === 'personal' && userId !== undefined && { userId }),
    reference: JSON.stringify(lastingReference(activity, kind === 'personal')),
    ...(locale !== undefined && locale !== '' && { locale }),
    seenAt,
  };
}

function isNews(known: Conversation, now: Conversation): boolean {
  const isOld = now.seenAt.getTime() - known.seenAt.getTime() > rewriteAfterMs;
  return isOld || known.goneAt !== undefined || known.reference !== now.reference || known.userId !== now.userId;
}

/** Without the activity, so that later posts answer nothing; without the last speaker, unless the chat is theirs. */
function lastingReference(activity: Activity, isPersonal: boolean): Partial<ConversationReference> {
  const { activityId: _activity, user, ...reference } = TurnContext.getConversationReference(activity);
  return isPersonal && user ? { ...reference, user } : reference;
}
