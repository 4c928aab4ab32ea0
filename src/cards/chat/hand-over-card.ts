import type { Translate } from '../../text/translate.ts';
import type { CardAttachment } from '../attachment.ts';
import { submitButton } from '../buttons.ts';
import { fallbackOf, sentenceOf, type Choice, type Problem } from '../forms/form.ts';
import { plain } from '../plain.ts';
import { renderCard } from '../render.ts';

export interface HandOver {
  transitionId: string;
  companyName: string;
  domain: string;
  /** Who can take it: names, by user id. */
  colleagues: readonly Choice[];
  value?: string;
  problem?: Problem;
}

export function handOverCard(t: Translate, data: HandOver): CardAttachment {
  const { transitionId, companyName, domain, colleagues, value = '', problem } = data;
  const neverMind = submitButton(t('cards.handOver.neverMind'), { action: 'dismiss' }, { skipsInputs: true });
  return renderCard(t, 'hand-over', {
    fallbackText: fallbackOf(t, t('cards.handOver.title')),
    what: plain(t('cards.handOver.what', { company: companyName, domain })),
    colleagues: colleagues.map(({ title, value: userId }) => ({ title: plain(title), value: userId })),
    value,
    problem: sentenceOf(t, problem),
    actions: [
      submitButton(t('cards.action.handOver'), { action: 'assignOwner', transitionId }, { style: 'positive' }),
      neverMind,
    ],
  });
}
