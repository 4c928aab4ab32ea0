import { checkText } from './check-text.ts';
import { wrong, type Checked } from './problem.ts';

/**
 * Where Microsoft wants a company's own number with its customer record, and how many digits it usually has: a hint
 * for whoever types it, not a rule, because Microsoft's own patterns are not published.
 */
const digits: Readonly<Record<string, readonly number[]>> = {
  AM: [8],
  AZ: [10],
  BY: [9],
  HU: [10, 11],
  KZ: [12],
  KG: [14],
  MD: [13],
  RU: [10, 12, 13],
  TJ: [9],
  UA: [8, 10],
  UZ: [9],
};
const longest = 30;

/** Undefined where no number is asked for. */
export function registrationNumberDigits(country: string): readonly number[] | undefined {
  return Object.hasOwn(digits, country) ? digits[country] : undefined;
}

/** Without the blanks, dots, slashes and hyphens that people write between. '' when nothing was typed. */
export function checkRegistrationNumber(typed: string, country: string): Checked<string> {
  if (!registrationNumberDigits(country)) return { kind: 'ok', value: '' };
  const text = checkText(typed, { max: longest, required: false });
  if (text.kind === 'wrong' || text.value === '') return text;
  const number = text.value.replace(/[\s./-]/g, '').toUpperCase();
  return /^[A-Z]{0,3}\d{6,18}$/.test(number) ? { kind: 'ok', value: number } : wrong('registrationNumber');
}
