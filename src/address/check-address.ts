import type { Address } from '../core/customer.ts';
import { addressRules, type AddressRules, type PostalCodeRule, type State } from './address-rules.ts';
import { checkText } from './check-text.ts';
import { settle, wrong, type Checked, type FieldProblems } from './problem.ts';

/** As typed: '' for what was left empty. `country` is a code, `state` a code or a name. */
export interface TypedAddress {
  country: string;
  line1: string;
  line2: string;
  city: string;
  state: string;
  postalCode: string;
}

export type AddressOutcome =
  { kind: 'ok'; address: Address } | { kind: 'wrong'; fields: FieldProblems<keyof TypedAddress> };

const limits = { line: 100, city: 60, state: 80, postalCode: 20 };

/**
 * An address that Partner Center can take: a city always (it asks for one even where the post does not), state and
 * postal code as the country has them. What a country has no use for is dropped.
 */
export function checkAddress(typed: TypedAddress): AddressOutcome {
  const country = typed.country.trim().toUpperCase();
  const rules = addressRules(country);
  if (!rules) return { kind: 'wrong', fields: { country: { code: country === '' ? 'missing' : 'country' } } };
  const state = checkState(rules, typed.state);
  const settled = settle({
    line1: checkText(typed.line1, { max: limits.line, required: true }),
    line2: checkText(typed.line2, { max: limits.line, required: false }),
    city: checkText(typed.city, { max: limits.city, required: true }),
    state,
    postalCode: checkPostalCode(rules, typed.postalCode, state.kind === 'ok' ? state.value : undefined),
  });
  if (settled.kind === 'wrong') return settled;
  const { line1, line2, city, postalCode } = settled.values;
  const found = settled.values.state;
  return {
    kind: 'ok',
    address: {
      country,
      line1,
      ...(line2 && { line2 }),
      city,
      ...(found && { state: found.code }),
      ...(postalCode && { postalCode }),
    },
  };
}

function checkState(rules: AddressRules, typed: string): Checked<State | undefined> {
  if (rules.states.length === 0) return { kind: 'ok', value: undefined };
  const text = checkText(typed, { max: limits.state, required: rules.stateRequired });
  if (text.kind === 'wrong') return text;
  if (text.value === '') return { kind: 'ok', value: undefined };
  const wanted = folded(text.value);
  const found = rules.states.find((state) =>
    [state.code, state.name, state.latinName].some((name) => name !== undefined && folded(name) === wanted),
  );
  return found ? { kind: 'ok', value: found } : wrong('state');
}

/** Capitals and accents do not tell two states of one country apart. */
function folded(name: string): string {
  return name.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase();
}

function checkPostalCode(rules: AddressRules, typed: string, state: State | undefined): Checked<string> {
  const { postalCode } = rules;
  if (!postalCode) return { kind: 'ok', value: '' };
  const text = checkText(typed, { max: limits.postalCode, required: postalCode.required });
  if (text.kind === 'wrong' || text.value === '') return text;
  const code = withoutPrefix(text.value.toUpperCase(), postalCode.prefix);
  if (!postalCode.pattern.test(code)) return wrong('postalCode', { example: exampleFor(postalCode, state) });
  return state?.postalPrefix?.test(code) === false ? wrong('postalCodeElsewhere') : { kind: 'ok', value: code };
}

function exampleFor(postalCode: PostalCodeRule, state: State | undefined): string {
  return state?.postalExample ?? postalCode.example;
}

/** `SE-114 55` on an envelope from abroad is `114 55` at home. */
function withoutPrefix(code: string, prefix: string): string {
  return code.startsWith(prefix) ? code.slice(prefix.length).trim() : code;
}
