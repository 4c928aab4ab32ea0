// A process that claims and settles visits and deliveries until none are left, and then says which it had.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Store } from '../../../../src/core/ports/store/store.ts';
import { openStore } from '../../../../src/store/open-store.ts';
import { after, testNow } from '../../../support/fake-clock.ts';

const claimed: string[] = [];
const store = await openStore(process.argv[2]!);
process.stdout.write('ready\n');
await once(process.stdin, 'data');
while ((await drainVisits(store)) + (await drainDeliveries(store)) > 0);
await store.close();
process.stdout.write(`${JSON.stringify(claimed)}\n`);
process.stdin.destroy();

function nextClaim() {
  return { now: testNow, until: after(testNow, 60_000), token: randomUUID(), limit: 3 };
}

async function drainVisits({ visits }: Store): Promise<number> {
  const batch = await visits.claimVisits(nextClaim());
  for (const visit of batch) {
    if (await visits.settleVisit(visit)) claimed.push(visit.item.transitionId);
  }
  return batch.length;
}

async function drainDeliveries({ deliveries }: Store): Promise<number> {
  const batch = await deliveries.claimDeliveries(nextClaim());
  for (const delivery of batch) {
    await deliveries.markSending(delivery, after(testNow, 60_000));
    const settled = await deliveries.settleDelivery(delivery, { ...delivery.item, state: 'sent' });
    if (settled) claimed.push(delivery.item.deliveryId);
  }
  return batch.length;
}
