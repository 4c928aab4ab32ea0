import { asDomain } from '../../core/domain-name.ts';
import type { Clock } from '../../core/ports/runtime.ts';
import type { Store } from '../../core/ports/store/store.ts';
import { statusAt, isOpen, type Transition } from '../../core/transition.ts';
import { forgetCustomer, type Forgotten } from '../../core/use-cases/forgetting/forget-customer.ts';
import { forgetVisitors } from '../../core/use-cases/forgetting/forget-visitors.ts';
import { DataProblem } from './data-problem.ts';

export interface ForgetRequest {
  /** A transition's id, a domain or a tenant id. */
  who: string;
  isForced: boolean;
  isConfirmed: boolean;
}

export interface ForgetCommandDeps {
  store: Store;
  clock: Clock;
  organisationIds: readonly string[];
  say: (text: string) => void;
}

/** Shows what would be forgotten; does it when confirmed. Open transitions only when forced. */
export async function forget(deps: ForgetCommandDeps, { who, isForced, isConfirmed }: ForgetRequest): Promise<void> {
  const { clock, say } = deps;
  const found = await findMeant(deps, who);
  if (found.length === 0 && isConfirmed && (await forgetRest(deps, who))) return;
  if (found.length === 0) throw new DataProblem(`Nothing is known of ${who}.${await unreadableOnes(deps)}`);
  for (const transition of found) say(lineOf(transition, clock.now()));
  const open = found.filter(isOpen);
  if (open.length > 0 && !isForced) {
    throw new DataProblem(
      `${String(open.length)} of them still open: cancel first (“cancel <domain>” in Teams), or add --force. Nothing was forgotten.`,
    );
  }
  if (!isConfirmed) {
    say('This cannot be undone. Nothing was forgotten yet: add --yes to do it.');
    return;
  }
  await forgetTheirVisits(deps, found);
  for (const transition of found) say(saidOf(transition.transitionId, await forgetCustomer(deps.store, transition)));
}

/** Before their own transitions, by which a call that is interrupted here is found and made again. */
async function forgetTheirVisits({ store, say }: ForgetCommandDeps, found: readonly Transition[]): Promise<void> {
  const tenants = new Map(
    found.map(({ organisationId, tenant: { tenantId } }) => [
      `${organisationId} ${tenantId}`,
      { organisationId, tenantId },
    ]),
  );
  for (const who of tenants.values()) {
    const { transitions, unreadable } = await forgetVisitors(store, who);
    if (transitions > 0) say(`Their people had opened ${String(transitions)} other links, which name them no longer.`);
    for (const id of unreadable) say(`${id} cannot be read: whether it names their people is not known.`);
  }
}

/** A call that was interrupted after the transition itself had gone. */
async function forgetRest({ store, organisationIds, say }: ForgetCommandDeps, transitionId: string): Promise<boolean> {
  for (const organisationId of organisationIds) {
    const events = await store.audit.listFor(organisationId, transitionId);
    if (events.length === 0) continue;
    say(saidOf(transitionId, await forgetCustomer(store, { organisationId, transitionId })));
    return true;
  }
  return false;
}

const pageSize = 100;

/** Any of them may be the one that is meant. */
async function unreadableOnes({ store, organisationIds }: ForgetCommandDeps): Promise<string> {
  const ids: string[] = [];
  for (const organisationId of organisationIds) {
    for (let cursor: string | undefined; ;) {
      const query = { open: false, limit: pageSize, ...(cursor !== undefined && { cursor }) };
      const page = await store.transitions.list(organisationId, query);
      ids.push(...(page.unreadable ?? []));
      if (page.nextCursor === undefined) break;
      cursor = page.nextCursor;
    }
  }
  return ids.length === 0 ? '' : ` These cannot be read, and may be about them: ${ids.join(', ')}.`;
}

const mostFound = 500;

async function findMeant({ store, organisationIds }: ForgetCommandDeps, who: string): Promise<Transition[]> {
  const domain = asDomain(who);
  const found = new Map<string, Transition>();
  const served = new Set(organisationIds);
  const about = await store.transitions.listAbout({ tenantId: who.toLowerCase() });
  for (const one of about) if (served.has(one.organisationId)) found.set(one.transitionId, one);
  for (const organisationId of organisationIds) {
    const named = await store.transitions.get(organisationId, who);
    if (named) found.set(named.transitionId, named);
    const matching = domain === undefined ? [] : await store.transitions.search(organisationId, domain, mostFound);
    for (const one of matching) if (one.tenant.domain === domain) found.set(one.transitionId, one);
  }
  return [...found.values()];
}

function lineOf(transition: Transition, now: Date): string {
  const { transitionId, tenant, createdAt } = transition;
  return `${transitionId}  ${tenant.domain}, begun ${createdAt.toISOString()}, ${statusAt(transition, now)}`;
}

function saidOf(transitionId: string, { deliveries, auditEvents, mentions }: Forgotten): string {
  return (
    `${transitionId} is forgotten: ${String(deliveries)} deliveries and ${String(mentions)} drafts removed, ` +
    `${String(auditEvents)} audit events kept without names.`
  );
}
