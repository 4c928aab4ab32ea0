import { AppError } from '../core/errors.ts';
import type { Timers } from '../core/ports/runtime.ts';

/** `fetch` with our limits: never longer than the timeout, no redirects followed, the whole body read, but not any body. */
export type SendHttp = (url: string, init?: RequestInit) => Promise<Response>;

/** Node's words for "the request never left": repeating it can do no harm. */
const notSentCodes = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

const statusesWithoutBody = new Set([204, 205, 304]);

/** Far more than a page of any list has; unpacked, so that a small answer cannot become a large one either. */
const mostBytes = 16 * 1024 * 1024;

/**
 * Failures are UPSTREAM_UNAVAILABLE, with `sent` saying `no` when the request certainly did not arrive; an answer without
 * end is UPSTREAM_UNEXPECTED. None of the calls of this service is answered with a redirect, and a token must not travel
 * to where one points.
 */
export function createSendHttp(timeoutMs: number, timers: Timers): SendHttp {
  return async (url, init) => {
    const deadline = new AbortController();
    const cancel = timers.after(timeoutMs, () => deadline.abort());
    try {
      const response = await fetch(url, { ...init, redirect: 'manual', signal: deadline.signal });
      const body = await wholeBodyOf(response);
      const { status, headers } = response;
      return new Response(statusesWithoutBody.has(status) ? null : body, { status, headers });
    } catch (error) {
      if (error instanceof AppError) throw error;
      throw new AppError('UPSTREAM_UNAVAILABLE', { sent: wasSent(error) }, { cause: error });
    } finally {
      cancel();
    }
  };
}

async function wholeBodyOf({ status, body }: Response): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving early closes the connection.
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > mostBytes) {
      const details = { status: String(status), reason: 'answer too large', sent: 'maybe' };
      throw new AppError('UPSTREAM_UNEXPECTED', details);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function wasSent(error: unknown): 'no' | 'maybe' {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' && notSentCodes.has(code) ? 'no' : 'maybe';
}

/** `Response.text` has dropped a byte order mark, which Partner Center likes to send. */
export async function jsonOf(response: Response): Promise<unknown> {
  return jsonIn(await response.text());
}

/** Undefined when it is no JSON. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whoever waits longer because of one odd answer has forgotten the customer; asking once an hour bothers nobody. */
const longestWaitMs = 60 * 60 * 1000;
const seconds = /^\d+(\.\d+)?$/;
const httpDate = /^[A-Z][a-z]{2,8}, .+ GMT$/;

/** Seconds, or an instant to come; undefined when the header is absent or anything else. An hour at most. */
export function retryAfterMs(headers: Headers, now: Date): number | undefined {
  const value = headers.get('Retry-After')?.trim() ?? '';
  if (seconds.test(value)) return Math.min(Number(value) * 1000, longestWaitMs);
  const ms = httpDate.test(value) ? Date.parse(value) - now.getTime() : Number.NaN;
  return ms > 0 ? Math.min(ms, longestWaitMs) : undefined;
}
