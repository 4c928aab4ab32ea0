import type { Translate } from '../../text/translate.ts';
import type { CardAttachment } from '../attachment.ts';
import { submitButton } from '../buttons.ts';
import { fallbackOf } from '../forms/form.ts';
import { renderCard } from '../render.ts';

export function welcomeCard(t: Translate): CardAttachment {
  return renderCard(t, 'welcome', {
    fallbackText: fallbackOf(t, t('cards.welcome.title')),
    actions: [
      submitButton(t('cards.action.startTransition'), { action: 'runCommand', command: 'transition' }),
      submitButton(t('cards.action.notifyMe'), { action: 'runCommand', command: 'notify me' }),
      submitButton(t('cards.action.help'), { action: 'runCommand', command: 'help' }),
    ],
  });
}
