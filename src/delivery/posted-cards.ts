import type { Content, Delivery, PostedCard } from '../core/delivery.ts';
import type { HashOf } from '../core/ports/runtime.ts';
import type { DeliveryStore } from '../core/ports/store/delivery-store.ts';
import type { Transition } from '../core/transition.ts';
import { postedCardDeliveryId } from '../core/use-cases/telling/expand-events.ts';

export interface PostedCardDeps {
  deliveries: DeliveryStore;
  hashOf: HashOf;
}

/** The card that such a content is about, and edits if it is not the one that posts it. */
export function cardOfContent({ kind }: Content): PostedCard {
  return kind === 'shareCard' || kind === 'refreshShareCard' ? 'shareCard' : 'livingCard';
}

/**
 * The delivery that posted the card that is edited now. When somebody deletes the card in Teams, an edit posts a new
 * one; that is remembered as one more delivery, whose id follows from the activity that it replaced.
 */
export async function findPostedCard(
  deps: PostedCardDeps,
  transition: Transition,
  posted: PostedCard,
): Promise<Delivery | undefined> {
  let card = await deps.deliveries.get(postedCardDeliveryId(deps.hashOf, transition, posted));
  while (card?.activityId !== undefined) {
    const replacement = await deps.deliveries.get(replacementId(deps, card.activityId, transition));
    if (!replacement) return card;
    card = replacement;
  }
  return card;
}

/** After an edit of `replacedActivityId` that has become a new post. */
export async function rememberReplacement(
  deps: PostedCardDeps,
  refreshed: Delivery,
  { replacedActivityId, transition }: { replacedActivityId: string; transition: Transition },
): Promise<void> {
  const deliveryId = replacementId(deps, replacedActivityId, transition);
  await deps.deliveries.add([{ ...refreshed, deliveryId, content: { kind: cardOfContent(refreshed.content) } }]);
}

function replacementId({ hashOf }: PostedCardDeps, activityId: string, { transitionId }: Transition): string {
  return hashOf('card replaced', transitionId, activityId);
}
