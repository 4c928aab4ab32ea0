import type { ConversationReference, TurnContext } from 'botbuilder';
import type { CardAttachment } from '../../cards/attachment.ts';
import { isEdit, type Delivery, type SendOutcome } from '../../core/delivery.ts';
import type { Outgoing, PostSender } from '../../core/ports/sender.ts';
import type { SubscriptionStore } from '../../core/ports/store/subscription-store.ts';
import type { BotConfig } from '../bot-config.ts';
import type { ConversationMemory } from '../people/conversation-memory.ts';
import type { PersonalChats } from '../people/personal-chats.ts';
import type { TeamsAdapter } from '../wire/adapter.ts';
import { postCard, updateCard } from '../turns/speak.ts';
import { renderContent, type RenderDeps } from './render-content.ts';
import { isActivityGone, sendFailure } from './send-failure.ts';

/** What it takes to speak in a conversation that is known. */
export interface ConversationDeps {
  config: BotConfig;
  adapter: TeamsAdapter;
  memory: ConversationMemory;
}

export interface TeamsSenderDeps extends RenderDeps, ConversationDeps {
  personalChats: PersonalChats;
  subscriptions: SubscriptionStore;
}

type Post = (context: TurnContext) => Promise<SendOutcome>;

/** Posts, edits and deletes in Teams, outside a turn. Mail is another sender's. */
export function createTeamsSender(deps: TeamsSenderDeps): PostSender {
  return {
    async send(outgoing) {
      const { content } = outgoing.delivery;
      const card = renderContent(deps, content, outgoing.transition);
      if (!card) return notSent('nothing to show in Teams');
      if (isEdit(content) && outgoing.cardActivityId === undefined) {
        return notSent('the card to edit is not posted yet');
      }
      return sendTo(deps, outgoing.delivery, postOf(card, outgoing));
    },
    takeBack: (post) =>
      sendTo(deps, post, async (context) => {
        await context.deleteActivity(post.activityId);
        return { kind: 'sent' };
      }),
  };
}

async function sendTo(
  deps: TeamsSenderDeps,
  { recipient, organisationId }: Delivery,
  post: Post,
): Promise<SendOutcome> {
  switch (recipient.kind) {
    case 'conversation':
      return sendToConversation(deps, { organisationId, conversationId: recipient.conversationId }, post);
    case 'person':
      return sendToPerson(deps, { organisationId, userId: recipient.userId }, post);
    case 'mailbox':
      return notSent('mail is not sent by Teams');
  }
}

/** An unknown outcome of an earlier try is settled by editing what is known to be there. */
function postOf(card: CardAttachment, { delivery, cardActivityId, isLate }: Outgoing): Post {
  const known = isEdit(delivery.content) ? cardActivityId : delivery.activityId;
  return async (context) => {
    // The way here led through the database, which may have taken its time.
    if (isLate?.()) return notSent('others may have taken it over');
    if (known !== undefined) {
      try {
        await updateCard(context, known, card);
        return { kind: 'sent', activityId: known };
      } catch (error) {
        if (!isActivityGone(error)) throw error;
      }
    }
    const activityId = await postCard(context, card);
    return { kind: 'sent', ...(activityId !== undefined && { activityId }) };
  };
}

export async function sendToConversation(
  deps: ConversationDeps,
  place: { organisationId: string; conversationId: string },
  post: Post,
): Promise<SendOutcome> {
  const reference = await deps.memory.referenceOf(place.organisationId, place.conversationId);
  if (!reference) return { kind: 'recipientGone' };
  return continueThere(deps, reference, post);
}

/** In their own chat, which is opened where it is not known yet but they have said `notify me`. */
export async function sendToPerson(
  deps: TeamsSenderDeps,
  person: { organisationId: string; userId: string },
  post: Post,
): Promise<SendOutcome> {
  const { organisationId, userId } = person;
  const chat = await deps.personalChats.known(organisationId, userId);
  if (chat?.conversation) {
    return sendToConversation(deps, { organisationId, conversationId: chat.conversation.id }, post);
  }
  const subscription = (await deps.subscriptions.list(organisationId)).find((known) => known.userId === userId);
  const via = subscription && (await deps.memory.referenceOf(organisationId, subscription.conversationId));
  if (!via) return { kind: 'recipientGone' };
  const box: { outcome?: SendOutcome } = {};
  try {
    await deps.personalChats.open({ organisationId, userId, teamsId: userId, via }, async (context) => {
      box.outcome = await attempt(context, post);
    });
  } catch (error) {
    return box.outcome ?? sendFailure(error);
  }
  return box.outcome ?? notSent('the chat was not opened');
}

/** The outcome is taken inside the callback: an error that left it would reach the SDK's handler, never us. */
async function continueThere(
  { adapter, config }: ConversationDeps,
  reference: Partial<ConversationReference>,
  post: Post,
): Promise<SendOutcome> {
  const box: { outcome?: SendOutcome } = {};
  try {
    await adapter.continueConversationAsync(config.appId ?? '', reference, async (context) => {
      box.outcome = await attempt(context, post);
    });
  } catch (error) {
    return sendFailure(error);
  }
  return box.outcome ?? notSent('the conversation was not continued');
}

async function attempt(context: TurnContext, post: Post): Promise<SendOutcome> {
  // The SDK makes an id up for the turn, and would answer that activity.
  context.activity.id = '';
  try {
    return await post(context);
  } catch (error) {
    return sendFailure(error);
  }
}

function notSent(reason: string): SendOutcome {
  return { kind: 'failed', cause: new Error(reason), maybeSent: false };
}
