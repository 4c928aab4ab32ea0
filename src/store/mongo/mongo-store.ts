import type { Db, MongoClient } from 'mongodb';
import type { Store } from '../../core/ports/store/store.ts';
import { createVersionGuard } from '../version-guard.ts';
import { createAuditStore } from './audit-store.ts';
import { collectionsOf } from './collections.ts';
import { createConversationStore } from './conversation-store.ts';
import { createDeadLetterStore } from './deliveries/dead-letter-store.ts';
import { createDeliveryStore } from './deliveries/delivery-store.ts';
import { createDialogStore } from './dialog-store.ts';
import { clockAheadMs } from './engine/clock-ahead.ts';
import { tellingOutages } from './engine/telling-outages.ts';
import { upsertInTurn } from './engine/upsert.ts';
import { createEphemeralStore } from './ephemeral-store.ts';
import { createOutboxStore } from './transitions/outbox-store.ts';
import { createPersonalDataStore } from './records/personal-data-store.ts';
import { createRecordStore } from './records/record-store.ts';
import { createSecretStore } from './secret-store.ts';
import { currentVersion, versionOf } from './schema-version.ts';
import { createSubscriptionStore } from './subscription-store.ts';
import { createTransitionStore } from './transitions/transition-store.ts';
import { createTurnStore } from './turn-store.ts';
import { createVisitStore } from './transitions/visit-store.ts';

/** `now`: in milliseconds, from any moment on. */
export function createMongoStore(client: MongoClient, db: Db, now?: () => number): Store {
  const collections = collectionsOf(db);
  const { transitions, deliveries, conversations, subscriptions, audit, dialogs, lanes, ephemeral, secrets } =
    collections;
  const pings = db.collection<{ _id: string; pinged: number }>('pings');
  const guard = createVersionGuard(currentVersion, now);
  const safely = <Port extends object>(port: Port): Port =>
    tellingOutages(port, async () => {
      if (guard.isDue()) guard.tell((await versionOf(db)) ?? currentVersion);
      guard.demand();
    });
  const service = safely({
    async ping() {
      await upsertInTurn(() => pings.updateOne({ _id: 'ping' }, { $inc: { pinged: 1 } }, { upsert: true }));
    },
    clockAheadMs: () => clockAheadMs(db),
  });
  // Also where nothing else may be done.
  const closing = tellingOutages({ close: () => client.close() });
  return {
    transitions: safely(createTransitionStore(transitions)),
    visits: safely(createVisitStore(transitions)),
    outbox: safely(createOutboxStore(transitions)),
    deliveries: safely(createDeliveryStore(deliveries)),
    deadLetters: safely(createDeadLetterStore(deliveries)),
    conversations: safely(createConversationStore(conversations)),
    subscriptions: safely(createSubscriptionStore(subscriptions)),
    audit: safely(createAuditStore(audit)),
    dialogs: safely(createDialogStore(dialogs)),
    turns: safely(createTurnStore(lanes)),
    ephemeral: safely(createEphemeralStore(ephemeral)),
    secrets: safely(createSecretStore(secrets)),
    personalData: safely(createPersonalDataStore(collections)),
    records: safely(createRecordStore(collections)),
    ping: () => service.ping(),
    clockAheadMs: () => service.clockAheadMs(),
    close: () => closing.close(),
  };
}
