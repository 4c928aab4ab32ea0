import type { Activity } from 'botbuilder';
import { z } from 'zod';
import type { Conversation } from '../../core/ports/store/conversation-store.ts';

const teamsTenant = z.object({ tenant: z.object({ id: z.string().min(1).max(200) }) });
const teamsTeam = z.object({ team: z.object({ id: z.string().min(1).max(2000) }) });

/** The Teams tenant in which the conversation lives. Authenticated with the activity. */
export function teamsTenantOf(activity: Activity): string | undefined {
  const read = teamsTenant.safeParse(activity.channelData);
  return (read.success ? read.data.tenant.id : activity.conversation.tenantId)?.toLowerCase();
}

export function conversationKindOf(activity: Activity): Conversation['kind'] {
  const { conversationType } = activity.conversation;
  if (conversationType === 'channel' || teamsTeam.safeParse(activity.channelData).success) return 'channel';
  return conversationType === 'groupChat' || activity.conversation.isGroup ? 'groupChat' : 'personal';
}
