// Sends what has happened to the registered address: ten tries, then no more.

import { randomUUID } from 'node:crypto';

import type { WebhookDelivery, Webhooks } from '../world/state.ts';
import { secondsAfter } from '../world/timing.ts';
import type { World } from '../world/world.ts';
import { happeningsOf } from './happenings.ts';
import type { Event, Forgery, Post, Signer } from './signed-post.ts';

export class NotRegistered extends Error {
  constructor() {
    super('no webhook is registered, or nothing has been delivered yet');
    this.name = 'NotRegistered';
  }
}

export interface Deliveries {
  /** Everything that is due by the sandbox's clock, one after the other. */
  deliverDue(): Promise<void>;
  /**
   * An event about a resource to which nothing need have happened, truly signed or forged in the way named; answers the
   * status that it met.
   */
  send(path: string, forgery?: Forgery): Promise<number | 'none'>;
  /** The last delivery once more, byte by byte. */
  replay(): Promise<number | 'none'>;
}

const mostAttempts = 10;
const betweenAttemptsSeconds = 60;
const timeoutMs = 10_000;

export function webhooksOf(world: World): Webhooks {
  return (
    world.state.webhooks ??
    world.change((state) => (state.webhooks = { deliveries: [], handling: { drop: false, delaySeconds: 0 } }))
  );
}

async function carry(post: Post): Promise<number | 'none'> {
  try {
    const { url, body, headers } = post;
    const options = { method: 'POST', body, headers, redirect: 'manual' } as const;
    const response = await fetch(url, { ...options, signal: AbortSignal.timeout(timeoutMs) });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 'none';
  }
}

export function newDelivery(world: World, event: Event): WebhookDelivery {
  const { drop, delaySeconds } = webhooksOf(world).handling;
  return {
    ...event,
    deliveryId: randomUUID(),
    responseCodes: [],
    dueAt: secondsAfter(world.now(), delaySeconds).toISOString(),
    state: drop ? 'dropped' : 'waiting',
  };
}

/** Events of what happened since the registration, each once. */
function collect(world: World): void {
  const { registration, deliveries } = webhooksOf(world);
  if (registration === undefined) return;
  const keyOf = (event: Event): string => `${event.eventName} ${event.resourceUri} ${event.changedAt}`;
  const known = new Set(deliveries.map(keyOf));
  const events = happeningsOf(world)
    .filter(({ eventName, at }) => registration.events.includes(eventName) && at > new Date(registration.registeredAt))
    .map(({ eventName, resourceName, path, at }): Event => ({
      eventName,
      resourceName,
      resourceUri: `${world.publicUrl}/partnercenter/v1${path}`,
      changedAt: at.toISOString(),
    }))
    .filter((event) => !known.has(keyOf(event)));
  if (events.length > 0) world.change(() => deliveries.push(...events.map((event) => newDelivery(world, event))));
}

function settle(world: World, delivery: WebhookDelivery, code: number | 'none'): void {
  world.change(() => {
    delivery.responseCodes.push(code);
    delivery.dueAt = secondsAfter(world.now(), betweenAttemptsSeconds).toISOString();
    if (code !== 'none' && code >= 200 && code < 300) delivery.state = 'delivered';
    else if (delivery.responseCodes.length >= mostAttempts) delivery.state = 'parked';
  });
}

export function createDeliveries(world: World, signer: Signer): Deliveries {
  let last: Post | undefined;
  let running: Promise<void> = Promise.resolve();

  async function round(): Promise<void> {
    collect(world);
    const { registration, deliveries } = webhooksOf(world);
    if (registration === undefined) return;
    const due = deliveries.filter(({ state, dueAt }) => state === 'waiting' && new Date(dueAt) <= world.now());
    for (const delivery of due) {
      last = signer.post(delivery, registration);
      settle(world, delivery, await carry(last));
    }
  }

  return {
    async deliverDue() {
      running = running.catch(() => undefined).then(round);
      await running;
    },
    async send(path, forgery) {
      const { registration } = webhooksOf(world);
      if (registration === undefined) throw new NotRegistered();
      const event: Event = {
        eventName: 'granular-admin-relationship-approved',
        resourceName: 'GranularAdminRelationship',
        resourceUri: `${world.publicUrl}/partnercenter/v1${path}`,
        changedAt: world.nowText(),
      };
      last = signer.post(event, registration, forgery);
      return carry(last);
    },
    async replay() {
      if (last === undefined) throw new NotRegistered();
      return carry(last);
    },
  };
}
