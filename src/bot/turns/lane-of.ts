import type { Activity } from 'botbuilder';

/** One person in one conversation: their turns come one after the other, and their dialog is one. */
export function laneOf({ channelId, conversation, from }: Activity): string {
  return JSON.stringify([channelId, conversation.id, from.aadObjectId ?? from.id]);
}
