import type { Contact } from '../core/customer.ts';
import type { CountryRules } from '../core/ports/addresses.ts';
import { checkEmail } from './check-email.ts';
import { checkPhone } from './check-phone.ts';
import { checkText } from './check-text.ts';
import { isCountry } from './countries.ts';
import { settle, wrong, type Checked, type FieldProblems } from './problem.ts';

/** As typed: '' for what was left empty. `country` is a code; a phone number without + is one of that country. */
export interface TypedCompanyAndContact {
  companyName: string;
  givenName: string;
  familyName: string;
  email: string;
  phone: string;
  country: string;
}

export type CompanyAndContactOutcome =
  | { kind: 'ok'; companyName: string; contact: Contact; country: string }
  | { kind: 'wrong'; fields: FieldProblems<keyof TypedCompanyAndContact> };

const limits = { companyName: 100, name: 50 };

export function checkCompanyAndContact(
  typed: TypedCompanyAndContact,
  microsofts?: CountryRules,
): CompanyAndContactOutcome {
  const country = checkCountry(typed.country);
  const settled = settle({
    companyName: checkText(typed.companyName, { max: limits.companyName, required: true }),
    givenName: checkText(typed.givenName, { max: limits.name, required: true }),
    familyName: checkText(typed.familyName, { max: limits.name, required: true }),
    email: checkEmail(typed.email),
    phone: checkPhone(typed.phone, country.kind === 'ok' ? country.value : '', microsofts),
    country,
  });
  if (settled.kind === 'wrong') return settled;
  const { companyName, phone, ...names } = settled.values;
  const contact = { givenName: names.givenName, familyName: names.familyName, email: names.email };
  return { kind: 'ok', companyName, contact: { ...contact, ...(phone && { phone }) }, country: names.country };
}

function checkCountry(typed: string): Checked<string> {
  const code = typed.trim().toUpperCase();
  if (isCountry(code)) return { kind: 'ok', value: code };
  return wrong(code === '' ? 'missing' : 'country');
}
