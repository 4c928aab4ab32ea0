import type { SendOutcome } from '../../core/delivery.ts';

/** The connector's codes that mean: we cannot speak there until somebody there acts. */
const goneCodes = new Set([
  'BotNotInConversationRoster',
  'ConversationBlockedByUser',
  'BotDisabledByAdmin',
  'ForbiddenOperationException',
  'MessageWritesBlocked',
  'ConversationNotFound',
]);
/** Failures before anything was sent: of the sign-in, and of the network. */
const neverSentCodes = new Set(['NOT_SIGNED', 'ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
const defaultWaitMs = 5000;
/** What is to be told is told within the hour, whatever one odd answer asks for. */
const longestWaitMs = 60 * 60 * 1000;

interface ConnectorFailure {
  statusCode?: number;
  code?: string;
  response?: { headers?: { get?: (name: string) => string | undefined } };
}

/** What a failed call to the connector means for what was to be sent. */
export function sendFailure(error: unknown): SendOutcome {
  const { statusCode, code = '' } = asFailure(error);
  if (statusCode === 429 || statusCode === 412) return { kind: 'throttled', retryAfterMs: retryAfterMs(error) };
  if (statusCode === 404 || (statusCode === 403 && goneCodes.has(code))) return { kind: 'recipientGone' };
  const refused = statusCode !== undefined && statusCode < 500;
  return { kind: 'failed', cause: error, maybeSent: !refused && !neverSentCodes.has(code) };
}

/** The activity is gone, not the conversation: an edit may become a new post. */
export function isActivityGone(error: unknown): boolean {
  const { statusCode, code } = asFailure(error);
  return statusCode === 404 && code !== 'ConversationNotFound';
}

function retryAfterMs(error: unknown): number {
  const seconds = Number(asFailure(error).response?.headers?.get?.('retry-after') ?? Number.NaN);
  return seconds >= 0 ? Math.min(seconds * 1000, longestWaitMs) : defaultWaitMs;
}

function asFailure(error: unknown): ConnectorFailure {
  return typeof error === 'object' && error !== null ? error : {};
}
