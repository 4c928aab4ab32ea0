import type { Collection, Filter } from 'mongodb';
import type { Delivery } from '../../../core/delivery.ts';
import type { Claim, Claimed } from '../../../core/ports/store/claim.ts';
import type { DeliveryStore } from '../../../core/ports/store/delivery-store.ts';
import { readableOfClaimed } from '../../readable.ts';
import { deliveryFields, deliveryOf, progressOf, type DeliveryDocument } from './delivery-document.ts';
import { atOnce } from '../engine/at-once.ts';
import { createArrival } from '../engine/arrival.ts';
import { createSpreadClaim } from '../engine/claim-spread.ts';
import { deleteInBatches } from '../engine/delete-in-batches.ts';
import { setting } from '../engine/setting.ts';
import { unlessDuplicate } from '../engine/upsert.ts';

type Deliveries = Collection<DeliveryDocument>;

export function createDeliveryStore(deliveries: Deliveries): DeliveryStore {
  const nextArrival = createArrival();
  const change = async (claimed: Claimed<Delivery>, fields: Record<string, unknown>): Promise<boolean> => {
    // Index: _id
    const leased = { _id: claimed.item.deliveryId, leaseToken: claimed.token };
    return (await deliveries.updateOne(leased, setting(fields))).matchedCount === 1;
  };

  return {
    async add(added) {
      if (added.length === 0) return;
      const documents = added.map((delivery) => documentOf(delivery, nextArrival()));
      // Unordered: those behind one that is known already are added all the same.
      await unlessDuplicate(() => deliveries.insertMany(documents, { ordered: false }));
    },

    // Index: _id
    async get(deliveryId) {
      const document = await deliveries.findOne({ _id: deliveryId });
      return document ? deliveryOf(document) : undefined;
    },

    claimDeliveries: createClaim(deliveries),
    renewDelivery: (claimed, until) => change(claimed, { leaseUntil: until }),
    markSending: (claimed, until) => change(claimed, { state: 'sending', leaseUntil: until }),
    settleDelivery: (claimed, delivery) => change(claimed, progressOf(delivery)),

    // Index: byState
    async countByState(organisationId) {
      const [pending = 0, sending = 0, dead = 0] = await Promise.all(
        (['pending', 'sending', 'dead'] as const).map((state) => deliveries.countDocuments({ organisationId, state })),
      );
      return { pending, sending, dead };
    },

    // Index: removable
    deleteSentBefore: (before) => deleteInBatches(deliveries, { removableAt: { $lt: before } }),
  };
}

function documentOf(delivery: Delivery, arrival: number): DeliveryDocument {
  return { _id: delivery.deliveryId, ...definedOf(deliveryFields(delivery)), arrival } as DeliveryDocument;
}

function definedOf(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function createClaim(deliveries: Deliveries) {
  const spread = createSpreadClaim();

  return async ({ now, until, token, limit }: Claim): Promise<Claimed<Delivery>[]> => {
    const free: Filter<DeliveryDocument> = { claimableAt: { $lte: now }, leaseUntil: { $not: { $gt: now } } };
    const taken = await spread(limit, {
      candidates: (some) => candidates(deliveries, free, some),
      // Index: _id
      take: async (_id) =>
        (await deliveries.findOneAndUpdate(
          { _id, ...free },
          { $set: { leaseToken: token, leaseUntil: until } },
          { returnDocument: 'after' },
        )) ?? undefined,
    });
    taken.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || a.arrival - b.arrival);
    const items = await readableOfClaimed(taken, {
      itemOf: deliveryOf,
      giveUp: ({ _id }) => giveUp(deliveries, _id, token),
    });
    return items.map((item) => ({ item, token }));
  };
}

/** Index: claimable. Only a hint, so that the newest view is better than one that a majority has. */
async function candidates(deliveries: Deliveries, free: Filter<DeliveryDocument>, limit: number) {
  const due = deliveries.find(free, { readConcern: { level: 'local' }, projection: { lane: 1 } });
  const found = await atOnce(due.sort({ claimableAt: 1, arrival: 1 }), limit);
  return found.map(({ _id, lane }) => ({ id: _id, lane }));
}

async function giveUp(deliveries: Deliveries, _id: string, token: string): Promise<void> {
  const ended = { claimableAt: undefined, leaseToken: undefined, leaseUntil: undefined };
  await deliveries.updateOne({ _id, leaseToken: token }, setting({ state: 'dead', failure: 'UNREADABLE', ...ended }));
}
