import type { TransitionEvent } from '../../events.ts';
import type { AuditStore } from '../../ports/store/audit-store.ts';
import type { PersonalDataStore } from '../../ports/store/personal-data-store.ts';
import type { TransitionStore } from '../../ports/store/transition-store.ts';
import type { Transition } from '../../transition.ts';
import { anonymous } from './forget-customer.ts';
import { otherTenantsOf } from '../staff/switch-tenant.ts';

export interface ForgetVisitorsDeps {
  transitions: Pick<TransitionStore, 'list' | 'get' | 'replace'>;
  audit: Pick<AuditStore, 'listFor'>;
  personalData: Pick<PersonalDataStore, 'rewriteAudit' | 'removeNews'>;
}

export interface VisitorsForgotten {
  /** How many transitions named one of them. */
  transitions: number;
  /** Those that cannot be read, so that nobody knows. */
  unreadable: readonly string[];
}

const pageSize = 50;
const attempts = 5;

/**
 * People of one tenant open links that are for another: by mistake, or because staff had named the wrong one at first.
 * Takes their names and their tenant out of the organisation's other transitions. It goes through all of these with their
 * events, so it is for a command that is given now and then. It can be repeated.
 */
export async function forgetVisitors(
  deps: ForgetVisitorsDeps,
  who: { organisationId: string; tenantId: string },
): Promise<VisitorsForgotten> {
  let transitions = 0;
  const unreadable: string[] = [];
  for (let cursor: string | undefined; ;) {
    const query = { open: false, limit: pageSize, ...(cursor !== undefined && { cursor }) };
    const page = await deps.transitions.list(who.organisationId, query);
    unreadable.push(...(page.unreadable ?? []));
    for (const { transitionId, tenant } of page.items) {
      if (tenant.tenantId === who.tenantId) continue;
      if (await forgetIn(deps, { ...who, transitionId })) transitions += 1;
    }
    if (page.nextCursor === undefined) return { transitions, unreadable };
    cursor = page.nextCursor;
  }
}

async function forgetIn(
  { transitions, audit, personalData }: ForgetVisitorsDeps,
  { organisationId, transitionId, tenantId }: { organisationId: string; transitionId: string; tenantId: string },
): Promise<boolean> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const before = await transitions.get(organisationId, transitionId);
    if (!before) return false;
    const named = eventsNaming(before, await audit.listFor(organisationId, transitionId), tenantId);
    const isInRecord = mentions(before, tenantId) || before.outbox.some(({ seq }) => named.has(seq));
    if (isInRecord && !(await transitions.replace(without(before, { tenantId, named })))) continue;
    const events = [...named.values()];
    if (events.length > 0) {
      await personalData.rewriteAudit(events);
      await personalData.removeNews(events);
    }
    return isInRecord || events.length > 0;
  }
  throw new Error('a transition changes all the time, and who opened its link by mistake was not forgotten');
}

/** As they are to stand from now on, by `seq`. Whose tenant an event's person is of goes by what it was for then. */
function eventsNaming(
  { tenant, outbox }: Transition,
  written: readonly TransitionEvent[],
  tenantId: string,
): ReadonlyMap<number, TransitionEvent> {
  const bySeq = new Map([...outbox, ...written].map((event) => [event.seq, event]));
  const events = [...bySeq.values()].toSorted((a, b) => a.seq - b.seq);
  let current = events.flatMap(({ happening }) =>
    happening.kind === 'tenantSwitched' ? [happening.fromTenantId] : [],
  )[0];
  current ??= tenant.tenantId;
  const named = new Map<number, TransitionEvent>();
  for (const event of events) {
    const { actor, happening } = event;
    const theirs = happening.kind === 'signInRefused' ? happening.signedInTenantId : current;
    const isNamed = actor.kind === 'customer' && actor.userName !== '';
    if (isNamed && theirs === tenantId) named.set(event.seq, anonymous(event));
    if (happening.kind !== 'tenantSwitched') continue;
    current = happening.toTenantId;
    const { fromTenantId: from, toTenantId: to } = happening;
    const hidden = (id: string) => (id === tenantId ? '' : id);
    if (from !== tenantId && to !== tenantId) continue;
    named.set(event.seq, { ...event, happening: { ...happening, fromTenantId: hidden(from), toTenantId: hidden(to) } });
  }
  return named;
}

function mentions(transition: Transition, tenantId: string): boolean {
  const { lastRefusal, refusalsBefore = [] } = transition;
  const refusals = lastRefusal ? [lastRefusal, ...refusalsBefore] : refusalsBefore;
  return [...otherTenantsOf(transition), ...refusals].some((one) => one.tenantId === tenantId);
}

/** No event tells of it: that would be news of those who are to be forgotten. */
function without(
  before: Transition,
  { tenantId, named }: { tenantId: string; named: ReadonlyMap<number, TransitionEvent> },
): Transition {
  const { otherTenant: _other, otherTenantsBefore: _others, lastRefusal: last, refusalsBefore, ...rest } = before;
  const [other, ...others] = otherTenantsOf(before).filter((one) => one.tenantId !== tenantId);
  const refusals = refusalsBefore?.filter((one) => one.tenantId !== tenantId);
  return {
    ...rest,
    version: before.version + 1,
    ...(other && { otherTenant: other }),
    ...(others.length > 0 && { otherTenantsBefore: others }),
    ...(last && last.tenantId !== tenantId && { lastRefusal: last }),
    ...(refusals && refusals.length > 0 && { refusalsBefore: refusals }),
    outbox: before.outbox.map((event) => named.get(event.seq) ?? event),
  };
}
