import type { Collection, Filter } from 'mongodb';
import { z } from 'zod';
import type { RecordKind, StoredRecord } from '../../../core/ports/store/record-store.ts';
import { eventFromRecord } from '../../records/event-record.ts';
import { atOnce } from '../engine/at-once.ts';
import type { Collections } from '../collections.ts';
import { conversationOf } from '../conversation-store.ts';
import { deliveryOf, type DeliveryDocument } from '../deliveries/delivery-document.ts';
import { keyOf } from '../engine/key-of.ts';
import { oldestFirst, type Along } from './oldest-first.ts';
import { subscriptionOf } from '../subscription-store.ts';
import { transitionOf, type TransitionDocument } from '../transitions/transition-document.ts';

interface Placed {
  record: StoredRecord;
  /** Its place in the order, as `after` takes it. */
  place: string;
}

type ReadPage = (page: { after: string | undefined; limit: number }) => Promise<Placed[]>;

/** Each collection from its beginning to its end. */
export function createRecordPages(collections: Collections): Record<RecordKind, ReadPage> {
  const { transitions, deliveries, conversations, subscriptions, audit, dialogs, secrets } = collections;
  return {
    transition: transitionPages(transitions),
    visit: byId(transitions, ({ organisationId, transitionId, visit: { dueAt, quietVisits } }) => ({
      kind: 'visit',
      visit: { organisationId, transitionId, quietVisits, ...(dueAt && { dueAt }) },
    })),
    delivery: deliveryPages(deliveries),
    conversation: byId(conversations, (document) => ({
      kind: 'conversation',
      conversation: conversationOf(document),
    })),
    subscription: byId(subscriptions, (document) => ({
      kind: 'subscription',
      subscription: subscriptionOf(document),
    })),
    auditEvent: byId(audit, (document) => ({ kind: 'auditEvent', event: eventFromRecord(document) })),
    dialog: byId(dialogs, ({ _id: key, json, writtenAt }) => ({ kind: 'dialog', dialog: { key, json, writtenAt } })),
    secret: byId(secrets, ({ _id: name, version, value }) => ({ kind: 'secret', secret: { name, version, value } })),
  };
}

/** Index: _id */
function byId<Doc extends { _id: string }>(
  collection: Collection<Doc>,
  recordOf: (document: Doc) => StoredRecord,
): ReadPage {
  return async ({ after, limit }) => {
    const filter = (after === undefined ? {} : { _id: { $gt: after } }) as Filter<Doc>;
    const found = await atOnce(collection.find(filter).sort({ _id: 1 }), limit);
    return found.map((document) => ({ record: recordOf(document as Doc), place: document._id }));
  };
}

const hourMs = 60 * 60 * 1000;
const earliestMs = -8.64e15;
const transitionPlace = z.tuple([z.string(), z.number(), z.number()]);

/** In the order in which they began, within each organisation. */
function transitionPages(transitions: Collection<TransitionDocument>): ReadPage {
  return async ({ after, limit }) => {
    const placed: Placed[] = [];
    const [begun, at, count] = after === undefined ? [] : transitionPlace.parse(JSON.parse(after));
    let place = at !== undefined && count !== undefined ? { at, count } : undefined;
    for (let id = begun ?? (await nextOrganisation(transitions)); id !== undefined && placed.length < limit;) {
      const organisationId: string = id;
      const found = await oldestFirst(ofOrganisation(transitions, organisationId), place, limit - placed.length);
      placed.push(
        ...found.map((one) => ({
          record: { kind: 'transition' as const, transition: transitionOf(one.document) },
          place: JSON.stringify([organisationId, one.place.at, one.place.count]),
        })),
      );
      place = undefined;
      id = placed.length < limit ? await nextOrganisation(transitions, organisationId) : undefined;
    }
    return placed;
  };
}

/** By the ids of transitions, which begin with it. Index: _id */
async function nextOrganisation(transitions: Collection<TransitionDocument>, last?: string) {
  const behind = last === undefined ? {} : { _id: { $gt: `${keyOf(last).slice(0, -1)},\u{10FFFF}` } };
  const [next] = await atOnce(transitions.find(behind, { projection: { organisationId: 1 } }).sort({ _id: 1 }), 1);
  return next?.organisationId;
}

/** Index: listed */
function ofOrganisation(
  transitions: Collection<TransitionDocument>,
  organisationId: string,
): Along<TransitionDocument> {
  return {
    read: ({ from, to }, limit) => {
      const createdAt = { $gte: new Date(from), ...(to !== undefined && { $lt: new Date(to) }) };
      return atOnce(transitions.find({ organisationId, createdAt }).sort({ createdAt: 1, transitionId: 1 }), limit);
    },
    isAnyBefore: async (end) => isAny(transitions, { organisationId, createdAt: { $lt: new Date(end) } }),
    atOf: ({ createdAt }) => createdAt.getTime(),
    start: earliestMs,
    end: Date.now(),
    step: hourMs,
  };
}

const secondOfArrivals = 1_000_000;
const deliveryPlace = z.tuple([z.number(), z.number()]);

/** Index: arrival */
function deliveryPages(deliveries: Collection<DeliveryDocument>): ReadPage {
  const along: Along<DeliveryDocument> = {
    read: ({ from, to }, limit) => {
      const arrival = { $gte: from, ...(to !== undefined && { $lt: to }) };
      return atOnce(deliveries.find({ arrival }).sort({ arrival: 1, _id: 1 }), limit);
    },
    isAnyBefore: async (end) => isAny(deliveries, { arrival: { $lt: end } }),
    atOf: ({ arrival }) => arrival,
    start: 0,
    end: Date.now() * 1000,
    step: secondOfArrivals,
  };
  return async ({ after, limit }) => {
    const [at, count] = after === undefined ? [] : deliveryPlace.parse(JSON.parse(after));
    const found = await oldestFirst(along, at !== undefined && count !== undefined ? { at, count } : undefined, limit);
    return found.map(({ document, place }) => ({
      record: { kind: 'delivery', delivery: deliveryOf(document) },
      place: JSON.stringify([place.at, place.count]),
    }));
  };
}

async function isAny<Doc extends { _id: string }>(collection: Collection<Doc>, filter: Filter<Doc>): Promise<boolean> {
  return (await collection.findOne(filter, { projection: { _id: 1 } })) !== null;
}
