import { z } from 'zod';
import type { Content, DeliveryState, Recipient } from '../../core/delivery.ts';
import { eventRecord } from './event-record.ts';
import { createRecordVersions } from './record-versions.ts';
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
      reminderForCustomer: 'reminderForCustomer',
    } satisfies Words<Exclude<Content['kind'], 'news'>>),
  }),
]);

const versions = createRecordVersions('delivery');

const storedMessage = z.object({ recipient: asWritten<Recipient>(), content });

interface Message {
  recipient: Recipient;
  content: Content;
}

/** What a delivery says and to whom: the part of it that never changes. */
export function messageToJson({ recipient, content: said }: Message): string {
  return JSON.stringify({ schemaVersion: versions.current, recipient, content: said });
}

export function messageFromJson(json: string): Message {
  return messageFromRecord(JSON.parse(json));
}

export function messageToRecord({ recipient, content: said }: Message) {
  return {
    schemaVersion: versions.current,
    recipient: { ...recipient },
    content: JSON.parse(JSON.stringify(said)) as { kind: string },
  };
}

export function messageFromRecord(record: unknown): Message {
  return storedMessage.parse(versions.upgrade(record));
}
