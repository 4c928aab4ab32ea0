import { auditStoreContract } from './audit-store.ts';
import { conversationStoreContract } from './conversation-store.ts';
import { deadLetterStoreContract } from './dead-letter-store.ts';
import { deliveryHistoriesContract } from './delivery-histories.ts';
import { deliveryStoreContract } from './delivery-store.ts';
import { dialogStoreContract } from './dialog-store.ts';
import { ephemeralStoreContract } from './ephemeral-store.ts';
import { moveContract } from './move.ts';
import { outboxStoreContract } from './outbox-store.ts';
import { overtakenVisitContract } from './overtaken-visit.ts';
import { personalDataStoreContract } from './personal-data-store.ts';
import { recordStoreContract } from './record-store.ts';
import { secretStoreContract } from './secret-store.ts';
import { storeContract } from './store.ts';
import { subscriptionStoreContract } from './subscription-store.ts';
import type { CreateTestDatabase } from './test-database.ts';
import { transitionQueriesContract } from './transition-queries.ts';
import { transitionStoreContract } from './transition-store.ts';
import { turnHistoriesContract } from './turn-histories.ts';
import { turnStoreContract } from './turn-store.ts';
import { unreadableContract } from './unreadable.ts';
import { valueHistoriesContract } from './value-histories.ts';
import { visitStoreContract } from './visit-store.ts';

/** Everything that an engine must do to be a store of this service; nothing in it is optional. */
export function wholeContract(name: string, create: CreateTestDatabase): void {
  storeContract(name, create);
  transitionStoreContract(name, create);
  transitionQueriesContract(name, create);
  visitStoreContract(name, create);
  overtakenVisitContract(name, create);
  outboxStoreContract(name, create);
  unreadableContract(name, create);
  deliveryStoreContract(name, create);
  deliveryHistoriesContract(name, create);
  deadLetterStoreContract(name, create);
  conversationStoreContract(name, create);
  subscriptionStoreContract(name, create);
  auditStoreContract(name, create);
  dialogStoreContract(name, create);
  turnStoreContract(name, create);
  turnHistoriesContract(name, create);
  ephemeralStoreContract(name, create);
  secretStoreContract(name, create);
  valueHistoriesContract(name, create);
  personalDataStoreContract(name, create);
  recordStoreContract(name, create);
  moveContract(name, create);
}
