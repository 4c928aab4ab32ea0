import type { ServerResponse } from 'node:http';
import type { Route } from '../http-route.ts';

export interface Health {
  /** Rejects when the service cannot do its work: the store. */
  ping(): Promise<void>;
  /** True: it still answers, but a load balancer must send nobody any more. */
  isStopping?(): boolean;
  /** In milliseconds, from any moment on. */
  now?(): number;
}

interface HealthLog {
  warn(data: object, message: string): void;
}

const pingDeadlineMs = 3_000;
/** So long one answer serves everybody who asks: anybody may, and each ping is a write. */
const answerLastsMs = 1_000;

/** These answer in a rush too, or the platform restarts us, or sends nobody any more, in the middle of it. */
export const healthPaths: ReadonlySet<string> = new Set(['/healthz', '/readyz']);

/** `/healthz`: the process answers. `/readyz`: it can do its work. */
export function healthRoutes(health: Health, log: HealthLog): Route[] {
  const ping = createSharedPing(health);
  return [
    { method: 'GET', path: '/healthz', handle: async (_request, response) => answer(response, 200, { status: 'ok' }) },
    {
      method: 'GET',
      path: '/readyz',
      async handle(request, response) {
        if (health.isStopping?.() === true) {
          answer(response, 503, { status: 'stopping' });
          return;
        }
        try {
          await ping();
          answer(response, 200, { status: 'ready' });
        } catch (err) {
          log.warn({ err, correlationId: request.correlationId }, 'not ready: the store does not answer');
          answer(response, 503, { status: 'unavailable', reason: 'store' });
        }
      },
    },
  ];
}

/** A failure is asked about again by the next call. */
function createSharedPing(health: Health): () => Promise<void> {
  const now = () => health.now?.() ?? performance.now();
  let current: { ping: Promise<void>; until: number } | undefined;
  return () => {
    if (current && now() < current.until) return current.ping;
    const ping = withDeadline(health.ping());
    const mine = { ping, until: Number.POSITIVE_INFINITY };
    current = mine;
    ping.then(
      () => (mine.until = now() + answerLastsMs),
      () => (mine.until = Number.NEGATIVE_INFINITY),
    );
    return ping;
  };
}

async function withDeadline(ping: Promise<void>): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('the store did not answer in time')), pingDeadlineMs);
  try {
    await Promise.race([ping, promise]);
  } finally {
    clearTimeout(timer);
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}
