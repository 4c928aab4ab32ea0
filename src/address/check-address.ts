import type { Address } from '../core/customer.ts';
import type { CountryRules } from '../core/ports/addresses.ts';
import { statesOffered } from './address-form.ts';
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
 * postal code as the country has them and, where that is known, as Microsoft takes them. What neither has a use for
 * is dropped.
 */
export function checkAddress(typed: TypedAddress, microsofts?: CountryRules): AddressOutcome {
  const country = typed.country.trim().toUpperCase();
  const rules = addressRules(country);
  if (!rules) return { kind: 'wrong', fields: { country: { code: country === '' ? 'missing' : 'country' } } };
  const state = checkState(rules, typed.state, microsofts);
  const settled = settle({
    line1: checkText(typed.line1, { max: limits.line, required: true }),
    line2: checkText(typed.line2, { max: limits.line, required: false }),
    city: checkText(typed.city, { max: limits.city, required: true }),
    state,
    postalCode: checkPostalCode(rules, typed.postalCode, {
      microsofts,
      ...(state.kind === 'ok' && state.value && { state: state.value }),
    }),
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

function checkState(
  rules: AddressRules,
  typed: string,
  microsofts: CountryRules | undefined,
): Checked<State | undefined> {
  const states = statesOffered(rules, microsofts);
  if (states.length === 0) return { kind: 'ok', value: undefined };
  const required = rules.stateRequired || microsofts?.stateRequired === true;
  const text = checkText(typed, { max: limits.state, required });
  if (text.kind === 'wrong') return text;
  if (text.value === '') return { kind: 'ok', value: undefined };
  const wanted = folded(text.value);
  const found = states.find((state) =>
    [state.code, state.name, state.latinName].some((name) => name !== undefined && folded(name) === wanted),
  );
  return found ? { kind: 'ok', value: found } : wrong('state');
}

/** Capitals and accents do not tell two states of one country apart. */
function folded(name: string): string {
  return name.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase();
}

interface PostalCodeContext {
  state?: State;
  microsofts: CountryRules | undefined;
}

function checkPostalCode(rules: AddressRules, typed: string, context: PostalCodeContext): Checked<string> {
  const { postalCode } = rules;
  const isAsked = context.microsofts?.postalCodeRequired === true;
  if (!postalCode && !isAsked) return { kind: 'ok', value: '' };
  const required = isAsked || postalCode?.required === true;
  const text = checkText(typed, { max: limits.postalCode, required });
  if (text.kind === 'wrong' || text.value === '') return text;
  const code = text.value.toUpperCase();
  return postalCode ? checkCode(postalCode, code, context) : asMicrosoftTakes(code, context.microsofts);
}

function checkCode(postalCode: PostalCodeRule, typed: string, { state, microsofts }: PostalCodeContext) {
  const code = withoutPrefix(typed, postalCode.prefix);
  const example = exampleFor(postalCode, state);
  if (!postalCode.pattern.test(code)) return wrong('postalCode', { example });
  if (state?.postalPrefix?.test(code) === false) return wrong('postalCodeElsewhere');
  return asMicrosoftTakes(code, microsofts, { example, pattern: postalCode.pattern });
}

/** A rule of Microsoft's that refuses the country's own example is taken for a mistake, so that no form is a dead end. */
function asMicrosoftTakes(
  code: string,
  microsofts: CountryRules | undefined,
  { example, pattern }: { example: string; pattern?: RegExp } = { example: '' },
): Checked<string> {
  const fits = microsofts?.postalCodeFits;
  const fitsBoth = (spelling: string) => fits?.(spelling) === true && pattern?.test(spelling) !== false;
  if (!fits || (example !== '' && !spellings(example).some(fitsBoth))) return { kind: 'ok', value: code };
  const taken = spellings(code).find(fitsBoth);
  return taken === undefined ? wrong('postalCode', { example }) : { kind: 'ok', value: taken };
}

/** As it is, closed up, and with one blank or hyphen at each place: people and Microsoft differ in no more than that. */
function spellings(code: string): string[] {
  const closed = code.replace(/[\s-]/g, '');
  const split = Array.from({ length: Math.max(closed.length - 1, 0) }, (_, index) => index + 1).flatMap((at) =>
    [' ', '-'].map((sign) => `${closed.slice(0, at)}${sign}${closed.slice(at)}`),
  );
  return [code, closed, ...split];
}

function exampleFor(postalCode: PostalCodeRule, state: State | undefined): string {
  return state?.postalExample ?? postalCode.example;
}

/** `SE-114 55` on an envelope from abroad is `114 55` at home. */
function withoutPrefix(code: string, prefix: string): string {
  return code.startsWith(prefix) ? code.slice(prefix.length).trim() : code;
}
