// The admin who came belongs to another tenant than staff had named; they may take that one for the right one.
import { asDomain } from '../../domain-name.ts';
import type { ErrorCode } from '../../errors.ts';
import { hasRole, staffActor, type StaffMember } from '../../people.ts';
import type { VerifiedIdentity } from '../../ports/microsoft.ts';
import type { TransitionStore } from '../../ports/store/transition-store.ts';
import type { PreFlightLine } from '../../pre-flight.ts';
import { noStepsYet } from '../../steps.ts';
import { isOpen, recordChange, type OtherTenant, type Tenant, type Transition } from '../../transition.ts';
import { preFlight, type PreFlightDeps } from './pre-flight.ts';
import type { StaffAction } from './staff-actions.ts';

export interface SwitchTenantDeps extends PreFlightDeps {
  transitions: Pick<TransitionStore, 'get' | 'replace' | 'listAbout'>;
}

/** From and to: a card that shows anything else than what is so now changes nothing. */
export interface TenantSwitch extends StaffAction {
  fromTenantId: string;
  tenantId: string;
}

type Obstacle =
  /** It is neither theirs nor a manager who asks. */
  | { kind: 'notTheirs'; transition: Transition }
  /** Nobody came from there, something was done in the tenant that was named, or it is over. */
  | { kind: 'stale'; transition: Transition }
  /** Microsoft does not say that the account's domain belongs to the tenant that the account is of. */
  | { kind: 'unproven'; transition: Transition }
  /** A transition has that tenant. */
  | { kind: 'taken'; transition: Transition }
  | { kind: 'refused'; code: ErrorCode; domain: string };

export type LookOutcome =
  | {
      kind: 'possible';
      transition: Transition;
      other: OtherTenant;
      tenant: Tenant;
      /** What is to be known of it, as before any link. */
      lines: readonly PreFlightLine[];
    }
  | { kind: 'switched'; transition: Transition }
  | Obstacle;

export type SwitchOutcome = { kind: 'switched' | 'unchanged'; transition: Transition } | Obstacle;

/** Where the account of somebody who signed in leads to; the account itself is kept masked. Undefined for odd names. */
export function otherTenantOf({ tenantId, userName }: VerifiedIdentity, at: Date): OtherTenant | undefined {
  const [local = '', typed = ''] = userName.split('@');
  const domain = asDomain(typed);
  return domain === undefined ? undefined : { tenantId, domain, account: `${local.slice(0, 1)}…@${domain}`, at };
}

const mostRemembered = 10;

/** Newest first. */
export function otherTenantsOf({ otherTenant, otherTenantsBefore = [] }: Transition): readonly OtherTenant[] {
  return otherTenant ? [otherTenant, ...otherTenantsBefore] : [];
}

/** Those of earlier accounts stay, for cards that tell of them. */
export function withOtherTenant(before: Transition, otherTenant: OtherTenant): Transition {
  const { otherTenant: _last, otherTenantsBefore: _others, ...rest } = before;
  const others = otherTenantsOf(before).filter(({ tenantId }) => tenantId !== otherTenant.tenantId);
  const kept = others.slice(0, mostRemembered - 1);
  return { ...rest, otherTenant, ...(kept.length > 0 && { otherTenantsBefore: kept }) };
}

/** Nothing was begun in the tenant that staff named: no consent is under way, nothing was confirmed or asked for. */
export function canSwitchTenant(transition: Transition): boolean {
  const { directoryConnection, tenantConfirmed } = transition.steps;
  const isConnecting = directoryConnection.state === 'waiting' || directoryConnection.state === 'done';
  const hasBegun = isConnecting || tenantConfirmed.state !== 'notStarted' || transition.relationshipId !== undefined;
  return isOpen(transition) && !hasBegun;
}

/** Whether staff may look at it and take it. */
export function isOffered(transition: Transition, tenantId: string): boolean {
  return canSwitchTenant(transition) && otherTenantsOf(transition).some((other) => other.tenantId === tenantId);
}

/** Reads only: whose the account's tenant is, and what stands in the way of taking it. */
export async function lookAtOtherTenant(deps: SwitchTenantDeps, wanted: TenantSwitch): Promise<LookOutcome> {
  const { organisationId } = wanted.member;
  const transition = await deps.transitions.get(organisationId, wanted.transitionId);
  if (!transition) return { kind: 'refused', code: 'TRANSITION_NOT_FOUND', domain: '' };
  if (!mayDecide(wanted.member, transition)) return { kind: 'notTheirs', transition };
  if (transition.tenant.tenantId === wanted.tenantId) return { kind: 'switched', transition };
  const other = candidate(transition, wanted);
  if (!other) return { kind: 'stale', transition };
  const found = await preFlight(deps, { organisationId, domain: other.domain });
  if (found.kind !== 'clear') return found;
  const { tenant } = found;
  if (tenant.tenantId !== other.tenantId) return { kind: 'unproven', transition };
  return { kind: 'possible', transition, other, tenant, lines: found.preFlight.lines };
}

const attempts = 3;

/**
 * Looks once more, and goes on with the other tenant under the same link. Whoever writes meanwhile, to this transition
 * or to one that takes the tenant, wins: then it is looked at anew.
 */
export async function switchTenant(deps: SwitchTenantDeps, wanted: TenantSwitch): Promise<SwitchOutcome> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const seen = await lookAtOtherTenant(deps, wanted);
    if (seen.kind === 'switched') return { kind: 'unchanged', transition: seen.transition };
    if (seen.kind !== 'possible') return seen;
    const after = recordChange(seen.transition, onTenant(seen.transition, seen.tenant), {
      actor: staffActor(wanted.member),
      at: deps.clock.now(),
      happenings: [{ kind: 'tenantSwitched', fromTenantId: wanted.fromTenantId, toTenantId: wanted.tenantId }],
    });
    if (await deps.transitions.replace(after)) return { kind: 'switched', transition: after };
  }
  throw new Error('a transition kept changing under a switch of its tenant');
}

function mayDecide(member: StaffMember, { owner, createdBy }: Transition): boolean {
  return [owner.userId, createdBy.userId].includes(member.userId) || hasRole(member.role, 'manager');
}

function candidate(transition: Transition, { fromTenantId, tenantId }: TenantSwitch): OtherTenant | undefined {
  if (transition.tenant.tenantId !== fromTenantId || !canSwitchTenant(transition)) return undefined;
  return otherTenantsOf(transition).find((other) => other.tenantId === tenantId);
}

/** Who it is for, whose it is, and its link. Whatever was seen or done in the earlier tenant stays behind. */
function onTenant(before: Transition, tenant: Tenant): Transition {
  const { reminded, instructionsAskedAt } = before;
  return {
    transitionId: before.transitionId,
    organisationId: before.organisationId,
    version: before.version,
    createdAt: before.createdAt,
    createdBy: before.createdBy,
    owner: before.owner,
    conversationId: before.conversationId,
    customer: before.customer,
    tenant,
    category: before.category,
    licenceSource: before.licenceSource,
    licencesWanted: before.licencesWanted,
    link: before.link,
    steps: noStepsYet,
    stepSince: {},
    saidDoneAt: {},
    ...(reminded && { reminded }),
    ...(instructionsAskedAt && { instructionsAskedAt }),
    toldStatus: before.toldStatus,
    lastEventSeq: before.lastEventSeq,
    outbox: before.outbox,
  };
}
