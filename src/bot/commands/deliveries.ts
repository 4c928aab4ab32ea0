import { deadLettersCard } from '../../cards/chat/dead-letters-card.ts';
import { noticeCard } from '../../cards/chat/notice-card.ts';
import type { CardAttachment } from '../../cards/attachment.ts';
import { retryDeadLetters } from '../../core/use-cases/telling/retry-dead-letters.ts';
import type { Call } from '../bot-parts.ts';
import { postCard, showCard } from '../turns/speak.ts';

const mostShown = 5;

/** What could not be sent, with a button that tries it again. */
export async function deliveries(call: Call): Promise<void> {
  await postCard(call.turn.context, await currentCard(call));
}

export async function retryDelivery(call: Call, { deliveryId }: { deliveryId: string }): Promise<void> {
  const { turn, parts } = call;
  // One that somebody else has tried again meanwhile is not listed any more, which is the answer.
  await parts.store.deadLetters.requeue(turn.member.organisationId, deliveryId, parts.clock.now());
  await showWhatIsLeft(call);
}

export async function retryAllDeliveries(call: Call): Promise<void> {
  const { turn, parts } = call;
  await retryDeadLetters(parts.store.deadLetters, turn.member.organisationId, parts.clock.now());
  await showWhatIsLeft(call);
}

async function showWhatIsLeft(call: Call): Promise<void> {
  const { turn, parts } = call;
  parts.wakeDelivery();
  await showCard(turn.context, await currentCard(call), turn.context.activity.replyToId);
}

async function currentCard({ turn, parts }: Call): Promise<CardAttachment> {
  const { store, translate } = parts;
  const { organisationId } = turn.member;
  const { items } = await store.deadLetters.list(organisationId, { limit: mostShown });
  if (items.length === 0) {
    const title = translate('bot.deliveries.noneTitle');
    return noticeCard(translate, { style: 'good', title, text: translate('bot.deliveries.none') });
  }
  const { dead } = await store.deliveries.countByState(organisationId);
  const letters = await Promise.all(
    items.map(async (letter) => {
      const transition = await store.transitions.get(organisationId, letter.transitionId);
      if (!transition) return letter;
      return { ...letter, company: transition.customer.companyName, domain: transition.tenant.domain };
    }),
  );
  return deadLettersCard(translate, { letters, total: Math.max(dead, letters.length) });
}
