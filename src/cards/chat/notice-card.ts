import type { Translate } from '../../text/translate.ts';
import type { CardAttachment } from '../attachment.ts';
import { optional } from '../forms/form.ts';
import { plain } from '../plain.ts';
import { renderCard } from '../render.ts';

export interface Notice {
  style: 'plain' | 'good' | 'attention';
  title: string;
  text: string;
  /** Found again in the logs. */
  reference?: string;
}

const looks = {
  plain: { style: 'emphasis', icon: '●' },
  good: { style: 'good', icon: '✓' },
  attention: { style: 'attention', icon: '!' },
};

export function noticeCard(t: Translate, { style, title, text, reference }: Notice): CardAttachment {
  return renderCard(t, 'notice', {
    ...looks[style],
    fallbackText: plain(title),
    title: plain(title),
    text: plain(text),
    reference: optional(
      reference === undefined ? undefined : { text: plain(t('cards.notice.reference', { reference })) },
    ),
  });
}
