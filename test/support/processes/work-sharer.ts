// One of several processes that share the visits and deliveries of one database and note what each of them did. The
// work itself is nothing: what counts is that nobody else does it too. Started by `startWorkSharer`.
import { createClaimLoop } from '../../../src/claim-loop/claim-loop.ts';
import type { LoopTools } from '../../../src/claim-loop/options.ts';
import { systemTimers } from '../../../src/runtime.ts';
import type { Delivery } from '../../../src/core/delivery.ts';
import type { Visit } from '../../../src/core/ports/store/visit-store.ts';
import { randomIds, systemClock } from '../../../src/runtime.ts';
import { openStore } from '../../../src/store/open-store.ts';
import type { Sharing, WorkDone } from '../work-sharer.ts';

const store = await openStore(process.argv[2] ?? '');
const { leaseMs, losesLeases, stopsAfter } = JSON.parse(process.argv[3] ?? '{}') as Sharing;
const done: WorkDone = { visits: [], deliveries: [], settled: { visits: [], deliveries: [] }, fenceViolations: 0 };
const fail = (data: object, message: string) => void process.stderr.write(`${message} ${JSON.stringify(data)}\n`);
const tools: LoopTools = {
  clock: systemClock,
  ids: randomIds,
  timers: systemTimers,
  random: Math.random,
  log: { info: () => undefined, warn: losesLeases ? () => undefined : fail, error: fail },
};
const pace = { concurrency: 16, leaseMs, pollIntervalMs: 200 };
let taken = 0;

/** Stands still with what it has in hand, as on a machine that sleeps; whoever started it lets it go on. */
function work(): void {
  taken += 1;
  if (stopsAfter !== undefined && taken % stopsAfter === 0) process.kill(process.pid, 'SIGSTOP');
}

/** Settling without the lease would mean that somebody else had taken it over. */
async function settled(settling: Promise<boolean>): Promise<boolean> {
  const isOurs = await settling;
  if (!isOurs) done.fenceViolations += 1;
  return isOurs;
}

const watcher = createClaimLoop<Visit, undefined>(
  {
    ...pace,
    name: 'visits',
    claim: (claim) => store.visits.claimVisits(claim),
    renew: (claimed, until) => store.visits.renewVisit(claimed, until),
    async perform({ item }) {
      done.visits.push(item.transitionId);
      work();
    },
    recover: () => undefined,
    async settle(claimed) {
      const isOurs = await settled(store.visits.settleVisit(claimed));
      if (isOurs) done.settled.visits.push(claimed.item.transitionId);
      return isOurs;
    },
    laneOf: ({ transitionId }) => transitionId,
    describe: ({ transitionId }) => ({ transitionId }),
  },
  tools,
);
const delivery = createClaimLoop<Delivery, Delivery>(
  {
    ...pace,
    name: 'deliveries',
    claim: (claim) => store.deliveries.claimDeliveries(claim),
    renew: (claimed, until) => store.deliveries.renewDelivery(claimed, until),
    async perform(claimed) {
      const until = new Date(tools.clock.now().getTime() + pace.leaseMs);
      if (await settled(store.deliveries.markSending(claimed, until))) done.deliveries.push(claimed.item.deliveryId);
      work();
      return { ...claimed.item, state: 'sent', activityId: 'posted' };
    },
    recover: (item) => item,
    async settle(claimed, result) {
      const isOurs = await settled(store.deliveries.settleDelivery(claimed, result));
      if (isOurs) done.settled.deliveries.push(claimed.item.deliveryId);
      return isOurs;
    },
    laneOf: ({ deliveryId }) => deliveryId,
    describe: ({ deliveryId }) => ({ deliveryId }),
  },
  tools,
);
process.send?.('ready');

process.on('message', (message) => {
  if (message === 'start') {
    watcher.start();
    delivery.start();
  } else if (message === 'count') {
    process.send?.({ count: done.visits.length + done.deliveries.length });
  } else if (message === 'finish') {
    void (async () => {
      await Promise.all([watcher.stop(10_000), delivery.stop(10_000)]);
      await store.close();
      process.send?.(done, () => process.exit(0));
    })();
  }
});
