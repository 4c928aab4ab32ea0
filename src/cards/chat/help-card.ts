import type { Translate } from '../../text/translate.ts';
import type { CardAttachment } from '../attachment.ts';
import { submitButton } from '../buttons.ts';
import { fallbackOf } from '../forms/form.ts';
import { renderCard } from '../render.ts';

export interface Help {
  /** From the table of commands, with the sentence for each. */
  commands: readonly { name: string; help: string }[];
}

export function helpCard(t: Translate, { commands }: Help): CardAttachment {
  return renderCard(t, 'help', {
    fallbackText: fallbackOf(t, t('cards.help.title')),
    facts: commands.map(({ name, help }) => ({ label: name, value: help })),
    actions: [
      submitButton(t('cards.action.startTransition'), { action: 'runCommand', command: 'transition' }),
      submitButton(t('cards.action.listTransitions'), { action: 'runCommand', command: 'list' }),
    ],
  });
}
