import type { Recipient } from '../core/delivery.ts';

/**
 * Where order and limits count: a conversation or a person. All mail leaves through one mailbox, which takes four
 * requests at a time and is throttled as one.
 */
export function placeOf(recipient: Recipient): string {
  switch (recipient.kind) {
    case 'conversation':
      return `conversation ${recipient.conversationId}`;
    case 'person':
      return `person ${recipient.userId}`;
    case 'mailbox':
      return 'mail';
  }
}
