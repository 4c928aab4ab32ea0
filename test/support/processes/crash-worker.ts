// One of several instances of the service over one database, with its loops running, that kills itself at a point between
// its writes and sends when it is told to. Started by `startCrashWorker`.
import { createApp } from '../../../src/app.ts';
import { createLog } from '../../../src/log.ts';
import { openStore } from '../../../src/store/open-store.ts';
import type { DeathOrder, WorkerLife } from '../crash/crash-worker.ts';
import { houseConfig } from '../house-config.ts';
import { interceptedStore } from '../intercepted-store.ts';
import { createScaledClock, createScaledTimers } from '../scaled-clock.ts';

const life = JSON.parse(process.argv[2] ?? '{}') as WorkerLife;
const passed = new Map<string, number>();
let order: DeathOrder | undefined;

/** No handler, no `finally`, no flush: nothing of this process runs after it. */
function pass(point: string): void {
  passed.set(point, (passed.get(point) ?? 0) + 1);
  if (order?.point !== point) return;
  if (order.skip === 0) process.kill(process.pid, 'SIGKILL');
  order = { point, skip: order.skip - 1 };
}

/** Around every write there is a point before it and one after it; claims that found nothing are no writes. */
const store = interceptedStore(await openStore(life.databaseUrl), async ({ name, isWrite }, carry) => {
  const isClaim = /\.claim/.test(name);
  if (isWrite && !isClaim) pass(`before ${name}`);
  const result = await carry();
  const isEmptyClaim = isClaim && Array.isArray(result) && result.length === 0;
  if (isWrite && !isEmptyClaim) pass(`after ${name}`);
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
    order = message as DeathOrder;
    return;
  }
  void app.stop().then(() => process.exit(0));
});
