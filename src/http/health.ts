import type { ServerResponse } from 'node:http';
import type { Route } from '../http-route.ts';

export interface Health {
  /** Rejects when the service cannot do its work: the store. */
  ping(): Promise<void>;
  /** True: it still answers, but a load balancer must send nobody any more. */
  isStopping?(): boolean;
}

interface HealthLog {
  warn(data: object, message: string): void;
}

const pingDeadlineMs = 3_000;

/** `/healthz`: the process answers. `/readyz`: it can do its work. */
export function healthRoutes(health: Health, log: HealthLog): Route[] {
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
          await withDeadline(health.ping());
          answer(response, 200, { status: 'ready' });
        } catch (err) {
          log.warn({ err, correlationId: request.correlationId }, 'not ready: the store does not answer');
          answer(response, 503, { status: 'unavailable', reason: 'store' });
        }
      },
    },
  ];
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
