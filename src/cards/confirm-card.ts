import type { Translate } from '../text/translate.ts';
import type { CardAttachment } from './attachment.ts';
import { submitButton } from './buttons.ts';
import { fallbackOf } from './form.ts';
import { plain } from './plain.ts';
import { renderCard } from './render.ts';

export interface Confirm {
  question: 'cancelTransition';
  transitionId: string;
  companyName: string;
  domain: string;
}

/** Asks before something that cannot be undone; the action itself is the same as on the transition's card. */
export function confirmCard(t: Translate, { question, transitionId, companyName, domain }: Confirm): CardAttachment {
  const yes = submitButton(
    t('cards.transition.confirmCancelYes'),
    { action: question, transitionId },
    { style: 'destructive' },
  );
  return renderCard(t, 'confirm', {
    fallbackText: fallbackOf(t, t('cards.confirm.cancelTransition')),
    title: t('cards.confirm.cancelTransition'),
    what: plain(t('cards.confirm.cancelTransitionWhat', { company: companyName, domain })),
    actions: [yes, submitButton(t('cards.action.keep'), { action: 'dismiss' })],
  });
}
