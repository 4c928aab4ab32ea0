import { isBeingReplaced } from '../core/relationship-replaced.ts';
import type { MailContent } from './content.ts';
import type { MailSource } from './shared-blocks.ts';

/** There was a link before it, which is dead: two mails of one subject would leave the reader to guess which to follow. */
export function asNewLink({ translate: t, transition }: MailSource, content: MailContent): MailContent {
  if (transition.link.version === 1 || isBeingReplaced(transition)) return content;
  return { ...content, subject: t('mail.newLink.subject', { subject: content.subject }) };
}
