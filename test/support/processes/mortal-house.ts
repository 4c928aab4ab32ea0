// The service in a process of its own, over a database file, that can be told to kill itself at a point between its writes.
// Started by `startMortalHouse`; says on its channel where it listens and, when all is delivered, what it has passed.
import { createApp } from '../../../src/app.ts';
import { createLog } from '../../../src/log.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { createFakeClock } from '../fake-clock.ts';
import { createFakeTimers } from '../fake-timers.ts';
import { houseConfig } from '../house-config.ts';
import { interceptedStore } from '../intercepted-store.ts';
import type { Fate } from '../mortal-house.ts';

const fate = JSON.parse(process.argv[2] ?? '{}') as Fate;
const clock = createFakeClock(new Date(fate.now));
let isMortal = false;
const passed: string[] = [];

/** No handler, no `finally`, no flush: nothing of this process runs after it. */
function pass(point: string): void {
  if (!isMortal) return;
  passed.push(point);
  if (passed.length === fate.diesAt) process.kill(process.pid, 'SIGKILL');
}

/** Between any two writes there is one point, and two where something is sent between them. */
const store = interceptedStore(await openStore(fate.databaseUrl), async ({ name, isWrite }, carry) => {
  const isClaim = name === 'deliveries.claimDeliveries' || name === 'visits.claimVisits';
  if (isWrite && !isClaim) pass(`before ${name}`);
  const result = await carry();
  const hasClaimed = isClaim && Array.isArray(result) && result.length > 0;
  if (hasClaimed || name === 'deliveries.markSending') pass(`after ${name}`);
  return result;
});
const app = await createApp(
  houseConfig(fate),
  createLog('error', { write: (line) => void process.stderr.write(line) }),
  { clock, timers: createFakeTimers(clock), store, random: () => 0 },
);
const { port } = await app.start();
await app.settle();
isMortal = true;
process.send?.({ port });

process.on('message', (message) => {
  if (message !== 'settle') return;
  void (async () => {
    for (let second = 0; second < 3; second += 1) {
      clock.advance(1000);
      await app.settle();
    }
    process.send?.({ passed });
  })();
});
