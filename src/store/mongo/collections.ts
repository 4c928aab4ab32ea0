import type { Collection, Db } from 'mongodb';
import { auditPlan, type AuditDocument } from './audit-store.ts';
import { conversationsPlan, type ConversationDocument } from './conversation-store.ts';
import { deliveriesPlan, type DeliveryDocument } from './deliveries/delivery-document.ts';
import { dialogsPlan, type DialogDocument } from './dialog-store.ts';
import type { CollectionPlan } from './engine/collection.ts';
import { ephemeralPlan, type EphemeralDocument } from './ephemeral-store.ts';
import { secretsPlan, type SecretDocument } from './secret-store.ts';
import { subscriptionsPlan, type SubscriptionDocument } from './subscription-store.ts';
import { transitionsPlan, type TransitionDocument } from './transitions/transition-document.ts';
import { lanesPlan, type LaneDocument } from './turn-store.ts';

export interface Collections {
  transitions: Collection<TransitionDocument>;
  deliveries: Collection<DeliveryDocument>;
  conversations: Collection<ConversationDocument>;
  subscriptions: Collection<SubscriptionDocument>;
  audit: Collection<AuditDocument>;
  dialogs: Collection<DialogDocument>;
  lanes: Collection<LaneDocument>;
  ephemeral: Collection<EphemeralDocument>;
  secrets: Collection<SecretDocument>;
}

export const collectionPlans: readonly CollectionPlan[] = [
  transitionsPlan,
  deliveriesPlan,
  conversationsPlan,
  subscriptionsPlan,
  auditPlan,
  dialogsPlan,
  lanesPlan,
  ephemeralPlan,
  secretsPlan,
];

export function collectionsOf(db: Db): Collections {
  return {
    transitions: db.collection(transitionsPlan.name),
    deliveries: db.collection(deliveriesPlan.name),
    conversations: db.collection(conversationsPlan.name),
    subscriptions: db.collection(subscriptionsPlan.name),
    audit: db.collection(auditPlan.name),
    dialogs: db.collection(dialogsPlan.name),
    lanes: db.collection(lanesPlan.name),
    ephemeral: db.collection(ephemeralPlan.name),
    secrets: db.collection(secretsPlan.name),
  };
}
