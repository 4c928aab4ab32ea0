import type { LoopTools } from '../claim-loop/options.ts';
import type { Delivery, Recipient } from '../core/delivery.ts';
import type { Clock, HashOf } from '../core/ports/runtime.ts';
import type { Conversation, ConversationStore, DeliveryStore } from '../core/ports/store.ts';
import type { Transition } from '../core/transition.ts';

export interface RecipientGoneDeps {
  deliveries: DeliveryStore;
  conversations: ConversationStore;
  hashOf: HashOf;
  clock: Clock;
  log: LoopTools['log'];
}

/**
 * Teams refuses to let us speak there. The conversation's news goes to the owner's personal chat instead, and the
 * operator is told when it begins. Safe to repeat: it runs before the delivery is settled.
 */
export async function handleRecipientGone(
  deps: RecipientGoneDeps,
  delivery: Delivery,
  transition: Transition,
): Promise<void> {
  const { organisationId, recipient } = delivery;
  const instead = rerouted(deps, delivery, transition);
  if (instead) await deps.deliveries.add([instead]);
  const conversation = await conversationOf(deps.conversations, organisationId, recipient);
  const about = {
    organisationId,
    transitionId: delivery.transitionId,
    deliveryId: delivery.deliveryId,
    ...(conversation && { conversationId: conversation.conversationId }),
    rerouted: instead !== undefined,
  };
  if (!conversation || conversation.goneAt) {
    deps.log.warn(about, 'delivery: the recipient cannot be reached');
    return;
  }
  await deps.conversations.markGone(organisationId, conversation.conversationId, deps.clock.now());
  deps.log.error(about, 'delivery: a conversation no longer takes our messages');
}

function rerouted(
  { hashOf, clock }: RecipientGoneDeps,
  delivery: Delivery,
  transition: Transition,
): Delivery | undefined {
  if (delivery.recipient.kind !== 'conversation' || delivery.content.kind !== 'news') return undefined;
  const { userId } = transition.owner;
  const now = clock.now();
  return {
    deliveryId: hashOf('rerouted', delivery.deliveryId),
    organisationId: delivery.organisationId,
    transitionId: delivery.transitionId,
    recipient: { kind: 'person', userId },
    content: delivery.content,
    state: 'pending',
    createdAt: now,
    dueAt: now,
    attempts: 0,
  };
}

async function conversationOf(
  conversations: ConversationStore,
  organisationId: string,
  recipient: Recipient,
): Promise<Conversation | undefined> {
  switch (recipient.kind) {
    case 'conversation':
      return conversations.get(organisationId, recipient.conversationId);
    case 'person':
      return conversations.personalChatOf(organisationId, recipient.userId);
    case 'mailbox':
      return undefined;
  }
}
