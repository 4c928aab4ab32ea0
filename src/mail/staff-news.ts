import { errorSpecs } from '../core/errors.ts';
import { stepNames } from '../core/steps.ts';
import { isAnyUnseen } from '../core/unseen-steps.ts';
import { endSentences, obstacleSentence } from '../text/relationship-end.ts';
import type { Block, MailContent } from './content.ts';
import { namesOf, type MailSource } from './shared-blocks.ts';

/** To the member of staff whom Teams does not let us tell: how the transition stands, and how we may speak there again. */
export function staffNews(source: MailSource): MailContent {
  const { translate: t, transition } = source;
  const names = { ...namesOf(source), status: t(`common.status.${transition.toldStatus}`) };
  return {
    subject: t('mail.news.subject', names),
    preview: t('mail.news.preview'),
    title: t('mail.news.subject', names),
    blocks: [
      { kind: 'paragraph', text: t('mail.hello', { name: names.staff }) },
      { kind: 'paragraph', text: t('mail.news.lead', names) },
      ...unseen(source),
      ...obstacles(source),
      { kind: 'paragraph', text: t('mail.news.why') },
    ],
    reason: t('mail.staff.reason', names),
  };
}

/** That the customer is done is what they say, until Microsoft shows it. */
function unseen({ translate: t, transition }: MailSource): Block[] {
  const isTheirWord = transition.toldStatus === 'transitioning' && isAnyUnseen(transition);
  return isTheirWord ? [{ kind: 'paragraph', text: t('cards.status.transitioningUnseen') }] : [];
}

function obstacles({ translate: t, transition }: MailSource): Block[] {
  const { steps } = transition;
  const items = stepNames.flatMap((name) => {
    const step = steps[name];
    if (step.state !== 'blocked') return [];
    const sentences = [
      obstacleSentence(t, transition, step.code),
      ...endSentences(t, transition, step.code),
      t(`cards.mustAct.${errorSpecs[step.code].mustAct}`),
    ];
    return [`${t(`common.step.${name}`)}: ${sentences.join(' ')}`];
  });
  return items.length === 0 ? [] : [{ kind: 'points', items }];
}
