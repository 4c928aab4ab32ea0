import type {
  DirectoryConnection,
  PartnerCloud,
  Reading,
  ReadOptions,
  Relationship,
  ResellerState,
} from '../../ports/microsoft.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { Visit } from '../../ports/store/visit-store.ts';
import { isReplacedWatched } from '../../relationship-replaced.ts';
import { isSettled, stepNames, type StepName } from '../../steps.ts';
import { hasDecayed, type Transition } from '../../transition.ts';
import type { TenantFacts } from './steps-from-facts.ts';
import { isDailyVisit, isWeeklyVisit } from './visit-schedule.ts';

export interface FactSources {
  connection: DirectoryConnection;
  partner: PartnerCloud;
  clock: Clock;
}

/** How much of Microsoft's state a visit asks for. */
export interface Extent {
  steps: ReadonlySet<StepName>;
  /** How old an answer may be; see `ReadOptions`. Absent: everything is asked now. */
  asOf?: Date;
}

/** Every check, asked now: what a verification run takes, and what somebody who asks may expect. */
export const everythingNow: Extent = { steps: new Set(stepNames) };

/**
 * A visit costs what it can find out. Somebody asked: everything, now. Once a day: everything or nearly so, from lists
 * where there are such. All the others, and they are nearly all: only the steps that have still to be taken.
 */
export function extentOf(transition: Transition, visit: Pick<Visit, 'dueAt' | 'quietVisits'>): Extent {
  if (transition.checkAskedAt || visit.quietVisits === 0) return everythingNow;
  const isWhole = transition.verifiedAt !== undefined && !hasDecayed(transition);
  const asOf = visit.dueAt;
  if (isWhole) return { ...everythingNow, asOf };
  if (isDailyVisit(visit.quietVisits)) return { steps: new Set(stepsOfDay(transition, visit)), asOf };
  const open = stepNames.filter((name) => !isSettled(transition.steps[name]));
  return { steps: new Set(open), asOf };
}

/**
 * No list tells of a consent: the proof costs a token and a read for each tenant. Of a customer who has not come to the
 * end it is taken weekly: before anything is called Normal, lost or stuck, one run reads everything anyhow.
 */
function stepsOfDay(transition: Transition, { quietVisits }: Pick<Visit, 'quietVisits'>): readonly StepName[] {
  const { verifiedAt, steps } = transition;
  const isProofLeftOut =
    verifiedAt === undefined && steps.directoryConnection.state === 'done' && !isWeeklyVisit(quietVisits);
  return isProofLeftOut ? stepNames.filter((name) => name !== 'directoryConnection') : stepNames;
}

const skipped = { kind: 'skipped' } as const;

/** Only for a tenant that its admin has confirmed; makes what is ours to make (the request, the groups' roles). */
export async function readFacts(
  sources: FactSources,
  before: Transition,
  { steps, asOf }: Extent,
): Promise<TenantFacts> {
  const options = asOf ? { asOf } : {};
  const asked = { sources, before, steps, options };
  const [connection, relationshipAndRoles, resellerAndAgreement, replaced] = await Promise.all([
    steps.has('directoryConnection') ? prove(asked) : skipped,
    readRelationshipAndRoles(asked),
    readResellerAndAgreement(asked),
    readReplaced(asked),
  ]);
  return { connection, ...relationshipAndRoles, ...resellerAndAgreement, ...replaced };
}

interface Asked {
  sources: FactSources;
  before: Transition;
  steps: ReadonlySet<StepName>;
  options: ReadOptions;
}

/** A token that is good for an hour knows nothing of what the customer changed since: who wants all, now, gets a new one. */
async function prove({ sources, before, options }: Asked): Promise<TenantFacts['connection']> {
  const fresh = before.steps.directoryConnection.state !== 'done' || !options.asOf;
  return sources.connection.prove(before.tenant.tenantId, { fresh });
}

async function readRelationshipAndRoles({
  sources,
  before,
  steps,
  options,
}: Asked): Promise<Pick<TenantFacts, 'relationship' | 'accessAssignments'>> {
  const relationship = steps.has('delegatedAdmin') ? await relationshipOf(sources, before, options) : skipped;
  if (!steps.has('accessAssignments')) return { relationship, accessAssignments: skipped };
  if (relationship.kind === 'unread') return { relationship, accessAssignments: relationship };
  const relationshipId = usableId(before, relationship);
  const accessAssignments: TenantFacts['accessAssignments'] =
    relationshipId === undefined
      ? { kind: 'read', value: 'notYet' }
      : await sources.partner.ensureAccessAssignments(relationshipId);
  return { relationship, accessAssignments };
}

async function relationshipOf(
  { partner, clock }: FactSources,
  before: Transition,
  options: ReadOptions,
): Promise<TenantFacts['relationship']> {
  const { relationshipId, relationshipReplaced: replaced, tenant, customer } = before;
  const request = {
    tenantId: tenant.tenantId,
    customerName: customer.companyName,
    ...(replaced && { replacing: replaced.relationshipId }),
  };
  if (relationshipId === undefined) return partner.ensureRelationship(request);
  const known = await partner.readRelationship(relationshipId, options);
  if (isUnlocked(known)) return partner.ensureRelationship({ ...request, relationshipId });
  const isUnknown = known.kind === 'read' && known.value === undefined;
  return isUnknown && isNew(before, clock.now()) ? skipped : known;
}

/** Out of the same list as the one that is to follow it, where there is one. */
async function readReplaced({ sources, before, steps, options }: Asked): Promise<Pick<TenantFacts, 'replaced'>> {
  const { relationshipReplaced } = before;
  const isWatched = steps.has('delegatedAdmin') && isReplacedWatched(before, sources.clock.now());
  if (!relationshipReplaced || !isWatched) return {};
  return { replaced: await sources.partner.readRelationship(relationshipReplaced.relationshipId, options) };
}

const newMs = 15 * 60 * 1000;

/** Not all of Microsoft's servers know one that was asked for, or given, a moment ago: that one does not, says nothing. */
function isNew({ stepSince: { tenantConfirmed, delegatedAdmin } }: Transition, now: Date): boolean {
  return [tenantConfirmed, delegatedAdmin].some((since) => since && now.getTime() - since.getTime() < newMs);
}

/** Asked for by us, but not locked: until it is, the customer cannot approve it. */
function isUnlocked(known: Reading<Relationship | undefined>): boolean {
  return known.kind === 'read' && known.value?.status === 'created' && known.value.needsOurApproval !== true;
}

/** Groups can be given roles only where the relationship is active; one that is not asked about is as it was. */
function usableId(before: Transition, relationship: TenantFacts['relationship']): string | undefined {
  if (relationship.kind !== 'read') {
    return before.steps.delegatedAdmin.state === 'done' ? before.relationshipId : undefined;
  }
  const isActive = relationship.value?.status === 'active' || relationship.value?.status === 'expiring';
  return isActive ? relationship.value?.relationshipId : undefined;
}

async function readResellerAndAgreement(
  asked: Asked,
): Promise<Pick<TenantFacts, 'resellerRelationship' | 'agreement'>> {
  const {
    sources: { partner },
    before,
    steps,
    options,
  } = asked;
  const { organisationId, tenant, customer } = before;
  const { tenantId, countryCode = customer.address.country } = tenant;
  const readReseller = async () =>
    steps.has('resellerRelationship')
      ? partner.readResellerRelationship(tenantId, { ...resellerOptions(asked), organisationId, countryCode })
      : skipped;
  const readAgreement = async () => (steps.has('agreement') ? partner.readAgreement(tenantId) : skipped);
  if (!options.asOf) {
    const [resellerRelationship, agreement] = await Promise.all([readReseller(), readAgreement()]);
    const isUntold = isNoCustomer(resellerRelationship) && agreement.kind === 'read' && agreement.value === 'missing';
    return { resellerRelationship, agreement: isUntold ? withoutCustomer(before) : agreement };
  }
  const resellerRelationship = await readReseller();
  if (resellerRelationship.kind === 'unread') return { resellerRelationship, agreement: skipped };
  const isUntold = isNoCustomer(resellerRelationship);
  return { resellerRelationship, agreement: isUntold ? withoutCustomer(before) : await readAgreement() };
}

/** A list of our customers has no tenant of another kind of partner's: it cannot tell whether that has ended. */
function resellerOptions({ before, options }: Asked): ReadOptions {
  const step = before.steps.resellerRelationship;
  return step.state === 'blocked' && step.code === 'TENANT_SYNDICATED' ? {} : options;
}

function isNoCustomer(reading: TenantFacts['resellerRelationship']): boolean {
  return reading.kind === 'read' && isWithoutUs(reading.value);
}

function isWithoutUs(state: ResellerState): boolean {
  return state === 'missing' || (typeof state === 'object' && 'obstacle' in state);
}

/** Of a tenant that is no customer of ours Partner Center knows no agreement; one that was accepted is left alone. */
function withoutCustomer({ steps }: Transition): TenantFacts['agreement'] {
  return isSettled(steps.agreement) ? skipped : { kind: 'read', value: 'missing' };
}
