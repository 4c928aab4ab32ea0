import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import { checkText } from './check-text.ts';
import { wrong, type Checked } from './problem.ts';

const maxLength = 40;

/**
 * E.164. A number without + is read as one of `country`; '' when nothing was typed. An extension has no place in
 * E.164 and is refused rather than lost.
 */
export function checkPhone(typed: string, country: string): Checked<string> {
  const text = checkText(typed, { max: maxLength, required: false });
  if (text.kind === 'wrong' || text.value === '') return text;
  const number = parsePhoneNumberFromString(text.value, {
    extract: false,
    ...(isSupportedCountry(country) && { defaultCountry: country }),
  });
  return number?.isValid() && number.ext === undefined ? { kind: 'ok', value: number.number } : wrong('phone');
}
