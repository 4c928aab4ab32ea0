import type { Address } from '../customer.ts';
import type { Reading } from './microsoft.ts';

/** What Microsoft asks for in one country's addresses. Plain JSON. */
export interface AddressAsks {
  stateRequired: boolean;
  /** Microsoft's codes; empty where it has no list. */
  states: readonly string[];
  postalCodeRequired: boolean;
}

/** What it asks for, and what it takes. A rule that cannot be used is absent. */
export interface CountryRules extends AddressAsks {
  /** Both take short text only, and always answer at once. */
  postalCodeFits?: (code: string) => boolean;
  phoneFits?: (phone: string) => boolean;
}

/** `notJudged`: Microsoft could not put it to the test, which says nothing of the address. */
export type AddressVerdict =
  { kind: 'known' } | { kind: 'unknown'; suggestions: readonly Address[] } | { kind: 'notJudged' };

/** Help with typing addresses: without it the rules of our own stand alone. */
export interface AddressDirectory {
  /** Undefined where Microsoft has none, or tells none now. */
  countryRules(country: string): Promise<CountryRules | undefined>;
  judge(address: Address): Promise<Reading<AddressVerdict>>;
}
