// One of several instances of the service over one database, with its loops running, that kills or stops itself at a point
// between its writes and sends when it is told to. Started by `startCrashWorker`.
import { createApp } from '../../../src/app.ts';
import type { Delivery } from '../../../src/core/delivery.ts';
import type { Claimed } from '../../../src/core/ports/store/claim.ts';
import type { Transition } from '../../../src/core/transition.ts';
import { createLog } from '../../../src/log.ts';
import { openStore } from '../../../src/store/open-store.ts';
import type { Order, WorkerLife } from '../crash/crash-worker.ts';
import { openNotebook, type Hold } from '../crash/notebook.ts';
import { houseConfig } from '../house-config.ts';
import { interceptedStore, type StoreCall } from '../intercepted-store.ts';
import { createScaledClock, createScaledTimers } from '../scaled-clock.ts';

const life = JSON.parse(process.argv[2] ?? '{}') as WorkerLife;
const note = openNotebook(life.notebook);
const passed = new Map<string, number>();
let order: Order | undefined;

/** Killed: no handler, no `finally`, no flush, nothing of this process runs after it. Stopped: all of it, later. */
function pass(point: string): void {
  passed.set(point, (passed.get(point) ?? 0) + 1);
  if (!order?.points.includes(point)) return;
  if (order.skip > 0) {
    order = { ...order, skip: order.skip - 1 };
    return;
  }
  const { signal } = order;
  order = undefined;
  note({ note: 'struck', point });
  process.kill(process.pid, signal);
}

/** With what tells apart whose write it is: a message's kind, and who changed a transition. */
function pointOf({ name, values: [first] }: StoreCall): string {
  const delivery = deliveryIn(name, first);
  if (delivery) return `${name} ${delivery.item.content.kind}`;
  if (name !== 'transitions.replace') return name;
  return `${name} by ${(first as Transition).outbox.at(-1)?.actor.kind ?? 'nobody'}`;
}

function deliveryIn(name: string, first: unknown): Claimed<Delivery> | undefined {
  const isOne = name === 'deliveries.markSending' || name === 'deliveries.settleDelivery';
  return isOne ? (first as Claimed<Delivery>) : undefined;
}

async function noted({ name, values: [first] }: StoreCall, carry: () => Promise<unknown>): Promise<unknown> {
  const delivery = deliveryIn(name, first);
  if (!delivery) return carry();
  const hold: Hold = { deliveryId: delivery.item.deliveryId, token: delivery.token };
  const isBeginning = name === 'deliveries.markSending';
  if (isBeginning) note({ note: 'begun', hold });
  const result = await carry();
  // What may not be begun is not sent.
  if (!isBeginning || result !== true) note({ note: 'settled', hold });
  return result;
}

/** Around every write there is a point before it and one after it; claims that found nothing are no writes. */
const store = interceptedStore(await openStore(life.databaseUrl), async (call, carry) => {
  const point = pointOf(call);
  const isClaim = /\.claim/.test(call.name);
  if (call.isWrite && !isClaim) pass(`before ${point}`);
  const result = await noted(call, carry);
  const isEmptyClaim = isClaim && Array.isArray(result) && result.length === 0;
  if (call.isWrite && !isEmptyClaim) pass(`after ${point}`);
  return result;
});
const app = await createApp(
  houseConfig(life),
  createLog('error', { write: (line) => void process.stderr.write(line) }),
  { clock: createScaledClock(life.pace), timers: createScaledTimers(life.pace), store },
);
const { port } = await app.start();
process.send?.({ port });

process.on('message', (message) => {
  if (message === 'points') {
    process.send?.({ points: Object.fromEntries(passed) });
    return;
  }
  if (message !== 'stop') {
    order = message as Order;
    return;
  }
  void app.stop().then(() => process.exit(0));
});
