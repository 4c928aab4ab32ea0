import { z } from 'zod';
import type { Content, DeliveryState, Recipient } from '../../core/delivery.ts';
import { eventRecord } from './event-record.ts';
import { asWritten, type Words } from './shape.ts';

export const deliveryState = z.enum({
  pending: 'pending',
  sending: 'sending',
  sent: 'sent',
  dead: 'dead',
} satisfies Words<DeliveryState>);

const content: z.ZodType<Content> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('news'), event: eventRecord }),
  z.object({
    kind: z.enum({
      livingCard: 'livingCard',
      shareCard: 'shareCard',
      refreshCard: 'refreshCard',
      refreshShareCard: 'refreshShareCard',
      instructionsForCustomer: 'instructionsForCustomer',
      instructionsForStaff: 'instructionsForStaff',
    } satisfies Words<Exclude<Content['kind'], 'news'>>),
  }),
]);

const storedMessage = z.object({ schemaVersion: z.literal(1), recipient: asWritten<Recipient>(), content });

/** What a delivery says and to whom: the part of it that never changes. */
export function messageToJson(message: { recipient: Recipient; content: Content }): string {
  return JSON.stringify({ schemaVersion: 1, recipient: message.recipient, content: message.content });
}

export function messageFromJson(json: string): { recipient: Recipient; content: Content } {
  const { recipient, content } = storedMessage.parse(JSON.parse(json));
  return { recipient, content };
}
