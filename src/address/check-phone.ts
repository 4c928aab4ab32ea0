import { isSupportedCountry, parsePhoneNumberFromString, type PhoneNumber } from 'libphonenumber-js';
import type { CountryRules } from '../core/ports/addresses.ts';
import { checkText } from './check-text.ts';
import { wrong, type Checked } from './problem.ts';

const maxLength = 40;

/**
 * E.164. A number without + is read as one of `country`; '' when nothing was typed. An extension has no place in
 * E.164 and is refused rather than lost. Microsoft's rule is for numbers of the country itself.
 */
export function checkPhone(typed: string, country: string, microsofts?: CountryRules): Checked<string> {
  const text = checkText(typed, { max: maxLength, required: false });
  if (text.kind === 'wrong' || text.value === '') return text;
  const number = parsePhoneNumberFromString(text.value, {
    extract: false,
    ...(isSupportedCountry(country) && { defaultCountry: country }),
  });
  if (!number?.isValid() || number.ext !== undefined) return wrong('phone');
  return isTaken(number, country, microsofts) ? { kind: 'ok', value: number.number } : wrong('phone');
}

/** In any of the ways in which the number can be written: Microsoft does not say which of them it means. */
function isTaken(number: PhoneNumber, country: string, microsofts: CountryRules | undefined): boolean {
  const fits = microsofts?.phoneFits;
  if (!fits || number.country !== country) return true;
  const national = number.formatNational().replace(/\D/g, '');
  const { nationalNumber, countryCallingCode } = number;
  return [nationalNumber, national, `${countryCallingCode}${nationalNumber}`, number.number].some(fits);
}
