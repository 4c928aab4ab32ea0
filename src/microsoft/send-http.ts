import { AppError } from '../core/errors.ts';
import type { Timers } from '../core/ports/runtime.ts';

/** `fetch` with our limits: never longer than the timeout, no redirects followed, the whole body read. */
export type SendHttp = (url: string, init?: RequestInit) => Promise<Response>;

/** Node's words for "the request never left": repeating it can do no harm. */
const notSentCodes = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

const statusesWithoutBody = new Set([204, 205, 304]);

/**
 * Failures are UPSTREAM_UNAVAILABLE, with `sent` saying `no` when the request certainly did not arrive. None of the
 * calls of this service is answered with a redirect, and a token must not travel to where one points.
 */
export function createSendHttp(timeoutMs: number, timers: Timers): SendHttp {
  return async (url, init) => {
    const deadline = new AbortController();
    const cancel = timers.after(timeoutMs, () => deadline.abort());
    try {
      const response = await fetch(url, { ...init, redirect: 'manual', signal: deadline.signal });
      const body = await response.arrayBuffer();
      return new Response(statusesWithoutBody.has(response.status) ? null : body, {
        status: response.status,
        headers: response.headers,
      });
    } catch (error) {
      throw new AppError('UPSTREAM_UNAVAILABLE', { sent: wasSent(error) }, { cause: error });
    } finally {
      cancel();
    }
  };
}

function wasSent(error: unknown): 'no' | 'maybe' {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' && notSentCodes.has(code) ? 'no' : 'maybe';
}

/** Undefined when it is no JSON. `Response.text` has dropped a byte order mark, which Partner Center likes to send. */
export async function jsonOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Seconds or a date, as HTTP allows; undefined when the header is absent or neither. */
export function retryAfterMs(headers: Headers, now: Date): number | undefined {
  const value = headers.get('Retry-After');
  if (value === null || value.trim() === '') return undefined;
  const seconds = Number(value);
  const ms = Number.isNaN(seconds) ? Date.parse(value) - now.getTime() : seconds * 1000;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
