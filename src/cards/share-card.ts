import { linkEndsAt, type Transition } from '../core/transition.ts';
import type { TextKey, Translate } from '../text/translate.ts';
import type { CardAttachment } from './attachment.ts';
import { openUrlButton } from './buttons.ts';
import { fallbackOf } from './form.ts';
import { plain } from './plain.ts';
import { renderCard } from './render.ts';
import { dayAndTime } from './status-look.ts';

export interface Share {
  transition: Transition;
  linkUrl: string;
  partnerName: string;
}

const steps = [
  'cards.share.step1',
  'cards.share.step2',
  'cards.share.step3',
  'cards.share.step4',
  'cards.share.step5',
] as const satisfies readonly TextKey[];

/** To be passed on to the customer: what is asked and where to go, and nothing that only staff may do. */
export function shareCard(t: Translate, { transition, linkUrl, partnerName }: Share): CardAttachment {
  const { tenant, owner, link } = transition;
  return renderCard(t, 'share', {
    fallbackText: fallbackOf(t, t('cards.share.title')),
    ask: plain(t('cards.share.ask', { partner: partnerName, domain: tenant.domain })),
    steps: steps.map((key, index) => ({ number: String(index + 1), text: t(key) })),
    url: linkUrl,
    expires: t('cards.transition.expires', { moment: dayAndTime(linkEndsAt(link)) }),
    questions: plain(t('cards.share.questions', { owner: owner.displayName })),
    actions: [openUrlButton(t('cards.share.open'), linkUrl)],
  });
}
