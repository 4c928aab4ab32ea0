import type { ErrorCode } from './errors.ts';
import type { Policy } from './policy.ts';

/** How a line stands. None stops anybody, what does is told before: amber is to be known, grey was not looked at. */
export type Light = 'green' | 'amber' | 'grey';

/** What can be found out about a customer before a link exists. Its sentence says what it means and what to do. */
export const preFlightLights = {
  tenantFound: 'green',
  tenantWithoutName: 'green',
  tenantInGcc: 'green',
  signsInAtMicrosoft: 'green',
  signsInElsewhere: 'amber',
  forConsumers: 'amber',
  sameRegion: 'green',
  otherRegion: 'amber',
  newCustomer: 'green',
  alreadyCustomer: 'amber',
  knownOtherwise: 'amber',
  syndicated: 'amber',
  accessToBeAsked: 'green',
  accessReused: 'green',
  accessReusedBriefly: 'amber',
  accessRequested: 'green',
  accessTooNarrow: 'amber',
  accessMicrosoftLed: 'amber',
  customersKeptApart: 'grey',
  weAreReady: 'green',
  weAreNotReady: 'amber',
  addressKnown: 'green',
  addressUnknown: 'amber',
  outsideRegion: 'amber',
  numberMissing: 'amber',
  notChecked: 'grey',
} as const satisfies Record<string, Light>;
export type PreFlightFinding = keyof typeof preFlightLights;

/** What could not be looked at. */
export type PreFlightCheck = 'signIn' | 'kind' | 'customer' | 'access' | 'us' | 'address';

/** Plain JSON: it is kept with the form that is being filled. */
export interface PreFlightLine {
  finding: PreFlightFinding;
  /** Why we are not ready. */
  code?: ErrorCode;
  /** What was not checked. */
  checks?: readonly PreFlightCheck[];
  /** A name or a place, as Microsoft has it. */
  name?: string;
  /** ISO: when access that is there ends. */
  until?: string;
}

export interface PreFlight {
  /** ISO. */
  at: string;
  lines: readonly PreFlightLine[];
}

/** How Microsoft's look at the address ended. */
export type AddressStanding = 'known' | 'unknown' | 'notChecked';

/** What is to be known of the details that were typed, beside what was found out of the tenant. */
export function customerLines(
  customer: { country: string; standing: AddressStanding; lacksNumber: boolean },
  { regionCountries }: Pick<Policy, 'regionCountries'>,
): PreFlightLine[] {
  const { country, standing, lacksNumber } = customer;
  const isOutside = regionCountries?.includes(country) === false;
  return [
    addressLines[standing],
    ...(isOutside ? [{ finding: 'outsideRegion' } as const] : []),
    ...(lacksNumber ? [{ finding: 'numberMissing' } as const] : []),
  ];
}

const addressLines: Record<AddressStanding, PreFlightLine> = {
  known: { finding: 'addressKnown' },
  unknown: { finding: 'addressUnknown' },
  notChecked: { finding: 'notChecked', checks: ['address'] },
};

const staysTrueForMs = 5 * 60 * 1000;

/** Whether the report can still be relied on; what is older is looked at again before a link is made. */
export function isRecent({ at }: PreFlight, now: Date): boolean {
  return now.getTime() - new Date(at).getTime() < staysTrueForMs;
}

export function saysTheSame(a: PreFlight, b: PreFlight): boolean {
  return JSON.stringify(a.lines) === JSON.stringify(b.lines);
}
