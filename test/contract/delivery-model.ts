import { postedCards, type Delivery } from '../../src/core/delivery.ts';
import type { Claim, Claimed } from '../../src/core/ports/store/claim.ts';

interface Entry {
  delivery: Delivery;
  lease?: { token: string; until: Date };
}

const kept: readonly string[] = postedCards;

/** What deliveries of one organisation mean, in plain objects: what every engine is held against. */
export function createDeliveryModel() {
  /** In the order in which they were added. */
  const entries = new Map<string, Entry>();
  const deliveries = () => [...entries.values()].map(({ delivery }) => delivery);
  const ofState = (state: Delivery['state']) => deliveries().filter((delivery) => delivery.state === state);

  function held({ item, token }: Claimed<Delivery>): Entry | undefined {
    const entry = entries.get(item.deliveryId);
    return entry?.lease?.token === token ? entry : undefined;
  }

  return {
    get: (deliveryId: string): Delivery | undefined => entries.get(deliveryId)?.delivery,

    deadIds: (): string[] => ofState('dead').map(({ deliveryId }) => deliveryId),

    countByState: () => ({
      pending: ofState('pending').length,
      sending: ofState('sending').length,
      dead: ofState('dead').length,
    }),

    add(added: readonly Delivery[]): void {
      for (const delivery of added) {
        if (!entries.has(delivery.deliveryId)) entries.set(delivery.deliveryId, { delivery });
      }
    },

    claim({ now, until, token, limit }: Claim): Claimed<Delivery>[] {
      const free = [...entries.values()].filter(
        ({ delivery: { state, dueAt }, lease }) =>
          (state === 'pending' || state === 'sending') && dueAt <= now && !(lease && lease.until > now),
      );
      // Of those of one instant, the one that was added first.
      free.sort((a, b) => a.delivery.dueAt.getTime() - b.delivery.dueAt.getTime());
      return free.slice(0, limit).map((entry) => {
        entry.lease = { token, until };
        return { item: entry.delivery, token };
      });
    },

    renew(claimed: Claimed<Delivery>, until: Date): boolean {
      const entry = held(claimed);
      if (entry) entry.lease = { token: claimed.token, until };
      return entry !== undefined;
    },

    markSending(claimed: Claimed<Delivery>, until: Date): boolean {
      const entry = held(claimed);
      if (!entry) return false;
      entry.delivery = { ...entry.delivery, state: 'sending' };
      entry.lease = { token: claimed.token, until };
      return true;
    },

    settle(claimed: Claimed<Delivery>, delivery: Delivery): boolean {
      const entry = held(claimed);
      if (!entry) return false;
      entry.delivery = delivery;
      delete entry.lease;
      return true;
    },

    requeue(deliveryId: string, dueAt: Date): boolean {
      const entry = entries.get(deliveryId);
      if (entry?.delivery.state !== 'dead') return false;
      const { failure, ...rest } = entry.delivery;
      entry.delivery = { ...rest, state: 'pending', dueAt, attempts: 0 };
      return failure !== undefined;
    },

    drop(deliveryId: string): boolean {
      return entries.get(deliveryId)?.delivery.state === 'dead' && entries.delete(deliveryId);
    },

    deleteSentBefore(before: Date): number {
      const over = ofState('sent').filter(({ content, dueAt }) => !kept.includes(content.kind) && dueAt < before);
      for (const { deliveryId } of over) entries.delete(deliveryId);
      return over.length;
    },
  };
}

export type DeliveryModel = ReturnType<typeof createDeliveryModel>;
