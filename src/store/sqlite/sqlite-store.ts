import type { Store } from '../../core/ports/store/store.ts';
import { createAuditStore } from './audit-store.ts';
import { createConversationStore } from './conversation-store.ts';
import { createDeadLetterStore } from './deliveries/dead-letter-store.ts';
import { createDeliveryStore } from './deliveries/delivery-store.ts';
import { createDialogStore } from './dialog-store.ts';
import type { Connection } from './engine/connection.ts';
import { createEphemeralStore } from './ephemeral-store.ts';
import { createOutboxStore } from './transitions/outbox-store.ts';
import { createPersonalDataStore } from './records/personal-data-store.ts';
import { createRecordStore } from './records/record-store.ts';
import { createSecretStore } from './secret-store.ts';
import { createSubscriptionStore } from './subscription-store.ts';
import { createTransitionStore } from './transitions/transition-store.ts';
import { createTurnStore } from './turn-store.ts';
import { createVisitStore } from './transitions/visit-store.ts';

export function createSqliteStore(connection: Connection): Store {
  const ping = connection.command('UPDATE pings SET pinged = pinged + 1 WHERE rowid = 1');
  return {
    transitions: createTransitionStore(connection),
    visits: createVisitStore(connection),
    outbox: createOutboxStore(connection),
    deliveries: createDeliveryStore(connection),
    deadLetters: createDeadLetterStore(connection),
    conversations: createConversationStore(connection),
    subscriptions: createSubscriptionStore(connection),
    audit: createAuditStore(connection),
    dialogs: createDialogStore(connection),
    turns: createTurnStore(connection),
    ephemeral: createEphemeralStore(connection),
    secrets: createSecretStore(connection),
    personalData: createPersonalDataStore(connection),
    records: createRecordStore(connection),
    async ping() {
      await connection.run(() => ping({}));
    },
    clockAheadMs: async () => undefined,
    async close() {
      connection.close();
    },
  };
}
