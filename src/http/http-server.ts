import { randomBytes } from 'node:crypto';
import type { Server as NodeServer, ServerResponse } from 'node:http';
import restify from 'restify';
import type { Next, Request, Response, Server } from 'restify';
import type { Route, RouteRequest } from '../http-route.ts';
import { healthPaths, healthRoutes, type Health } from './health.ts';
import { createProblems, statusOfFailure, type ErrorPage, type Problems } from './problems.ts';
import { createBodyReaders } from './read-body.ts';
import { createSecurityHeaders } from './security-headers.ts';

interface HttpLog {
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}

export interface HttpOptions {
  host: string;
  /** 0: the machine chooses; `start` tells. */
  port: number;
  routes: readonly Route[];
  health: Health;
  log: HttpLog;
  publicUrl: string;
  /** Makes the pages that browsers get instead of our routes' (404, 413, 503 …); without it they get JSON. */
  errorPage?: ErrorPage;
  maxConcurrentRequests?: number;
}

export interface HttpServer {
  start(): Promise<{ port: number }>;
  /** Stops accepting, lets what is in flight finish, and cuts it off at the deadline. May be called twice. */
  stop(deadlineMs?: number): Promise<void>;
}

type Correlated = Pick<RouteRequest, 'correlationId'>;

const requestTimeoutMs = 30_000;
const stopDeadlineMs = 10_000;
/** restify would log whole addresses, and ours carry link tokens. Requests are logged below, by route. */
const silentLog = Object.fromEntries(
  ['trace', 'debug', 'info', 'warn', 'error', 'fatal'].map((level) => [level, () => false]),
);

export function createHttpServer(options: HttpOptions): HttpServer {
  const server = restify.createServer({ name: '', log: Object.assign(silentLog, { child: () => silentLog }) as never });
  const problems = createProblems(options.errorPage);
  const node = server.server as NodeServer;
  node.requestTimeout = requestTimeoutMs;
  const unanswered = new Set<ServerResponse>();
  server.pre(createArrival(options, problems, unanswered));
  server.on('restifyError', (request: Request, response: Response, failure: unknown) => {
    // Not calling the callback given here: the answer is complete, and restify would write its own.
    problems.answer(request as Request & Correlated, response, statusOfFailure(failure));
  });
  const edge = { problems, log: options.log, bodyReaderFor: createBodyReaders() };
  for (const route of [...options.routes, ...healthRoutes(options.health, options.log)]) mount(server, route, edge);
  return {
    start: () => listen(server, options),
    async stop(deadlineMs = stopDeadlineMs) {
      // Else a browser keeps its connection open for a next request that we would not take.
      for (const response of unanswered) if (!response.headersSent) response.setHeader('Connection', 'close');
      await close(node, deadlineMs);
    },
  };
}

/** What happens to every request before it is known where it goes. */
function createArrival(options: HttpOptions, problems: Problems, unanswered: Set<ServerResponse>) {
  const secure = createSecurityHeaders(options.publicUrl);
  const most = options.maxConcurrentRequests ?? 500;
  return (request: Request, response: Response, next: Next): void => {
    const correlationId = newCorrelationId();
    const arrivedAt = performance.now();
    const arrived = Object.assign(request, { correlationId });
    response.setHeader('X-Correlation-Id', correlationId);
    secure(request, response);
    unanswered.add(response);
    response.once('close', () => {
      unanswered.delete(response);
      const { method } = request;
      const status = response.writableFinished ? response.statusCode : 'aborted';
      const durationMs = Math.round(performance.now() - arrivedAt);
      options.log.info({ correlationId, method, route: routeOf(request), status, durationMs }, 'request answered');
    });
    if (options.host === loopback && !isLoopbackName(request.headers.host)) {
      problems.answer(arrived, response, 421);
      next(false);
      return;
    }
    const isTooMuch = unanswered.size > most && !healthPaths.has(request.url ?? '');
    if (!isTooMuch) {
      next();
      return;
    }
    options.log.warn({ correlationId, inFlight: unanswered.size }, 'request turned away: too many at once');
    problems.answer(arrived, response, 503);
    next(false);
  };
}

const loopback = '127.0.0.1';

/** A web page elsewhere can give its own name our address: what is for this machine only answers to its names only. */
function isLoopbackName(host: string | undefined): boolean {
  return host !== undefined && /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host);
}

/** The path as mounted, never the address: that one carries link tokens. */
function routeOf(request: Request): string {
  const route: unknown = 'route' in request ? request.route : undefined;
  const path = typeof route === 'object' && route !== null && 'path' in route ? route.path : undefined;
  return typeof path === 'string' ? path : 'none';
}

interface Edge {
  problems: Problems;
  log: HttpLog;
  bodyReaderFor: ReturnType<typeof createBodyReaders>;
}

function mount(server: Server, route: Route, edge: Edge): void {
  const handle = async (request: Request, response: Response): Promise<void> => {
    const { correlationId } = request as Request & Correlated;
    try {
      const question = request.url?.indexOf('?') ?? -1;
      const query = new URLSearchParams(question < 0 ? '' : request.url?.slice(question + 1));
      const params = request.params as Record<string, string>;
      const asked: RouteRequest = Object.assign(request, { query, params, correlationId });
      await route.handle(asked, response);
      if (!hasAnswered(response)) throw new Error('a route returned without answering');
    } catch (err) {
      edge.log.error({ err, correlationId, route: route.path }, 'request failed');
      edge.problems.answer(request as Request & Correlated, response, 500);
    }
  };
  if (route.method === 'GET') {
    server.get(route.path, handle);
    server.head(route.path, handle);
  } else {
    server.post(route.path, edge.bodyReaderFor(route.accepts), handle);
  }
}

/** 48 random bits, in groups that a person can read out on the telephone. */
function newCorrelationId(): string {
  return randomBytes(6)
    .toString('hex')
    .toUpperCase()
    .replace(/(....)(?=.)/g, '$1-');
}

function hasAnswered(response: ServerResponse): boolean {
  return response.headersSent || response.writableEnded || response.destroyed;
}

function listen(server: Server, { host, port, log }: HttpOptions): Promise<{ port: number }> {
  return new Promise((resolve, reject) => {
    let isListening = false;
    server.on('error', (err: Error) => {
      if (isListening) log.error({ err }, 'http server failed');
      else reject(err);
    });
    server.listen(port, host, () => {
      isListening = true;
      resolve({ port: server.address().port });
    });
  });
}

function close(node: NodeServer, deadlineMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cutOff = setTimeout(() => node.closeAllConnections(), deadlineMs);
    node.close(() => {
      clearTimeout(cutOff);
      resolve();
    });
    node.closeIdleConnections();
  });
}
