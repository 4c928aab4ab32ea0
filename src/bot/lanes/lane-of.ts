import type { Activity } from 'botbuilder';
import type { HashOf } from '../../core/ports/runtime.ts';

/**
 * One person in one conversation: their turns come one after the other, and their dialog is one. By `from.id`, which
 * every activity has, while `aadObjectId` may be missing from one of them. A hash, because it is a key of the database,
 * where a person's id has no business and keys have a limit.
 */
export function laneOf(hashOf: HashOf, { channelId, conversation, from }: Activity): string {
  return hashOf('lane', channelId, conversation.id, from.id);
}
