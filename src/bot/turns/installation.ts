import type { TurnContext } from 'botbuilder';
import { welcomeCard } from '../../cards/chat/welcome-card.ts';
import type { BotParts } from '../bot-parts.ts';
import type { ConversationMemory } from '../people/conversation-memory.ts';
import { teamsTenantOf } from '../people/activity-conversation.ts';
import { postCard } from './speak.ts';

/**
 * Teams also tells of an installation by `membersAdded`; that one is ignored, so that the welcome comes once. An
 * upgrade of the app (`add-upgrade`) is no reason to greet again.
 */
export async function handleInstallation(
  { parts, memory }: { parts: BotParts; memory: ConversationMemory },
  context: TurnContext,
): Promise<void> {
  const { activity } = context;
  const organisationId = teamsTenantOf(activity);
  const isOurs = parts.config.organisations.some((known) => known.organisationId === organisationId);
  if (organisationId === undefined || !isOurs) return;
  if (activity.action === 'add' || activity.action === 'add-upgrade') {
    await memory.remember(activity, organisationId, activity.from.aadObjectId);
    if (activity.action === 'add') await postCard(context, welcomeCard(parts.translate));
  } else if (activity.action === 'remove' || activity.action === 'remove-upgrade') {
    await memory.markGone(organisationId, activity.conversation.id);
  }
}
