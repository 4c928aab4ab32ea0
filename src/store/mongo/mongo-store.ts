import type { Db, MongoClient } from 'mongodb';
import type { Store } from '../../core/ports/store/store.ts';
import { createAuditStore } from './audit-store.ts';
import { collectionsOf } from './collections.ts';
import { createConversationStore } from './conversation-store.ts';
import { createDeadLetterStore } from './deliveries/dead-letter-store.ts';
import { createDeliveryStore } from './deliveries/delivery-store.ts';
import { createDialogStore } from './dialog-store.ts';
import { tellingOutages } from './engine/telling-outages.ts';
import { upsertInTurn } from './engine/upsert.ts';
import { createEphemeralStore } from './ephemeral-store.ts';
import { createOutboxStore } from './transitions/outbox-store.ts';
import { createPersonalDataStore } from './records/personal-data-store.ts';
import { createRecordStore } from './records/record-store.ts';
import { createSecretStore } from './secret-store.ts';
import { createSubscriptionStore } from './subscription-store.ts';
import { createTransitionStore } from './transitions/transition-store.ts';
import { createTurnStore } from './turn-store.ts';
import { createVisitStore } from './transitions/visit-store.ts';

export function createMongoStore(client: MongoClient, db: Db): Store {
  const collections = collectionsOf(db);
  const { transitions, deliveries, conversations, subscriptions, audit, dialogs, lanes, ephemeral, secrets } =
    collections;
  const pings = db.collection<{ _id: string; pinged: number }>('pings');
  const service = tellingOutages({
    async ping() {
      await upsertInTurn(() => pings.updateOne({ _id: 'ping' }, { $inc: { pinged: 1 } }, { upsert: true }));
    },
    close: () => client.close(),
  });
  return {
    transitions: tellingOutages(createTransitionStore(transitions)),
    visits: tellingOutages(createVisitStore(transitions)),
    outbox: tellingOutages(createOutboxStore(transitions)),
    deliveries: tellingOutages(createDeliveryStore(deliveries)),
    deadLetters: tellingOutages(createDeadLetterStore(deliveries)),
    conversations: tellingOutages(createConversationStore(conversations)),
    subscriptions: tellingOutages(createSubscriptionStore(subscriptions)),
    audit: tellingOutages(createAuditStore(audit)),
    dialogs: tellingOutages(createDialogStore(dialogs)),
    turns: tellingOutages(createTurnStore(lanes)),
    ephemeral: tellingOutages(createEphemeralStore(ephemeral)),
    secrets: tellingOutages(createSecretStore(secrets)),
    personalData: tellingOutages(createPersonalDataStore(collections)),
    records: tellingOutages(createRecordStore(collections)),
    ping: () => service.ping(),
    close: () => service.close(),
  };
}
