import { MongoClient } from 'mongodb';
import { deliveriesPlan, deliveryFields } from '../../../src/store/mongo/deliveries/delivery-document.ts';
import {
  outboxSinceOf,
  transitionFields,
  transitionKey,
  transitionsPlan,
} from '../../../src/store/mongo/transitions/transition-document.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { customerOf, type StoredCustomer } from './customers.ts';

const batch = 500;
/** Batches on their way at once: one is made while others are written. */
const writers = 3;

/** As the store itself would write the documents, but many in one call, and its indexes are made afterwards. */
export async function fillMongo(url: string, size: number, now: Date): Promise<void> {
  await openAndClose(url);
  const client = new MongoClient(url, { ignoreUndefined: true });
  const into = <Document extends { _id: string }>(name: string) => client.db().collection<Document>(name);
  const transitions = into(transitionsPlan.name);
  const deliveries = into(deliveriesPlan.name);
  try {
    await transitions.dropIndexes();
    await deliveries.dropIndexes();
    // From the oldest on.
    let left = size;
    const write = async (): Promise<void> => {
      while (left > 0) {
        const from = left;
        left -= batch;
        const customers = Array.from({ length: Math.min(batch, from) }, (_, index) =>
          customerOf(from - 1 - index, now),
        );
        const theirs = customers.flatMap((customer, index) => deliveryDocuments(customer, size - from + index));
        await transitions.insertMany(customers.map(transitionDocument), { ordered: false });
        await deliveries.insertMany(theirs, { ordered: false });
      }
    };
    await Promise.all(Array.from({ length: writers }, write));
  } finally {
    await client.close();
  }
  await openAndClose(url);
}

async function openAndClose(url: string): Promise<void> {
  await (await openStore(url)).close();
}

function transitionDocument({ transition, visitDueAt }: StoredCustomer) {
  return {
    _id: transitionKey(transition),
    ...transitionFields(transition),
    expandedSeq: transition.lastEventSeq - transition.outbox.length,
    outboxSince: outboxSinceOf(transition),
    visit: { dueAt: visitDueAt, quietVisits: 3, woken: false },
  };
}

/** `place`: how many customers came before. */
function deliveryDocuments({ deliveries }: StoredCustomer, place: number) {
  return deliveries.map((delivery, index) => ({
    _id: delivery.deliveryId,
    ...deliveryFields(delivery),
    arrival: place * 10 + index,
  }));
}
