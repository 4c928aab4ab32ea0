import type { Translate } from '../../text/translate.ts';
import type { CardAttachment } from '../attachment.ts';
import { formParts, sentenceOf, type Choice, type FormFrame, type Problem } from './form.ts';
import { plain } from '../plain.ts';
import { renderCard } from '../render.ts';

export interface AddressPickForm {
  frame: FormFrame;
  /** The address as it was typed, in one line. */
  typed: string;
  /** What Microsoft proposes, to keep what was typed, or to correct it. */
  choices: readonly Choice[];
  problem?: Problem;
}

/** Microsoft does not know the address: a person says which one it shall be. */
export function addressPickCard(t: Translate, { frame, typed, choices, problem }: AddressPickForm): CardAttachment {
  return renderCard(t, 'address-pick', {
    ...formParts(t, frame, t('cards.pick.title')),
    why: t('errors.ADDRESS_NOT_VERIFIED'),
    typed: plain(typed),
    choices: choices.map(({ title, value }) => ({ title: plain(title), value })),
    problem: sentenceOf(t, problem),
  });
}
