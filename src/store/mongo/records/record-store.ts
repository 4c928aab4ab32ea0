import { RecordClashError, type RecordStore, type StoredRecord } from '../../../core/ports/store/record-store.ts';
import type { Transition } from '../../../core/transition.ts';
import { auditDocument } from '../audit-store.ts';
import type { Collections } from '../collections.ts';
import { conversationDocument } from '../conversation-store.ts';
import { deliveryFields, type DeliveryDocument } from '../deliveries/delivery-document.ts';
import { writeOne } from '../dialog-store.ts';
import { createArrival } from '../engine/arrival.ts';
import { isDuplicateKey } from '../engine/mongo-error.ts';
import { setting } from '../engine/setting.ts';
import { createRecordPages } from './record-pages.ts';
import { subscriptionDocument } from '../subscription-store.ts';
import {
  outboxSinceOf,
  transitionFields,
  transitionKey,
  type TransitionDocument,
} from '../transitions/transition-document.ts';

/** So many writes are under way at once: fewer than the pool has connections. */
const abreast = 8;
const upsert = { upsert: true } as const;

export function createRecordStore(collections: Collections): RecordStore {
  const pages = createRecordPages(collections);
  const loadOne = createLoader(collections);

  return {
    async dump(kind, { after, limit }) {
      const page = await pages[kind]({ after, limit: limit + 1 });
      const items = page.slice(0, limit);
      const next = page.length > limit ? items.at(-1)?.place : undefined;
      return { items: items.map(({ record }) => record), ...(next !== undefined && { next }) };
    },

    async load(records) {
      // A visit is written into its transition, which must be there.
      const [visits, others] = [records.filter(isVisit), records.filter((record) => !isVisit(record))];
      for (const some of [others, visits]) {
        const written = some.map((record) => ({ record, order: nextOrder() }));
        for (let from = 0; from < written.length; from += abreast) {
          await Promise.all(written.slice(from, from + abreast).map(({ record, order }) => loadOne(record, order)));
        }
      }
    },
  };
}

const nextOrder = createArrival();

function isVisit({ kind }: StoredRecord): boolean {
  return kind === 'visit';
}

/** Writes one record over the one with its key. Index: _id. */
function createLoader(collections: Collections): (record: StoredRecord, order: number) => Promise<unknown> {
  const { transitions, deliveries, conversations, subscriptions, audit, dialogs, secrets } = collections;

  return async (record, order) => {
    switch (record.kind) {
      case 'transition':
        return orClash(record.transition, () => loadTransition(transitions, record.transition));
      case 'visit': {
        const { dueAt, quietVisits, ...name } = record.visit;
        const visit = { quietVisits, woken: false, ...(dueAt && { dueAt }) };
        return transitions.updateOne({ _id: transitionKey(name) }, { $set: { visit } });
      }
      case 'delivery': {
        const fields = setting<DeliveryDocument>(deliveryFields(record.delivery));
        const filter = { _id: record.delivery.deliveryId };
        return deliveries.updateOne(filter, { ...fields, $setOnInsert: { arrival: order } }, upsert);
      }
      case 'conversation': {
        const { _id, ...document } = conversationDocument(record.conversation);
        return conversations.replaceOne({ _id }, document, upsert);
      }
      case 'subscription': {
        const { _id, ...document } = subscriptionDocument(record.subscription);
        return subscriptions.replaceOne({ _id }, document, upsert);
      }
      case 'auditEvent': {
        const { _id, ...document } = auditDocument(record.event);
        return audit.replaceOne({ _id }, document, upsert);
      }
      case 'dialog': {
        const { key, json, writtenAt } = record.dialog;
        return writeOne(dialogs, { key, json, at: writtenAt });
      }
      case 'secret': {
        const { name, ...secret } = record.secret;
        return secrets.replaceOne({ _id: name }, { schemaVersion: 1, ...secret }, upsert);
      }
    }
  };
}

async function orClash({ transitionId }: Transition, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw isDuplicateKey(error) ? new RecordClashError(transitionId, { cause: error }) : error;
  }
}

async function loadTransition(transitions: Collections['transitions'], transition: Transition): Promise<void> {
  const [firstEvent] = transition.outbox;
  const fields = {
    ...transitionFields(transition),
    expandedSeq: firstEvent ? firstEvent.seq - 1 : transition.lastEventSeq,
    outboxSince: outboxSinceOf(transition),
  };
  await transitions.updateOne(
    { _id: transitionKey(transition) },
    { ...setting<TransitionDocument>(fields), $setOnInsert: { visit: { quietVisits: 0, woken: false } } },
    upsert,
  );
}
