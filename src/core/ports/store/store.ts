import type { AuditStore } from './audit-store.ts';
import type { ConversationStore } from './conversation-store.ts';
import type { DeadLetterStore } from './dead-letter-store.ts';
import type { DeliveryStore } from './delivery-store.ts';
import type { DialogStore } from './dialog-store.ts';
import type { EphemeralStore } from './ephemeral-store.ts';
import type { OutboxStore } from './outbox-store.ts';
import type { PersonalDataStore } from './personal-data-store.ts';
import type { RecordStore } from './record-store.ts';
import type { SecretStore } from './secret-store.ts';
import type { SubscriptionStore } from './subscription-store.ts';
import type { TransitionStore } from './transition-store.ts';
import type { TurnStore } from './turn-store.ts';
import type { VisitStore } from './visit-store.ts';

export interface Store {
  transitions: TransitionStore;
  visits: VisitStore;
  outbox: OutboxStore;
  deliveries: DeliveryStore;
  deadLetters: DeadLetterStore;
  conversations: ConversationStore;
  subscriptions: SubscriptionStore;
  audit: AuditStore;
  dialogs: DialogStore;
  turns: TurnStore;
  ephemeral: EphemeralStore;
  secrets: SecretStore;
  personalData: PersonalDataStore;
  records: RecordStore;
  /** Resolves when the store can be read and written; rejects otherwise. */
  ping(): Promise<void>;
  /** How far the database's clock is ahead of this machine's; undefined where both are on one machine. */
  clockAheadMs(): Promise<number | undefined>;
  close(): Promise<void>;
}
