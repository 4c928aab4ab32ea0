import type { LoopTools } from '../claim-loop/options.ts';
import { AppError } from '../core/errors.ts';
import type { Clock, HashOf } from '../core/ports/runtime.ts';
import type { AuditStore } from '../core/ports/store/audit-store.ts';
import type { DeliveryStore } from '../core/ports/store/delivery-store.ts';
import type { OutboxStore } from '../core/ports/store/outbox-store.ts';
import type { SubscriptionStore } from '../core/ports/store/subscription-store.ts';
import type { Transition } from '../core/transition.ts';
import { expandEvents } from '../core/use-cases/telling/expand-events.ts';

export interface RelayDeps {
  outbox: OutboxStore;
  deliveries: DeliveryStore;
  audit: AuditStore;
  subscriptions: SubscriptionStore;
  hashOf: HashOf;
  clock: Clock;
  log: LoopTools['log'];
}

const pageSize = 100;
const failedQuietMs = 60 * 1000;

/**
 * Turns the events that transitions carry into deliveries and audit lines. Every write can be repeated (ids are hashes,
 * events have their place), and the mark comes last: dying between any two of them means doing it again, to no effect.
 * For the same reason it needs no lease.
 */
export function createRelay(deps: RelayDeps): () => Promise<void> {
  const failedUntil = new Map<string, Date>();

  return async () => {
    forgetThoseBefore(failedUntil, deps.clock.now());
    // Those that fail stand first, being the oldest: they are asked for on top of a page, and take nobody's place in it.
    for (const transition of await deps.outbox.unexpanded(pageSize + failedUntil.size)) {
      const now = deps.clock.now();
      if (failedUntil.has(transition.transitionId)) continue;
      try {
        await expand(deps, transition);
      } catch (err) {
        // No fault of the transition's: those behind it would fail too, each after its time-out. The loop says so, once.
        if (err instanceof AppError && err.code === 'STORE_UNAVAILABLE') throw err;
        failedUntil.set(transition.transitionId, new Date(now.getTime() + failedQuietMs));
        deps.log.error({ transitionId: transition.transitionId, err }, 'events could not be expanded');
      }
    }
  };
}

/** They are tried once more. */
function forgetThoseBefore(failedUntil: Map<string, Date>, now: Date): void {
  for (const [transitionId, until] of failedUntil) if (until <= now) failedUntil.delete(transitionId);
}

async function expand(deps: RelayDeps, transition: Transition): Promise<void> {
  const last = transition.outbox.at(-1);
  if (!last) return;
  const subscriptions = await deps.subscriptions.list(transition.organisationId);
  await deps.deliveries.add(expandEvents(deps.hashOf, { transition, subscriptions }, transition.outbox));
  await deps.audit.append(transition.outbox);
  await deps.outbox.markExpanded(transition, last.seq);
}
