import { AppError } from '../../../core/errors.ts';
import type { CountryRules } from '../../../core/ports/addresses.ts';
import type { Clock } from '../../../core/ports/runtime.ts';
import { bodyOf } from '../../api-client.ts';
import { codeOf, type Log } from '../../reading.ts';
import { CountryInformation } from './address-wire.ts';
import { foreignPattern } from './foreign-pattern.ts';
import type { PartnerCenter } from '../partner-center.ts';

export interface CountryRulesDeps {
  partnerCenter: PartnerCenter;
  clock: Clock;
  log: Log;
}

/** Rules of countries change once in years. After a failure the next form may ask again, but not every one. */
const freshForMs = 24 * 60 * 60 * 1000;
const restAfterFailureMs = 60 * 1000;

interface Kept {
  rules: CountryRules | undefined;
  until: number;
}

/** One read a country and day. Undefined where Microsoft has no rules, or tells none now. */
export function createCountryRules(deps: CountryRulesDeps): (country: string) => Promise<CountryRules | undefined> {
  const { partnerCenter, clock, log } = deps;
  const kept = new Map<string, Kept>();

  async function ask(country: string): Promise<CountryRules | undefined> {
    const path = `/countryvalidationrules/${encodeURIComponent(country)}`;
    const answer = await partnerCenter.get({ call: 'readCountryRules', path, as: 'appOnly' });
    if (answer.status === 404) return undefined;
    if (answer.status !== 200) throw partnerCenter.refused(answer);
    return rulesOf(bodyOf(answer, CountryInformation), country);
  }

  function rulesOf(told: CountryInformation, country: string): CountryRules {
    const postalCodeFits = usable('postalCode', told.postalCodeRegex, country);
    const phoneFits = usable('phoneNumber', told.phoneNumberRegex, country);
    return {
      stateRequired: told.isStateRequired === true,
      states: (told.states?.value ?? []).map((state) => state.trim()).filter((state) => state !== ''),
      postalCodeRequired: told.isPostalCodeRequired === true,
      ...(postalCodeFits && { postalCodeFits }),
      ...(phoneFits && { phoneFits }),
    };
  }

  function usable(rule: string, pattern: string | null | undefined, country: string) {
    if (pattern === null || pattern === undefined || pattern.trim() === '') return undefined;
    const fits = foreignPattern(pattern);
    if (!fits) log.warn({ country, rule }, 'a country rule cannot be used');
    return fits;
  }

  return async (country) => {
    const now = clock.now().getTime();
    const known = kept.get(country);
    if (known && now < known.until) return known.rules;
    try {
      const rules = await ask(country);
      kept.set(country, { rules, until: now + freshForMs });
      return rules;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      codeOf(log, error, 'read country rules');
      kept.set(country, { rules: known?.rules, until: now + restAfterFailureMs });
      return known?.rules;
    }
  };
}
