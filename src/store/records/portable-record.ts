import { z } from 'zod';
import type { Subscription } from '../../core/delivery.ts';
import type { Conversation } from '../../core/ports/store/conversation-store.ts';
import type { RecordKind, StoredRecord } from '../../core/ports/store/record-store.ts';
import { deliveryState, messageFromJson, messageToJson } from './delivery-record.ts';
import { eventFromJson, eventToJson } from './event-record.ts';
import { instant, type Shape, type Words } from './shape.ts';
import { transitionFromJson, transitionToJson } from './transition-record.ts';

export const recordKinds = [
  'transition',
  'visit',
  'delivery',
  'conversation',
  'subscription',
  'auditEvent',
  'dialog',
  'secret',
] as const satisfies readonly RecordKind[];

const visit = z.object({
  organisationId: z.string(),
  transitionId: z.string(),
  quietVisits: z.number(),
  dueAt: instant.exactOptional(),
});

/** All but what is said and to whom. */
const envelope = z.object({
  deliveryId: z.string(),
  organisationId: z.string(),
  transitionId: z.string(),
  state: deliveryState,
  createdAt: instant,
  dueAt: instant,
  attempts: z.number(),
  activityId: z.string().exactOptional(),
  failure: z.string().exactOptional(),
});

const delivery = z.object({ message: z.unknown(), envelope }).transform(({ message, envelope: rest }) => ({
  ...rest,
  ...messageFromJson(JSON.stringify(message)),
}));

const conversation = z.object({
  organisationId: z.string(),
  conversationId: z.string(),
  kind: z.enum({ personal: 'personal', groupChat: 'groupChat', channel: 'channel' } satisfies Words<
    Conversation['kind']
  >),
  userId: z.string().exactOptional(),
  reference: z.string(),
  locale: z.string().exactOptional(),
  seenAt: instant,
  goneAt: instant.exactOptional(),
} satisfies Shape<Conversation>);

const subscription = z.object({
  organisationId: z.string(),
  userId: z.string(),
  displayName: z.string(),
  conversationId: z.string(),
  since: instant,
} satisfies Shape<Subscription>);

const dialog = z.object({ key: z.string(), json: z.string(), writtenAt: instant });
const secret = z.object({ name: z.string(), version: z.number(), value: z.string() });

/** `record` is the JSON in which our tables keep the kind, where they keep it as JSON. */
const portable: z.ZodType<StoredRecord> = z.discriminatedUnion('kind', [
  z
    .object({ kind: z.literal('transition'), record: z.unknown() })
    .transform(({ kind, record }) => ({ kind, transition: transitionFromJson(JSON.stringify(record)) })),
  z.object({ kind: z.literal('visit'), record: visit }).transform(({ kind, record }) => ({ kind, visit: record })),
  z
    .object({ kind: z.literal('delivery'), record: delivery })
    .transform(({ kind, record }) => ({ kind, delivery: record })),
  z
    .object({ kind: z.literal('conversation'), record: conversation })
    .transform(({ kind, record }) => ({ kind, conversation: record })),
  z
    .object({ kind: z.literal('subscription'), record: subscription })
    .transform(({ kind, record }) => ({ kind, subscription: record })),
  z
    .object({ kind: z.literal('auditEvent'), record: z.unknown() })
    .transform(({ kind, record }) => ({ kind, event: eventFromJson(JSON.stringify(record)) })),
  z.object({ kind: z.literal('dialog'), record: dialog }).transform(({ kind, record }) => ({ kind, dialog: record })),
  z.object({ kind: z.literal('secret'), record: secret }).transform(({ kind, record }) => ({ kind, secret: record })),
]);

/** One line of JSON, the same for the same record whichever engine it came from. */
export function recordToLine(record: StoredRecord): string {
  return canonicalJson({ kind: record.kind, record: contentOf(record) });
}

/** Takes the parsed JSON of a line; throws when that is no record. */
export function recordFromLine(value: unknown): StoredRecord {
  return portable.parse(value);
}

function contentOf(record: StoredRecord): unknown {
  switch (record.kind) {
    case 'transition':
      return JSON.parse(transitionToJson(record.transition));
    case 'visit':
      return record.visit;
    case 'delivery': {
      const { recipient, content, ...rest } = record.delivery;
      return { message: JSON.parse(messageToJson({ recipient, content })) as unknown, envelope: rest };
    }
    case 'conversation':
      return record.conversation;
    case 'subscription':
      return record.subscription;
    case 'auditEvent':
      return JSON.parse(eventToJson(record.event));
    case 'dialog':
      return record.dialog;
    case 'secret':
      return record.secret;
  }
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
