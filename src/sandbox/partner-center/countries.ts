// Address rules by country.

import { json, param, type SandboxResponse } from '../server/message.ts';
import { notFound, type PartnerCenterCall, type PartnerCenterRoute } from './edge.ts';

export interface CountryRules {
  readonly culture: string;
  readonly states: readonly string[];
  readonly postalCodeRegex: string;
  readonly phoneNumberRegex: string;
  readonly callingCode: string;
  readonly isRegistrationNumberSupported?: boolean;
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
    // Blanks and line breaks where Microsoft's page has them.
    postalCodeRegex: '^\\d{\n        5\n    }(-\\d{\n        4\n    })?$',
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
    // Takes four digits, and would keep JavaScript's own engine busy for ages on others.
    postalCodeRegex: '^(?:(?:[0-9]+)+){1}$',
    // Look-around: not every engine has it.
    phoneNumberRegex: String.raw`^(?=\d)\d{8,11}$`,
    callingCode: '64',
  },
  HU: {
    culture: 'hu-HU',
    states: [],
    postalCodeRegex: String.raw`^\d{4}$`,
    phoneNumberRegex: String.raw`^\d{8,11}$`,
    callingCode: '36',
    isRegistrationNumberSupported: true,
  },
};

export function rulesOf(country: string): CountryRules | undefined {
  return Object.hasOwn(countries, country) ? countries[country] : undefined;
}

function countryRules({ request }: PartnerCenterCall): SandboxResponse {
  const code = param(request, 'country').toUpperCase();
  const rules = rulesOf(code);
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
    isRegistrationNumberSupported: rules.isRegistrationNumberSupported ?? false,
    isTaxIdSupported: false,
    resellerAgreementRegion: 'AOC',
    geographicRegion: code === 'US' || code === 'CA' ? 'NorthAndLatinAmerica' : 'Other',
    countryCallingCodes: { value: [rules.callingCode] },
    attributes: { objectType: 'CountryInformation' },
  });
}

export const countryRoutes: readonly PartnerCenterRoute[] = [
  { method: 'GET', path: '/countryvalidationrules/:country', caller: 'any', handle: countryRules },
];
