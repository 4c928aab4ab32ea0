import { AuthenticationHandler, Client, ResponseType, TelemetryHandler } from '@microsoft/microsoft-graph-client';
import type { GraphRequest, Middleware } from '@microsoft/microsoft-graph-client';
import type { z } from 'zod';
import { AppError } from '../core/errors.ts';
import type { Clock, Ids } from '../core/ports/runtime.ts';
import type { GraphCall, PartnerCenterCall } from './outbound/calls.ts';
import type { Outbound, Repeat } from './outbound/outbound.ts';
import type { Log } from './reading.ts';
import { jsonIn, retryAfterMs } from './send-http.ts';

export interface ApiRequest {
  call: GraphCall | PartnerCenterCall;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  /** Behind the version, or a whole address that the API itself gave for a next page. */
  path: string;
  /** Where the token comes from; `fresh` asks past a cached one that the API has just refused. */
  token: (options: { fresh: boolean }) => Promise<string>;
  /** Whose token that is. */
  tenantId: string;
  /** That it is a person's: what is wrong with it, only a sign-in mends. */
  asAccount?: boolean;
  /** Calls about one tenant share a lane; whom the token is for, unless it is said. */
  lane?: string;
  headers?: Record<string, string>;
  body?: object;
  /** It changes nothing, though its method could. */
  isRead?: boolean;
  /** No second try whatever happens: the caller keeps its own queue. */
  once?: boolean;
}

export interface ApiAnswer {
  status: number;
  headers: Headers;
  /** Ours, for Microsoft's support to find the call by. */
  correlationId: string;
  /** Undefined when the body is empty or no JSON. */
  json: unknown;
  /** Where nothing is an answer too, and something else than an odd one. */
  isEmpty?: boolean;
  /** Asked for on behalf of the service account. */
  asAccount?: boolean;
}

export interface ApiClient {
  /** Answers every status below 500 but 429; those two and silence are thrown as UPSTREAM_… */
  send(request: ApiRequest): Promise<ApiAnswer>;
}

export interface ApiAddress {
  /** The host as Microsoft names it: the SDK gives tokens to no other, and to https only. */
  host: string;
  version: string;
  /** The header that Microsoft's service knows a call of the caller's by. */
  correlationHeader: string;
  /** Only Graph is told of Graph's SDK. */
  isGraph?: boolean;
  /** Where that host is in this installation. */
  baseUrl: string;
}

export interface ApiClientDeps {
  clock: Clock;
  ids: Ids;
  log: Log;
  outbound: Outbound;
}

/**
 * Microsoft's Graph client under a middleware chain of our own. The SDK always sees Microsoft's own address; the last
 * link of the chain maps it to the configured base, so that the sandbox and the cloud are reached by the same code.
 * Partner Center goes through it too: the chain only knows HTTP.
 */
export function createApiClient(deps: ApiClientDeps, address: ApiAddress): ApiClient {
  async function exchange(request: ApiRequest, correlationId: string, fresh: boolean): Promise<ApiAnswer> {
    const accessToken = await request.token({ fresh });
    const sendHttp = deps.outbound({
      name: request.call,
      tenant: request.lane ?? request.tenantId,
      repeat: repeatOf(request),
      correlationId,
    });
    // The SDK wraps what a middleware throws and loses its cause, so it is kept aside.
    let failure: unknown;
    const last: Middleware = {
      async execute(context) {
        try {
          context.response = await sendHttp(toBase(address, urlOf(context.request)), context.options);
        } catch (error) {
          failure = error;
          throw error;
        }
      },
    };
    const client = Client.initWithMiddleware({
      baseUrl: `https://${address.host}/`,
      defaultVersion: address.version,
      customHosts: new Set([address.host]),
      middleware: [
        new AuthenticationHandler({ getAccessToken: async () => accessToken }),
        ...(address.isGraph === true ? [new TelemetryHandler()] : []),
        last,
      ],
    });
    const call = client
      .api(toHost(address, request.path))
      .headers({ Accept: 'application/json', ...request.headers, [address.correlationHeader]: correlationId })
      .responseType(ResponseType.RAW);
    let answered: unknown;
    try {
      answered = await exchangeBy(request, call);
    } catch (error) {
      throw failure ?? error;
    }
    if (!(answered instanceof Response)) throw new TypeError('the Graph client gave no raw response');
    const { status, headers } = answered;
    const text = await answered.text();
    const asAccount = request.asAccount === true;
    return { status, headers, correlationId, json: jsonIn(text), isEmpty: text === '', asAccount };
  }

  return {
    async send(request) {
      const correlationId = deps.ids.guid();
      const first = await exchange(request, correlationId, false);
      // A token can die before its time (revoked, key rolled): one try with a new one.
      const answer = first.status === 401 ? await exchange(request, correlationId, true) : first;
      const { call } = request;
      deps.log.debug({ call, status: answer.status, correlationId }, 'microsoft answered');
      if (answer.status === 429 || answer.status >= 500) throw unexpectedAnswer(answer, deps.clock);
      return answer;
    },
  };
}

function repeatOf(request: ApiRequest): Repeat {
  if (request.once === true) return 'never';
  return request.method === 'GET' || request.isRead === true ? 'always' : 'ifNotDone';
}

function exchangeBy({ method, body }: ApiRequest, call: GraphRequest): Promise<unknown> {
  switch (method) {
    case 'GET':
      return call.get();
    case 'POST':
      return call.post(body);
    case 'PUT':
      return call.put(body);
    case 'PATCH':
      return call.patch(body);
  }
}

function urlOf(request: RequestInfo): string {
  return typeof request === 'string' ? request : request.url;
}

function toBase(address: ApiAddress, url: string): string {
  const canonical = `https://${address.host}/`;
  if (!url.startsWith(canonical)) throw new AppError('UPSTREAM_UNEXPECTED', { reason: 'address' });
  return `${address.baseUrl}/${url.slice(canonical.length)}`;
}

/** A next page's address comes from the answer: only one under our base is followed. */
function toHost(address: ApiAddress, path: string): string {
  if (path.startsWith('/')) return path;
  const base = `${address.baseUrl}/`;
  if (!path.startsWith(base)) throw new AppError('UPSTREAM_UNEXPECTED', { reason: 'next page' });
  return `https://${address.host}/${path.slice(base.length)}`;
}

/** By which Microsoft's support finds a call. */
export function traceOf({ status, correlationId, headers }: ApiAnswer): Record<string, string> {
  const requestId = headers.get('request-id') ?? headers.get('MS-RequestId');
  return { status: String(status), correlationId, ...(requestId !== null && { requestId }) };
}

/** The failure that a status means when the caller has no better idea. */
export function unexpectedAnswer(answer: ApiAnswer, clock: Clock): AppError {
  const details = traceOf(answer);
  if (answer.status === 429) {
    const waitMs = retryAfterMs(answer.headers, clock.now());
    if (waitMs !== undefined) details['retryAfterMs'] = String(waitMs);
    return new AppError('UPSTREAM_THROTTLED', details);
  }
  if (answer.status >= 500) return new AppError('UPSTREAM_UNAVAILABLE', { ...details, sent: 'maybe' });
  // A token that was good a moment ago at Entra: the sign-in behind it does not count here, or no longer.
  if (answer.status === 401 && answer.asAccount === true) return new AppError('SERVICE_ACCOUNT_REFUSED', details);
  const ours = answer.status === 401 || answer.status === 403;
  return new AppError(ours ? 'OWN_CREDENTIALS_REFUSED' : 'UPSTREAM_UNEXPECTED', details);
}

/** Reads a body by the schema of what we use; anything else is UPSTREAM_UNEXPECTED, also HTML and half a JSON. */
export function bodyOf<Schema extends z.ZodType>(answer: ApiAnswer, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(answer.json);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join('.')).join(' ');
  const { correlationId } = answer;
  throw new AppError('UPSTREAM_UNEXPECTED', { status: String(answer.status), correlationId, reason: 'shape', fields });
}
