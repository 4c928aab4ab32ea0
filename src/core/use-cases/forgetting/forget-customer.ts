import type { TransitionEvent } from '../../events.ts';
import type { Actor } from '../../people.ts';
import type { AuditStore } from '../../ports/store/audit-store.ts';
import type { PersonalDataStore } from '../../ports/store/personal-data-store.ts';
import type { TransitionStore } from '../../ports/store/transition-store.ts';
import { hasDecayed, linkEndsAt, statusAt, type Transition } from '../../transition.ts';

export interface ForgetDeps {
  transitions: Pick<TransitionStore, 'get'>;
  audit: AuditStore;
  personalData: PersonalDataStore;
}

/** `mentions`: forms begun and browser journeys that named the customer. */
export interface Forgotten {
  deliveries: number;
  auditEvents: number;
  mentions: number;
}

type TransitionKey = Pick<Transition, 'organisationId' | 'transitionId'>;

const attempts = 5;

/**
 * Removes a transition and everything with it that names people; what is left of it are its audit events without names.
 * Every step can be repeated, and the transition goes last, so that an interrupted call can be found and made again.
 */
export async function forgetCustomer(deps: ForgetDeps, key: TransitionKey): Promise<Forgotten> {
  const total: Forgotten = { deliveries: 0, auditEvents: 0, mentions: 0 };
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const transition = await deps.transitions.get(key.organisationId, key.transitionId);
    if (transition) {
      await deps.audit.append(transition.outbox.map(anonymous));
      total.mentions += await deps.personalData.removeMentions(textsAbout(transition));
      await forgetTraces(deps, key, total);
      if (!(await deps.personalData.removeTransition(transition))) continue;
    }
    // A relay that had read the transition before may have written since.
    await forgetTraces(deps, key, total);
    return total;
  }
  throw new Error('the transition changes all the time and was not forgotten');
}

async function forgetTraces(
  { audit, personalData }: ForgetDeps,
  { organisationId, transitionId }: TransitionKey,
  total: Forgotten,
): Promise<void> {
  total.deliveries += await personalData.removeDeliveries(organisationId, transitionId);
  const events = await audit.listFor(organisationId, transitionId);
  await personalData.rewriteAudit(events.map(anonymous));
  total.auditEvents = events.length;
}

function textsAbout({ transitionId, link, tenant, customer }: Transition): string[] {
  return [transitionId, link.linkId, tenant.tenantId, tenant.domain, customer.contact.email];
}

/** What tells what happened without telling to whom. A field that is not named here is emptied, also a future one. */
const impersonal = new Set(['kind', 'step', 'from', 'to', 'code', 'changed']);

export function anonymous(event: TransitionEvent): TransitionEvent {
  const fields = Object.entries(event.happening).flatMap(([name, value]: [string, unknown]) => {
    if (impersonal.has(name)) return [[name, value]];
    return typeof value === 'string' ? [[name, '']] : [];
  });
  const happening = Object.fromEntries(fields) as TransitionEvent['happening'];
  return { ...event, actor: withoutName(event.actor), happening };
}

/** Which of our own staff acted stays known, by an id that says nothing outside our own directory. */
function withoutName(actor: Actor): Actor {
  switch (actor.kind) {
    case 'staff':
      return { ...actor, displayName: '' };
    case 'customer':
      return { ...actor, objectId: '', userName: '' };
    case 'service':
      return actor;
  }
}

/** Since when nobody works on it any more: cancelled, Normal and whole, declined, or its link ran out unused. */
export function restingSince(transition: Transition, now: Date): Date | undefined {
  const { cancelledAt, verifiedAt, declinedAt, link } = transition;
  if (cancelledAt) return cancelledAt;
  if (verifiedAt) return hasDecayed(transition) ? undefined : verifiedAt;
  const status = statusAt(transition, now);
  if (status === 'declined') return declinedAt;
  return status === 'expired' ? linkEndsAt(link) : undefined;
}
