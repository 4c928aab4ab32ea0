// Address rules by country, and the address check.

import { z } from 'zod';

import { json, param, type SandboxResponse } from '../server/message.ts';
import { Refusal } from '../server/refusal.ts';
import { notFound, parsedBody, type PartnerCenterCall, type PartnerCenterRoute } from './edge.ts';

interface CountryRules {
  readonly culture: string;
  readonly states: readonly string[];
  readonly postalCodeRegex: string;
  readonly phoneNumberRegex: string;
  readonly callingCode: string;
}

const usStates =
  'AK AL AR AZ CA CO CT DC DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH NJ NM NV NY OH OK OR PA RI SC SD TN TX UT VA VT WA WI WV WY';
const caStates = 'AB BC MB NB NL NS NT NU ON PE QC SK YT';
const auStates = 'ACT NSW NT QLD SA TAS VIC WA';
const northAmericanPhone = String.raw`^(1[\-\/\.]?)?(\((\d{3})\)|(\d{3}))[\-\/\.]?(\d{3})[\-\/\.]?(\d{4})$`;

const countries: Readonly<Record<string, CountryRules>> = {
  US: {
    culture: 'en-US',
    states: usStates.split(' '),
    postalCodeRegex: String.raw`^\d{5}(-\d{4})?$`,
    phoneNumberRegex: northAmericanPhone,
    callingCode: '1',
  },
  CA: {
    culture: 'en-CA',
    states: caStates.split(' '),
    postalCodeRegex: String.raw`^[A-Z]\d[A-Z] \d[A-Z]\d$`,
    phoneNumberRegex: northAmericanPhone,
    callingCode: '1',
  },
  AU: {
    culture: 'en-AU',
    states: auStates.split(' '),
    postalCodeRegex: String.raw`^\d{4}$`,
    phoneNumberRegex: String.raw`^\d{9,10}$`,
    callingCode: '61',
  },
  GB: {
    culture: 'en-GB',
    states: [],
    postalCodeRegex: String.raw`^[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}$`,
    phoneNumberRegex: String.raw`^\d{9,11}$`,
    callingCode: '44',
  },
  DE: {
    culture: 'de-DE',
    states: [],
    postalCodeRegex: String.raw`^\d{5}$`,
    phoneNumberRegex: String.raw`^\d{6,15}$`,
    callingCode: '49',
  },
  NZ: {
    culture: 'en-NZ',
    states: [],
    postalCodeRegex: String.raw`^\d{4}$`,
    phoneNumberRegex: String.raw`^\d{8,11}$`,
    callingCode: '64',
  },
};

function countryRules({ request }: PartnerCenterCall): SandboxResponse {
  const code = param(request, 'country').toUpperCase();
  const rules = Object.hasOwn(countries, code) ? countries[code] : undefined;
  if (rules === undefined) throw notFound();
  const [language = 'en'] = rules.culture.split('-');
  return json(200, {
    iso2Code: code,
    defaultCulture: rules.culture,
    isStateRequired: rules.states.length > 0,
    states: { value: rules.states },
    supportedLanguages: { value: [language] },
    supportedCultures: { value: [rules.culture] },
    isPostalCodeRequired: true,
    postalCodeRegex: rules.postalCodeRegex,
    isCityRequired: true,
    isVatIdSupported: code === 'DE' || code === 'GB',
    taxIdFormat: '',
    taxIdSample: '',
    phoneNumberRegex: rules.phoneNumberRegex,
    isRegistrationNumberSupported: false,
    isTaxIdSupported: false,
    countryCallingCodes: { value: [rules.callingCode] },
    attributes: { objectType: 'CountryInformation' },
  });
}

const Address = z.looseObject({
  country: z.string(),
  city: z.string(),
  addressLine1: z.string(),
  state: z.string().nullish(),
  postalCode: z.string().nullish(),
});

type AddressStatus = 'VerifiedShippable' | 'InteractionRequired' | 'NotValidated';

interface Judgement {
  readonly status: AddressStatus;
  readonly suggestion?: string;
}

function followsRules(address: z.infer<typeof Address>): boolean {
  const rules = Object.hasOwn(countries, address.country) ? countries[address.country] : undefined;
  if (rules === undefined || !new RegExp(rules.postalCodeRegex).test(address.postalCode ?? '')) return false;
  return rules.states.length === 0 || rules.states.includes(address.state ?? '');
}

/** The sandbox knows one street by heart: a letter wrong in "Microsoft Way" brings a suggestion. */
function judge(address: z.infer<typeof Address>): Judgement {
  if (!followsRules(address)) return { status: 'NotValidated' };
  const [, number, street] = /^(\d+) (Micro?sof?t? Wa?y)$/i.exec(address.addressLine1) ?? [];
  const isNearMiss = street !== undefined && street.toLowerCase() !== 'microsoft way';
  if (!isNearMiss) return { status: 'VerifiedShippable' };
  return { status: 'InteractionRequired', suggestion: `${number ?? '1'} Microsoft Way` };
}

function validateAddress({ request }: PartnerCenterCall): SandboxResponse {
  const parsed = Address.safeParse(parsedBody(request));
  if (!parsed.success) throw new Refusal(400, '800002', 'Invalid request input');
  const originalAddress = parsed.data;
  const { status, suggestion } = judge(originalAddress);
  const suggestedAddresses = suggestion === undefined ? [] : [{ ...originalAddress, addressLine1: suggestion }];
  const attributes = { objectType: 'AddressValidationResponse' };
  return json(200, { originalAddress, suggestedAddresses, status, attributes });
}

export const countryRoutes: readonly PartnerCenterRoute[] = [
  { method: 'GET', path: '/countryvalidationrules/:country', caller: 'any', handle: countryRules },
  { method: 'POST', path: '/validations/address', caller: 'any', handle: validateAddress },
];
