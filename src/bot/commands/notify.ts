import type { Call } from '../bot-parts.ts';
import { ownChatOf } from '../people/personal-chats.ts';
import { say } from '../turns/speak.ts';

/** Said in a channel, it also opens the personal chat, so that the person sees at once whether the bot may write there. */
export async function notifyMe({ turn, parts }: Call): Promise<void> {
  const { context, member, conversationId, conversationKind } = turn;
  const { organisationId, userId, displayName } = member;
  const { store, translate, clock, personalChats } = parts;
  const isNew = await store.subscriptions.subscribe({
    organisationId,
    userId,
    displayName,
    conversationId,
    since: clock.now(),
  });
  if (conversationKind !== 'personal' && (await ownChatOf(personalChats, turn, translate)) === undefined) {
    await say(context, translate('bot.notify.noChat'));
    return;
  }
  await say(context, translate(isNew ? 'bot.notify.on' : 'bot.notify.already'));
}

export async function notifyOff({ turn, parts }: Call): Promise<void> {
  const { organisationId, userId } = turn.member;
  const was = await parts.store.subscriptions.unsubscribe(organisationId, userId);
  await say(turn.context, parts.translate(was ? 'bot.notify.off' : 'bot.notify.wasOff'));
}
