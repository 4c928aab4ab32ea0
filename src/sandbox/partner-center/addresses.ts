// The address check: what stands in the street decides which of Microsoft's statuses comes back.

import { z } from 'zod';

import { json, type SandboxResponse } from '../server/message.ts';
import { Refusal } from '../server/refusal.ts';
import { rulesOf } from './countries.ts';
import { parsedBody, type PartnerCenterCall, type PartnerCenterRoute } from './edge.ts';

const Address = z.looseObject({
  country: z.string(),
  city: z.string(),
  addressLine1: z.string(),
  addressLine2: z.string().nullish(),
  state: z.string().nullish(),
  postalCode: z.string().nullish(),
});
type Address = z.infer<typeof Address>;

interface Judgement {
  readonly status:
    | 'VerifiedShippable'
    | 'Verified'
    | 'InteractionRequired'
    | 'StreetPartial'
    | 'PremisesPartial'
    | 'Multiple'
    | 'None'
    | 'NotValidated';
  readonly suggestions: readonly Partial<Address>[];
  readonly message?: string;
}

/** The state is held against a list for these only; elsewhere any text will do. */
const countriesWithStates = new Set(['US', 'CA', 'CN', 'MX']);

function hasKnownState({ country, state }: Address, states: readonly string[]): boolean {
  return !countriesWithStates.has(country) || states.includes(state ?? '');
}

/** By the street without its number. Everything else is a street that Microsoft knows. */
const streets: Readonly<Record<string, (address: Address) => Judgement>> = {
  'microsof way': suggesting('InteractionRequired', { addressLine1: '1 Microsoft Way' }),
  'microsoft way': knowsHouse,
  'plain street': () => ({ status: 'Verified', suggestions: [] }),
  'tower street': ({ addressLine1, addressLine2 }) =>
    addressLine2
      ? { status: 'VerifiedShippable', suggestions: [] }
      : {
          status: 'PremisesPartial',
          suggestions: [1, 2].map((floor) => ({ addressLine1, addressLine2: `Floor ${String(floor)}` })),
        },
  'half street': ({ addressLine1 }) => ({
    status: 'Multiple',
    suggestions: ['North', 'South', 'West'].map((side) => ({ addressLine1: `${addressLine1} ${side}` })),
  }),
  'nowhere street': () => unknown,
};

/** Microsoft's page has it with an address of which only the street is wrong. */
const message = "Address field invalid for property: 'Region', 'PostalCode', 'City'";
const unknown: Judgement = { status: 'None', suggestions: [], message };

function suggesting(status: Judgement['status'], ...suggestions: readonly Partial<Address>[]): () => Judgement {
  return () => ({ status, suggestions });
}

function knowsHouse({ addressLine1 }: Address): Judgement {
  if (/^\d/.test(addressLine1)) return { status: 'VerifiedShippable', suggestions: [{ postalCode: '98052-8300' }] };
  const suggestion = { addressLine1: '1 Microsoft Way', postalCode: '98052-6399' };
  return { status: 'StreetPartial', suggestions: [suggestion], message };
}

function judge(address: Address): Judgement {
  const rules = rulesOf(address.country);
  if (rules === undefined) return { status: 'NotValidated', suggestions: [] };
  const pattern = rules.postalCodeRegex.replaceAll(/\s*\n\s*/g, '');
  const code = (address.postalCode ?? '').slice(0, 20);
  if (!/^[\w -]+$/.test(code) || !new RegExp(pattern).test(code) || !hasKnownState(address, rules.states)) {
    return unknown;
  }
  const street = address.addressLine1.toLowerCase().replace(/^\d+ /, '');
  const known = Object.hasOwn(streets, street) ? streets[street] : undefined;
  return known?.(address) ?? { status: 'VerifiedShippable', suggestions: [{}] };
}

/** The example on Microsoft's page begins its names with capitals, the table on it with small letters. */
function withSmallInitials(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      `${name.slice(0, 1).toLowerCase()}${name.slice(1)}`,
      value as unknown,
    ]),
  );
}

function validateAddress({ request }: PartnerCenterCall): SandboxResponse {
  const parsed = Address.safeParse(withSmallInitials(parsedBody(request)));
  if (!parsed.success) throw new Refusal(400, '800002', 'Invalid request input');
  const originalAddress = parsed.data;
  const { status, suggestions, message: said } = judge(originalAddress);
  const suggestedAddresses = suggestions.map((suggestion) => ({ ...originalAddress, ...suggestion }));
  return json(200, {
    originalAddress,
    suggestedAddresses,
    status,
    ...(said === undefined ? {} : { validationMessage: said }),
  });
}

export const addressRoutes: readonly PartnerCenterRoute[] = [
  { method: 'POST', path: '/validations/address', caller: 'any', handle: validateAddress },
];
