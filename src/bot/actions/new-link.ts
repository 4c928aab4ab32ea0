import type { CardAction } from '../../cards/actions.ts';
import { confirmReplaceCard } from '../../cards/forms/confirm-card.ts';
import { replaceableOne } from '../../core/use-cases/visit/due-notices.ts';
import type { Call } from '../bot-parts.ts';
import { postCard } from '../turns/speak.ts';

type NewLink = Extract<CardAction, { action: 'reissueLink' }>;

/**
 * Where a new link would also have the customer asked for another relationship, and the card did not say so: news and cards
 * of another day. Then it is said first, on a card of its own.
 */
export async function asksFirst(
  { turn, parts }: Call,
  { transitionId, linkVersion, replaces }: NewLink,
): Promise<boolean> {
  const transition = await parts.store.transitions.get(turn.member.organisationId, transitionId);
  const replaced = transition && replaceableOne(transition, parts.clock.now());
  if (!replaced || replaced.relationshipId === replaces || transition.link.version !== linkVersion) return false;
  await postCard(turn.context, confirmReplaceCard(parts.translate, transition, replaced));
  return true;
}
