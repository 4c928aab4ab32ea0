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

/** As the store itself would write the documents, but many in one call. Its indexes are there from the start. */
export async function fillMongo(url: string, size: number, now: Date): Promise<void> {
  await (await openStore(url)).close();
  const client = new MongoClient(url, { ignoreUndefined: true });
  const into = <Document extends { _id: string }>(name: string) => client.db().collection<Document>(name);
  try {
    for (let from = size; from > 0; from -= batch) {
      const customers = Array.from({ length: Math.min(batch, from) }, (_, index) => customerOf(from - 1 - index, now));
      const deliveries = customers.flatMap((customer, index) => deliveryDocuments(customer, size - from + index));
      await into(transitionsPlan.name).insertMany(customers.map(transitionDocument), { ordered: false });
      await into(deliveriesPlan.name).insertMany(deliveries, { ordered: false });
    }
  } finally {
    await client.close();
  }
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
