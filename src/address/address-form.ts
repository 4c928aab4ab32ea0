import type { AddressAsks } from '../core/ports/addresses.ts';
import { addressRules, type AddressRules, type State } from './address-rules.ts';

/** What a form for an address in one country asks for; kinds choose its labels. */
export interface AddressFormShape {
  cityKind: string;
  state?: { kind: string; required: boolean; choices: readonly { title: string; value: string }[] };
  postalCode?: { kind: string; required: boolean; example: string };
}

/** What Microsoft asks for comes on top of what the country's post does; without it the post's rules stand alone. */
export function addressFormShape(country: string, language: string, asks?: AddressAsks): AddressFormShape {
  const rules = addressRules(country);
  if (!rules) return { cityKind: 'city' };
  const { compare } = new Intl.Collator(language);
  const choices = statesOffered(rules, asks)
    .map((state) => ({ title: shownName(state), value: state.code }))
    .sort((a, b) => compare(a.title, b.title));
  const stateRequired = rules.stateRequired || asks?.stateRequired === true;
  return {
    cityKind: rules.cityKind,
    ...(choices.length > 0 && { state: { kind: rules.stateKind, required: stateRequired, choices } }),
    ...postalCodeField(rules, asks),
  };
}

function postalCodeField({ postalCodeKind: kind, postalCode }: AddressRules, asks: AddressAsks | undefined) {
  const isAsked = asks?.postalCodeRequired === true;
  if (!postalCode) return isAsked ? { postalCode: { kind, required: true, example: '' } } : {};
  return { postalCode: { kind, required: postalCode.required || isAsked, example: postalCode.example } };
}

/**
 * The country's states; of them those that Microsoft takes, where its list and ours have any in common. Where we know
 * none and Microsoft demands one, its own list.
 */
export function statesOffered({ states }: AddressRules, asks?: AddressAsks): readonly State[] {
  if (!asks || asks.states.length === 0) return states;
  if (states.length === 0) return asks.stateRequired ? asks.states.map((code) => ({ code, name: code })) : states;
  const taken = new Set(asks.states.map((code) => code.toUpperCase()));
  const common = states.filter(({ code }) => taken.has(code.toUpperCase()));
  return common.length === 0 ? states : common;
}

/** The name of a stored state, for showing; the code itself where it is not known. */
export function stateName(country: string, code: string): string {
  const state = addressRules(country)?.states.find((candidate) => candidate.code === code);
  return state ? shownName(state) : code;
}

function shownName({ name, latinName }: State): string {
  return latinName === undefined ? name : `${latinName} (${name})`;
}
