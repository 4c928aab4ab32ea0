import { TurnContext, type ConversationParameters, type ConversationReference } from 'botbuilder';
import type { ConversationStore } from '../../core/ports/store/conversation-store.ts';
import type { BotConfig } from '../bot-config.ts';
import type { Translate } from '../../text/translate.ts';
import type { TeamsAdapter } from '../wire/adapter.ts';
import { say } from '../turns/speak.ts';
import type { Turn } from '../turns/turn.ts';
import type { ConversationMemory } from './conversation-memory.ts';

export interface PersonalChats {
  known(organisationId: string, userId: string): Promise<Partial<ConversationReference> | undefined>;
  /** Opens the chat with this person and speaks in it. Rejects as Teams does where the app is not installed for them. */
  open(person: Person, speak: (context: TurnContext) => Promise<void>): Promise<void>;
}

interface Person {
  organisationId: string;
  userId: string;
  /** The person's id for this bot, or the Entra object id where that is all that is known. */
  teamsId: string;
  /** Any conversation with the bot in the same organisation: it tells the service URL and who the bot is. */
  via: Partial<ConversationReference>;
}

export function createPersonalChats(deps: {
  config: BotConfig;
  conversations: ConversationStore;
  memory: ConversationMemory;
  adapter: TeamsAdapter;
}): PersonalChats {
  const { config, conversations, memory, adapter } = deps;
  return {
    async known(organisationId, userId) {
      const chat = await conversations.personalChatOf(organisationId, userId);
      return chat && memory.referenceOf(organisationId, chat.conversationId);
    },
    async open({ organisationId, userId, teamsId, via }, speak) {
      const { channelId, serviceUrl } = via;
      if (!channelId || !serviceUrl || !via.bot) throw new Error('the conversation reference is incomplete');
      const account = { id: teamsId, name: '' };
      const wanted: Partial<ConversationParameters> = {
        isGroup: false,
        bot: via.bot,
        members: [account],
        tenantId: organisationId,
        channelData: { tenant: { id: organisationId } },
      };
      const outcome: { failed?: { cause: unknown } } = {};
      const logic = async (context: TurnContext) => {
        try {
          const { activityId: _created, ...reference } = TurnContext.getConversationReference(context.activity);
          await memory.rememberPersonal({ ...reference, user: account }, { organisationId, userId });
          await speak(context);
        } catch (error) {
          // Past this callback the SDK hands errors to its own handler and says that all went well.
          outcome.failed = { cause: error };
        }
      };
      const parameters = wanted as ConversationParameters;
      await adapter.createConversationAsync(config.appId ?? '', channelId, serviceUrl, '', parameters, logic);
      if (outcome.failed) throw outcome.failed.cause;
    },
  };
}

/** This person's own chat, opened now if there is none yet. Undefined where Teams does not let us write to them. */
export async function ownChatOf(chats: PersonalChats, turn: Turn, translate: Translate): Promise<string | undefined> {
  const { context, log } = turn;
  const { organisationId, userId } = turn.member;
  const known = await chats.known(organisationId, userId);
  if (known?.conversation) return known.conversation.id;
  const via = TurnContext.getConversationReference(context.activity);
  try {
    await chats.open({ organisationId, userId, teamsId: context.activity.from.id, via }, (there) =>
      say(there, translate('bot.personal.hello')),
    );
  } catch (error) {
    log.warn({ err: error }, 'a personal chat could not be opened');
    return undefined;
  }
  return (await chats.known(organisationId, userId))?.conversation?.id;
}
