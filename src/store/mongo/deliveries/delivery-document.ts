import { z } from 'zod';
import { postedCards, type Delivery } from '../../../core/delivery.ts';
import { deliveryState, messageFromRecord, messageToRecord } from '../../records/delivery-record.ts';
import type { CollectionPlan } from '../engine/collection.ts';

export interface DeliveryDocument {
  /** The delivery's id. */
  _id: string;
  /** Of `recipient` and `content`. */
  schemaVersion: number;
  recipient: { kind: string };
  content: { kind: string };
  organisationId: string;
  transitionId: string;
  /** Those to one place, which hears things in their order. */
  lane: string;
  /** Grows with every delivery that is added. */
  arrival: number;
  state: Delivery['state'];
  createdAt: Date;
  dueAt: Date;
  attempts: number;
  activityId?: string;
  failure?: string;
  /** When it is due, as long as there is something to send. */
  claimableAt?: Date;
  /** When it was due, once it is of no more use. */
  removableAt?: Date;
  leaseToken?: string;
  leaseUntil?: Date;
}

export const deliveriesPlan: CollectionPlan = {
  name: 'deliveries',
  indexes: [
    { name: 'claimable', key: { claimableAt: 1, arrival: 1 } },
    { name: 'byState', key: { organisationId: 1, state: 1, createdAt: -1, _id: -1 } },
    { name: 'removable', key: { removableAt: 1 } },
    { name: 'transition', key: { organisationId: 1, transitionId: 1 } },
    { name: 'arrival', key: { arrival: 1, _id: 1 } },
  ],
};

/** Their activity ids say where the cards are. */
const kept: readonly string[] = postedCards;

/** What an attempt changes; the ends of leases come with it. */
export function progressOf(delivery: Delivery) {
  const { state, dueAt, attempts, activityId, failure, content } = delivery;
  return {
    state,
    dueAt,
    attempts,
    activityId,
    failure,
    claimableAt: state === 'pending' || state === 'sending' ? dueAt : undefined,
    removableAt: state === 'sent' && !kept.includes(content.kind) ? dueAt : undefined,
    leaseToken: undefined,
    leaseUntil: undefined,
  };
}

export function deliveryFields(delivery: Delivery) {
  const { organisationId, transitionId, createdAt, recipient } = delivery;
  return {
    ...messageToRecord(delivery),
    organisationId,
    transitionId,
    lane: JSON.stringify(recipient),
    createdAt,
    ...progressOf(delivery),
  };
}

const progress = z.object({
  _id: z.string(),
  organisationId: z.string(),
  transitionId: z.string(),
  state: deliveryState,
  createdAt: z.date(),
  dueAt: z.date(),
  attempts: z.number(),
  activityId: z.string().exactOptional(),
  failure: z.string().exactOptional(),
});

export function deliveryOf(document: DeliveryDocument): Delivery {
  const { _id: deliveryId, ...rest } = progress.parse(document);
  return { deliveryId, ...rest, ...messageFromRecord(document) };
}
