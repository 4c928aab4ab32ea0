import { errorSpecs, type ErrorCode } from '../../errors.ts';
import type {
  CustomerState,
  ExistingRelationship,
  PartnerCloud,
  Reading,
  SignInPlace,
  TenantDirectory,
} from '../../ports/microsoft.ts';
import type { Clock, Within } from '../../ports/runtime.ts';
import type { TransitionStore } from '../../ports/store/transition-store.ts';
import type { PreFlight, PreFlightCheck, PreFlightFinding, PreFlightLine } from '../../pre-flight.ts';
import type { Tenant, Transition } from '../../transition.ts';
import { checkTenant, type CheckTenantDeps, type CheckTenantOutcome } from './check-tenant.ts';
import { standingTransition } from './standing-transition.ts';

export interface PreFlightDeps extends CheckTenantDeps {
  directory: TenantDirectory;
  partner: Pick<PartnerCloud, 'customerState' | 'existingRelationships' | 'resellerInvitationUrl'>;
  transitions: Pick<TransitionStore, 'listAbout'>;
  clock: Clock;
  within: Within;
}

export type PreFlightOutcome =
  | { kind: 'clear'; tenant: Tenant; preFlight: PreFlight }
  /** A transition has the tenant: it is open, or the tenant is Normal. */
  | { kind: 'taken'; transition: Transition }
  | Extract<CheckTenantOutcome, { kind: 'refused' }>;

/** A person waits, and Teams gives a turn fifteen seconds. */
const findingMs = 6000;
const readingMs = 5000;

/**
 * What can be known of a tenant before a link is made: what is public, and what we have with it already. Red ends in
 * `refused` or `taken`; everything else is told and stops nobody.
 */
export async function preFlight(
  deps: PreFlightDeps,
  { organisationId, domain }: { organisationId: string; domain: string },
): Promise<PreFlightOutcome> {
  const found = await deps.within(findingMs, checkTenant(deps, domain));
  if (!found) return { kind: 'refused', code: 'UPSTREAM_UNAVAILABLE', domain };
  if (found.kind === 'refused') return found;
  const { tenant } = found;
  const taken = await standingTransition(deps, organisationId, tenant.tenantId);
  if (taken) return { kind: 'taken', transition: taken };
  const now = deps.clock.now();
  const isTheirs = await mayKnow(deps, organisationId, tenant.tenantId);
  const lines = [...tenantLines(found), ...(await linesOfPartner(deps, { found, isTheirs }, now))];
  return { kind: 'clear', tenant, preFlight: { at: now.toISOString(), lines } };
}

/** A link alone makes nobody's customer: anybody can have one made for any domain. What the customer confirmed does. */
async function mayKnow(
  { policy, transitions }: PreFlightDeps,
  organisationId: string,
  tenantId: string,
): Promise<boolean> {
  if (policy.keepsCustomersApart !== true) return true;
  const known = await transitions.listAbout({ tenantId });
  return known.some((one) => one.organisationId === organisationId && one.steps.tenantConfirmed.state === 'done');
}

type Found = Extract<CheckTenantOutcome, { kind: 'usable' }>;

function tenantLines({ tenant, isGcc }: Found): PreFlightLine[] {
  const { displayName: name } = tenant;
  const found: PreFlightLine = name === undefined ? { finding: 'tenantWithoutName' } : { finding: 'tenantFound', name };
  return isGcc ? [found, { finding: 'tenantInGcc' }] : [found];
}

/** All at once, each given up after a while: what does not answer is said, and holds nobody up. */
async function linesOfPartner(
  deps: PreFlightDeps,
  { found, isTheirs }: { found: Found; isTheirs: boolean },
  now: Date,
): Promise<PreFlightLine[]> {
  const { partner, directory, policy, within } = deps;
  const { tenantId, domain } = found.tenant;
  const [ownTenantId = ''] = policy.ownTenantIds;
  const timely = async <T>(reading: Promise<Reading<T>>): Promise<Reading<T>> =>
    (await within(readingMs, reading)) ?? { kind: 'unread', code: 'UPSTREAM_UNAVAILABLE' };
  const [own, signIn, kind, standing, invitation] = await Promise.all([
    within(readingMs, directory.findTenant(ownTenantId)),
    timely(directory.readSignIn(domain)),
    timely(directory.isForConsumers(tenantId)),
    isTheirs ? readStanding(partner, tenantId, timely) : keptApart,
    timely(partner.resellerInvitationUrl()),
  ]);
  const ownRegion = own?.kind === 'found' ? own.regionScope : undefined;
  const place = told(signIn);
  return [
    ...lineOf(place, signInLine),
    ...(kind.kind === 'read' && kind.value === true ? [{ finding: 'forConsumers' } as const] : []),
    ...regionLines(found.regionScope, ownRegion),
    ...standingLines(standing, now),
    ...readinessLines([standing.customer, standing.access, invitation].filter((reading) => reading !== undefined)),
    ...notCheckedLines({ signIn: place, kind, ...standing, us: invitation }),
  ];
}

/** What our Partner Center and our directory have of the tenant. */
interface Standing {
  customer: Reading<CustomerState>;
  access: Reading<readonly ExistingRelationship[]>;
}

/** Not asked for, so that not even how long it takes tells anything. */
const keptApart: Partial<Standing> = {};

async function readStanding(
  partner: PreFlightDeps['partner'],
  tenantId: string,
  timely: <T>(reading: Promise<Reading<T>>) => Promise<Reading<T>>,
): Promise<Standing> {
  const [customer, access] = await Promise.all([
    timely(partner.customerState(tenantId)),
    timely(partner.existingRelationships(tenantId)),
  ]);
  return { customer, access };
}

function standingLines({ customer, access }: Partial<Standing>, now: Date): PreFlightLine[] {
  if (!customer || !access) return [{ finding: 'customersKeptApart' }];
  return [...lineOf(customer, customerLine), ...lineOf(access, (existing) => accessLine(existing, now))];
}

function told(signIn: Reading<SignInPlace>): Reading<SignInPlace> {
  const isUntold = signIn.kind === 'read' && signIn.value.kind === 'unknown';
  return isUntold ? { kind: 'unread', code: 'UPSTREAM_UNEXPECTED' } : signIn;
}

function signInLine(place: SignInPlace): PreFlightLine {
  if (place.kind !== 'own') return { finding: 'signsInAtMicrosoft' };
  return { finding: 'signsInElsewhere', ...(place.host !== undefined && { name: place.host }) };
}

/** Partner Center invites only tenants of our own region; where a directory lives is the first sign of another one. */
function regionLines(theirs: string | undefined, ours: string | undefined): PreFlightLine[] {
  if (theirs === undefined || ours === undefined) return [];
  return [theirs === ours ? { finding: 'sameRegion' } : { finding: 'otherRegion', name: theirs }];
}

function lineOf<T>(reading: Reading<T>, line: (value: T) => PreFlightLine): PreFlightLine[] {
  return reading.kind === 'read' ? [line(reading.value)] : [];
}

const customerFindings: Record<CustomerState, PreFlightFinding> = {
  none: 'newCustomer',
  reseller: 'alreadyCustomer',
  advisor: 'knownOtherwise',
  syndication: 'syndicated',
};

function customerLine(state: CustomerState): PreFlightLine {
  return { finding: customerFindings[state] };
}

const soonMs = 60 * 24 * 60 * 60 * 1000;
const inForce: readonly string[] = ['active', 'activating', 'approved', 'expiring'];
const underWay: readonly string[] = ['created', 'approvalPending'];

/** The best that is there decides: what covers our roles is used again, what does not is left alone beside a new one. */
function accessLine(existing: readonly ExistingRelationship[], now: Date): PreFlightLine {
  const ours = existing.filter(({ covers, isMicrosoftLed }) => covers && !isMicrosoftLed);
  const reused = ours.find(({ status }) => inForce.includes(status));
  if (reused) return reuseLine(reused, now);
  if (ours.some(({ status }) => underWay.includes(status))) return { finding: 'accessRequested' };
  const others = existing.filter(({ status }) => inForce.includes(status));
  if (others.length === 0) return { finding: 'accessToBeAsked' };
  return { finding: others.every(({ isMicrosoftLed }) => isMicrosoftLed) ? 'accessMicrosoftLed' : 'accessTooNarrow' };
}

function reuseLine({ endsAt }: ExistingRelationship, now: Date): PreFlightLine {
  if (!endsAt) return { finding: 'accessReused' };
  const isBrief = endsAt.getTime() - now.getTime() < soonMs;
  return { finding: isBrief ? 'accessReusedBriefly' : 'accessReused', until: endsAt.toISOString() };
}

type AnyReading = Reading<unknown>;

/** Codes that an operator must mend: with them no link can be brought to its end, whatever the customer does. */
function readinessLines(readings: readonly AnyReading[]): PreFlightLine[] {
  const codes = readings.flatMap((reading) => (reading.kind === 'unread' ? [reading.code] : []));
  const code = codes.find(isForOperator);
  if (code !== undefined) return [{ finding: 'weAreNotReady', code }];
  return codes.length === 0 ? [{ finding: 'weAreReady' }] : [];
}

function isForOperator(code: ErrorCode): boolean {
  return errorSpecs[code].mustAct === 'operator' && code !== 'UPSTREAM_UNEXPECTED';
}

/** What an operator must mend is said by its own line. */
function notCheckedLines(readings: Partial<Record<PreFlightCheck, AnyReading>>): PreFlightLine[] {
  const checks = (Object.keys(readings) as PreFlightCheck[]).filter((check) => {
    const reading = readings[check];
    return reading?.kind === 'unread' && !(check === 'us' && isForOperator(reading.code));
  });
  return checks.length === 0 ? [] : [{ finding: 'notChecked', checks }];
}
