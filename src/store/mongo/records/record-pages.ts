import type { Collection, Filter } from 'mongodb';
import { z } from 'zod';
import type { RecordKind, StoredRecord } from '../../../core/ports/store/record-store.ts';
import { eventFromRecord } from '../../records/event-record.ts';
import { atOnce } from '../engine/at-once.ts';
import type { Collections } from '../collections.ts';
import { conversationOf } from '../conversation-store.ts';
import { deliveryOf, type DeliveryDocument } from '../deliveries/delivery-document.ts';
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

const transitionPlace = z.tuple([z.string(), z.number().pipe(z.coerce.date()), z.string()]);

/** In the order in which they began, within each organisation. Index: listed, from its end to its beginning */
function transitionPages(transitions: Collection<TransitionDocument>): ReadPage {
  return async ({ after, limit }) => {
    const next = transitions.find(after === undefined ? {} : beyond(...transitionPlace.parse(JSON.parse(after))));
    const found = await atOnce(next.sort({ organisationId: -1, createdAt: 1, transitionId: 1 }), limit);
    return found.map((document) => ({
      record: { kind: 'transition', transition: transitionOf(document) },
      place: JSON.stringify([document.organisationId, document.createdAt.getTime(), document.transitionId]),
    }));
  };
}

function beyond(organisationId: string, createdAt: Date, transitionId: string): Filter<TransitionDocument> {
  return {
    $or: [
      { organisationId: { $lt: organisationId } },
      { organisationId, createdAt: { $gt: createdAt } },
      { organisationId, createdAt, transitionId: { $gt: transitionId } },
    ],
  };
}

const deliveryPlace = z.tuple([z.number(), z.string()]);

/** Index: arrival */
function deliveryPages(deliveries: Collection<DeliveryDocument>): ReadPage {
  return async ({ after, limit }) => {
    const [arrival, id] = after === undefined ? [0, ''] : deliveryPlace.parse(JSON.parse(after));
    const next = deliveries.find({
      arrival: { $gte: arrival },
      $or: [{ arrival: { $gt: arrival } }, { _id: { $gt: id } }],
    });
    const found = await atOnce(next.sort({ arrival: 1, _id: 1 }), limit);
    return found.map((document) => ({
      record: { kind: 'delivery', delivery: deliveryOf(document) },
      place: JSON.stringify([document.arrival, document._id]),
    }));
  };
}
