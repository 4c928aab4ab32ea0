import type { LoopTools } from '../claim-loop/options.ts';
import type { Delivery, Recipient } from '../core/delivery.ts';
import type { Clock, HashOf } from '../core/ports/runtime.ts';
import type { Conversation, ConversationStore } from '../core/ports/store/conversation-store.ts';
import type { DeliveryStore } from '../core/ports/store/delivery-store.ts';
import type { Transition } from '../core/transition.ts';

export interface RecipientGoneDeps {
  deliveries: DeliveryStore;
  conversations: ConversationStore;
  hashOf: HashOf;
  clock: Clock;
  log: LoopTools['log'];
}

/** What of it is needed here. */
interface Needed extends Omit<RecipientGoneDeps, 'deliveries' | 'conversations'> {
  deliveries: Pick<DeliveryStore, 'add'>;
  conversations: Pick<ConversationStore, 'get' | 'personalChatOf' | 'markGone'>;
}

/**
 * Teams refuses to let us speak there. The conversation's news goes to the owner's personal chat instead, or by
 * mail, and the operator is told when it begins. Safe to repeat: it runs before the delivery is settled.
 */
export async function handleRecipientGone(deps: Needed, delivery: Delivery, transition: Transition): Promise<void> {
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

/** News of a conversation go to whoever looks after the transition, and what that person's chat refuses to their mailbox. */
function rerouted({ hashOf, clock }: Needed, delivery: Delivery, { owner }: Transition): Delivery | undefined {
  const { recipient, content, organisationId, transitionId } = delivery;
  if (content.kind !== 'news') return undefined;
  const now = clock.now();
  const instead = { organisationId, transitionId, content, state: 'pending', createdAt: now, dueAt: now } as const;
  if (recipient.kind === 'conversation') {
    const deliveryId = hashOf('rerouted', delivery.deliveryId);
    return { ...instead, deliveryId, recipient: { kind: 'person', userId: owner.userId }, attempts: 0 };
  }
  if (recipient.kind !== 'person' || recipient.userId !== owner.userId || owner.email === undefined) return undefined;
  const mailbox: Recipient = { kind: 'mailbox', address: owner.email, name: owner.displayName };
  // One mail of what happened, by however many ways the chat was tried.
  const deliveryId = hashOf('mailed instead', content.event.eventId, owner.email);
  return { ...instead, deliveryId, recipient: mailbox, attempts: 0 };
}

async function conversationOf(
  conversations: Needed['conversations'],
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
