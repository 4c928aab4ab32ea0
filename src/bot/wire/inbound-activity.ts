import type { Activity } from 'botbuilder';
import { z } from 'zod';

const longestId = 2000;
const id = z.string().min(1).max(longestId);
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** Passed on as it came, never copied: it may be large. */
const anyObject = z.custom<object>((value) => typeof value === 'object' && value !== null && !Array.isArray(value));

const account = z.looseObject({ id, name: z.string().optional(), aadObjectId: z.string().max(longestId).optional() });

/** What a turn needs to be one. Everything else is passed on as it came, and parsed where it is used. */
const inboundActivity = z.looseObject({
  type: z.string().min(1).max(200),
  id: id.optional(),
  channelId: z.string().min(1).max(200),
  serviceUrl: z.url({ protocol: /^https?$/ }).max(longestId),
  from: account,
  recipient: account,
  conversation: z.looseObject({ id, tenantId: z.string().max(longestId).optional() }),
  channelData: anyObject.optional().catch(undefined),
  text: z.string().catch(''),
  entities: z.array(z.unknown()).catch([]),
  locale: z.string().max(50).optional().catch(undefined),
  timestamp: instant.optional().catch(undefined),
  localTimestamp: instant.optional().catch(undefined),
  expiration: instant.optional().catch(undefined),
  // Answers are sent, never collected: `expectReplies` would take away the ids of the cards.
  deliveryMode: z.undefined().optional().catch(undefined),
});

/** Undefined when the body is no activity. */
export function readActivity(body: unknown): Activity | undefined {
  const read: { data?: object | undefined } = inboundActivity.safeParse(body);
  return read.data as Activity | undefined;
}

const loopbackHosts = new Set(['127.0.0.1', 'localhost', '[::1]']);

export function isLoopback(serviceUrl: string): boolean {
  return loopbackHosts.has(new URL(serviceUrl).hostname);
}
