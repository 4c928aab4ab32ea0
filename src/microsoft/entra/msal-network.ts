import { AuthError } from '@azure/msal-node';
import type { INetworkModule, NetworkResponse } from '@azure/msal-node';
import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import type { Clock } from '../../core/ports/runtime.ts';
import { jsonOf, retryAfterMs, type SendHttp } from '../send-http.ts';
import { toLogin } from './authority.ts';
import { TokenAnswer, TokenRefusal } from './entra-wire.ts';

/** Carries our own failure through MSAL, which passes its own error class on as it is and replaces every other. */
export class TransportFailure extends AuthError {
  readonly failure: AppError;

  constructor(failure: AppError) {
    super(failure.code, '');
    // MSAL's constructor sets the prototype to its own.
    Object.setPrototypeOf(this, TransportFailure.prototype);
    this.failure = failure;
  }
}

export interface MsalNetworkDeps {
  loginUrl: string;
  clock: Clock;
  sendHttp: SendHttp;
}

/**
 * MSAL's requests to the configured address and under our timeout: its own client puts none on a token request. An answer
 * of another shape than MSAL takes for granted never reaches it.
 */
export function createMsalNetwork({ loginUrl, clock, sendHttp }: MsalNetworkDeps): INetworkModule {
  async function send<T>(url: string, init: RequestInit, shapeOf: ShapeOf): Promise<NetworkResponse<T>> {
    const response = await sendHttp(toLogin(loginUrl, url), init).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      // Without `sent`: that says of the call itself whether it went out, and this was only its token.
      throw new TransportFailure(new AppError(error.code, { reason: 'no token' }, { cause: error }));
    });
    const status = String(response.status);
    if (response.status === 429) {
      const waitMs = retryAfterMs(response.headers, clock.now());
      const details = { status, ...(waitMs !== undefined && { retryAfterMs: String(waitMs) }) };
      throw new TransportFailure(new AppError('UPSTREAM_THROTTLED', details));
    }
    if (response.status >= 500) throw new TransportFailure(new AppError('UPSTREAM_UNAVAILABLE', { status }));
    const parsed = shapeOf(response.status).safeParse(await jsonOf(response));
    if (!parsed.success) {
      const fields = parsed.error.issues.map((issue) => issue.path.join('.')).join(' ');
      throw new TransportFailure(new AppError('UPSTREAM_UNEXPECTED', { status, reason: 'shape', fields }));
    }
    return { status: response.status, headers: Object.fromEntries(response.headers), body: parsed.data as T };
  }

  return {
    sendGetRequestAsync: async (url, options) =>
      send(url, { headers: options?.headers ?? {} }, () => z.looseObject({})),
    sendPostRequestAsync: async (url, options) =>
      send(url, { method: 'POST', headers: options?.headers ?? {}, body: options?.body ?? '' }, shapeOfToken),
  };
}

type ShapeOf = (status: number) => z.ZodType<object>;

/** MSAL posts for nothing but tokens. A field of another type than it thinks would make it throw as a bug does. */
function shapeOfToken(status: number): z.ZodType<object> {
  return status === 200 ? TokenAnswer : TokenRefusal;
}
