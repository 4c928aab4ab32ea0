import type { Subscription } from '../../delivery.ts';
import type { ConversationStore } from '../../ports/store/conversation-store.ts';
import type { SubscriptionStore } from '../../ports/store/subscription-store.ts';

export interface ForgetGoneDeps {
  conversations: Pick<ConversationStore, 'get' | 'personalChatOf' | 'deleteGoneBefore'>;
  subscriptions: Pick<SubscriptionStore, 'list' | 'subscribe' | 'endUnchanged'>;
}

/**
 * Conversations that have been gone since before then, and the subscriptions of people who went with theirs. Nothing is
 * sent to what is gone, and where the bot comes back, the first activity from there brings all that was removed.
 */
export async function forgetGone(
  deps: ForgetGoneDeps,
  organisationIds: readonly string[],
  before: Date,
): Promise<{ subscriptions: number; conversations: number }> {
  let subscriptions = 0;
  for (const organisationId of organisationIds) {
    for (const subscription of await deps.subscriptions.list(organisationId)) {
      if (!(await isOutOfReach(deps, subscription, before))) continue;
      if (!(await deps.subscriptions.endUnchanged(subscription))) continue;
      // Who came back while it was looked has it again.
      if (await isOutOfReach(deps, subscription, before)) subscriptions += 1;
      else await deps.subscriptions.subscribe(subscription);
    }
  }
  // Last: they tell whose subscriptions go.
  return { subscriptions, conversations: await deps.conversations.deleteGoneBefore(before) };
}

/** By the person's own chat, or where none is known by the conversation through which it would be opened. */
async function isOutOfReach(
  { conversations }: ForgetGoneDeps,
  { organisationId, userId, conversationId, since }: Subscription,
  before: Date,
): Promise<boolean> {
  if (since >= before) return false;
  const own = await conversations.personalChatOf(organisationId, userId);
  const way = own ?? (await conversations.get(organisationId, conversationId));
  return !way || (way.goneAt !== undefined && way.goneAt < before);
}
