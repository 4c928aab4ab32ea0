import type { Translate } from '../../text/translate.ts';
import type { CardAttachment } from '../attachment.ts';
import { formParts, optional, sentences, type Choice, type FormFrame, type Problems } from './form.ts';
import { addressInputs, type AddressField, type AddressInputs } from './inputs.ts';
import { renderCard } from '../render.ts';

/** What one country's addresses ask for; the kinds choose the labels ("Suburb", "ZIP code"). */
interface AddressShape {
  cityKind: string;
  state?: { kind: string; required: boolean; choices: readonly Choice[] };
  postalCode?: { kind: string; required: boolean; example: string };
}

export interface AddressForm {
  frame: FormFrame;
  values: AddressInputs;
  problems: Problems<AddressField>;
  countryName: string;
  form: AddressShape;
  /** How many digits the company's registration number has; absent where the country wants none. */
  registrationNumberDigits?: readonly number[];
}

export function addressFormCard(t: Translate, data: AddressForm): CardAttachment {
  const { frame, problems, countryName, form, registrationNumberDigits: digits } = data;
  const values = addressInputs(data.values);
  const { state, postalCode } = form;
  const said = sentences(t, values, problems);
  return renderCard(t, 'address-form', {
    ...formParts(t, frame, t('cards.address.title', { country: countryName })),
    values,
    problems: said,
    cityLabel: t('cards.address.city', { kind: form.cityKind }),
    state: optional(
      state && {
        label: labelOf(t, t('cards.address.state', { kind: state.kind }), state.required),
        required: state.required,
        choices: state.choices,
        value: values.state,
        problem: said.state,
      },
    ),
    postalCode: optional(
      postalCode && {
        label: labelOf(t, t('cards.address.postalCode', { kind: postalCode.kind }), postalCode.required),
        required: postalCode.required,
        placeholder: postalCode.example && t('cards.address.example', { example: postalCode.example }),
        value: values.postalCode,
        problem: said.postalCode,
      },
    ),
    number: optional(
      digits && {
        hint: t('cards.address.numberHint', {
          digits: new Intl.ListFormat(t.language, either).format(digits.map(String)),
        }),
        value: values.registrationNumber,
        problem: said.registrationNumber,
      },
    ),
  });
}

const either = { type: 'disjunction' } as const;

function labelOf(t: Translate, label: string, required: boolean): string {
  return required ? label : t('cards.address.optional', { label });
}
