import { stateName } from '../../address/address-form.ts';
import { addressPickCard } from '../../cards/forms/address-pick-card.ts';
import type { CardAttachment } from '../../cards/attachment.ts';
import type { FormFrame, Problems } from '../../cards/forms/form.ts';
import type { AddressField } from '../../cards/forms/inputs.ts';
import type { Address } from '../../core/customer.ts';
import type { Translate } from '../../text/translate.ts';
import type { AddressAnswer } from '../dialogs/draft.ts';

/** An address that Microsoft does not know, and what it proposes instead. Plain JSON. */
export interface AddressPick {
  typed: Address;
  suggestions: readonly Address[];
  registrationNumber?: string;
}

const asTyped = 'typed';
const correct = 'correct';

export function pickCard(
  translate: Translate,
  { frame, pick, problems }: { frame: FormFrame; pick: AddressPick; problems: Problems<AddressField> },
): CardAttachment {
  const { typed, suggestions } = pick;
  return addressPickCard(translate, {
    frame,
    typed: lineOf(typed),
    choices: [
      ...suggestions.map((address, index) => ({ title: lineOf(address), value: String(index) })),
      { title: translate('cards.pick.asTyped'), value: asTyped },
      { title: translate('cards.pick.correct'), value: correct },
    ],
    ...(problems.pick && { problem: problems.pick }),
  });
}

type Picked = { kind: 'answer'; answer: AddressAnswer } | { kind: 'correct' } | { kind: 'none' };

export function answerOfPick({ typed, suggestions, ...numbered }: AddressPick, picked: string): Picked {
  if (picked === correct) return { kind: 'correct' };
  if (picked === asTyped) return { kind: 'answer', answer: { address: typed, standing: 'unknown', ...numbered } };
  const address = /^\d$/.test(picked) ? suggestions[Number(picked)] : undefined;
  return address ? { kind: 'answer', answer: { address, standing: 'known', ...numbered } } : { kind: 'none' };
}

function lineOf({ country, line1, line2, city, state, postalCode }: Address): string {
  const region = state === undefined ? undefined : stateName(country, state);
  const end = region === undefined ? [city, postalCode] : [region, postalCode];
  const before = region === undefined ? [line1, line2] : [line1, line2, city];
  return [...before, end.filter(Boolean).join(' ')].filter(Boolean).join(', ');
}
