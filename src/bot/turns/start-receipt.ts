import type { CardAttachment } from '../../cards/attachment.ts';
import { receiptCard, receiptOfReview } from '../../cards/forms/receipt-card.ts';
import type { Transition } from '../../core/transition.ts';
import type { Translate } from '../../text/translate.ts';

/** What takes the review card's place: it also says where the link went. */
export function startReceipt(translate: Translate, transition: Transition, shownIn: string): CardAttachment {
  const receipt = receiptOfReview(translate, transition);
  const isElsewhere = transition.conversationId !== shownIn;
  return receiptCard(translate, isElsewhere ? { ...receipt, note: translate('bot.guests.postedPrivately') } : receipt);
}
