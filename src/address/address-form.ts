import { addressRules, type State } from './address-rules.ts';

/** What a form for an address in one country asks for; kinds choose its labels. */
export interface AddressFormShape {
  cityKind: string;
  state?: { kind: string; required: boolean; choices: readonly { title: string; value: string }[] };
  postalCode?: { kind: string; required: boolean; example: string };
}

export function addressFormShape(country: string, language: string): AddressFormShape {
  const rules = addressRules(country);
  if (!rules) return { cityKind: 'city' };
  const { cityKind, stateKind, states, stateRequired, postalCodeKind, postalCode } = rules;
  const { compare } = new Intl.Collator(language);
  const choices = states
    .map((state) => ({ title: shownName(state), value: state.code }))
    .sort((a, b) => compare(a.title, b.title));
  return {
    cityKind,
    ...(choices.length > 0 && { state: { kind: stateKind, required: stateRequired, choices } }),
    ...(postalCode && {
      postalCode: { kind: postalCodeKind, required: postalCode.required, example: postalCode.example },
    }),
  };
}

/** The name of a stored state, for showing; the code itself where it is not known. */
export function stateName(country: string, code: string): string {
  const state = addressRules(country)?.states.find((candidate) => candidate.code === code);
  return state ? shownName(state) : code;
}

function shownName({ name, latinName }: State): string {
  return latinName === undefined ? name : `${latinName} (${name})`;
}
