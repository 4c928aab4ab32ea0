import type { CardAttachment } from '../attachment.ts';
import { plain } from '../plain.ts';

/** One sentence in a text run, which no client interprets. Nothing of it is ours to keep in a template. */
export function sentenceCard(sentence: string): CardAttachment {
  const text = plain(sentence);
  return {
    contentType: 'application/vnd.microsoft.card.adaptive',
    content: {
      type: 'AdaptiveCard',
      version: '1.5',
      fallbackText: text,
      body: [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text }] }],
    },
  };
}
