import type { DeliveryState } from '../../src/core/delivery.ts';
import type { Store } from '../../src/core/ports/store/store.ts';

/** Of every state, by looking at each: what a service must not do, and a test may. */
export async function countDeliveries(store: Store): Promise<Record<DeliveryState, number>> {
  const counts = { pending: 0, sending: 0, sent: 0, dead: 0 };
  const { items } = await store.records.dump('delivery', { limit: 100_000 });
  for (const record of items) if (record.kind === 'delivery') counts[record.delivery.state] += 1;
  return counts;
}
