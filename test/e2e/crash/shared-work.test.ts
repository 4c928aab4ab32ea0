// `npm run test:crash`: many due visits and deliveries, and more processes than one that take them.
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, it } from 'mocha';
import type { Store } from '../../../src/core/ports/store/store.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { engines } from '../../support/crash/engines.ts';
import { testNow } from '../../support/fake-clock.ts';
import { aDelivery, aTransition } from '../../support/records.ts';
import { startWorkSharer, type Sharing, type WorkDone } from '../../support/work-sharer.ts';

/** Of visits and of deliveries each; CI takes fewer. */
const amount = Number(process.env['CRASH_WORK'] ?? 10_000);
const processes = 4;
const steadily: Sharing = { leaseMs: 60_000, losesLeases: false };
const steady: readonly Sharing[] = Array.from({ length: processes }, () => steadily);
/** Half of them stand still again and again, for longer than a lease. */
const haltMs = 2_500;
const briefly: Sharing = { leaseMs: 1_000, losesLeases: true };
const halting: readonly Sharing[] = [
  briefly,
  briefly,
  { ...briefly, stopsAfter: Math.ceil(amount / 5) },
  { ...briefly, stopsAfter: Math.ceil(amount / 7) },
];

describe(`${String(processes)} processes over one database`, function () {
  this.timeout(30 * 60 * 1000);

  for (const engine of engines) {
    it(`do each of ${String(amount)} due visits and ${String(amount)} deliveries once, on ${engine.name}`, async () => {
      const shares = await sharesOf(engine, steady);

      const visits = shares.flatMap((share) => share.visits);
      const deliveries = shares.flatMap((share) => share.deliveries);
      assert.deepEqual([visits.length, new Set(visits).size], [amount, amount]);
      assert.deepEqual([deliveries.length, new Set(deliveries).size], [amount, amount]);
      assert.deepEqual(
        shares.map(({ fenceViolations }) => fenceViolations),
        shares.map(() => 0),
      );
      const least = Math.min(...shares.map((share) => share.visits.length + share.deliveries.length));
      assert.ok(least > 0, 'every process had a share');
      process.stdout.write(`    ${engine.name}: shares of ${shares.map(sizeOf).join(', ')}\n`);
    });

    it(`bring each to one end that counts when half of them stand still for longer than a lease, on ${engine.name}`, async () => {
      const shares = await sharesOf(engine, halting);

      const visits = shares.flatMap(({ settled }) => settled.visits);
      const deliveries = shares.flatMap(({ settled }) => settled.deliveries);
      assert.deepEqual([visits.length, new Set(visits).size], [amount, amount]);
      assert.deepEqual([deliveries.length, new Set(deliveries).size], [amount, amount]);
      const refused = shares.reduce((sum, { fenceViolations }) => sum + fenceViolations, 0);
      assert.ok(refused > 0, 'somebody came too late');
      process.stdout.write(`    ${engine.name}: ${String(refused)} came too late and were refused\n`);
    });
  }
});

async function sharesOf(engine: (typeof engines)[number], sharings: readonly Sharing[]): Promise<WorkDone[]> {
  const database = await engine.create();
  try {
    const store = await openStore(database.url);
    await fill(store);
    await store.close();
    return await shareOut(database.url, sharings);
  } finally {
    await database.remove();
  }
}

function sizeOf({ visits, deliveries }: WorkDone): string {
  return `${String(visits.length)} + ${String(deliveries.length)}`;
}

async function fill({ transitions, deliveries }: Store): Promise<void> {
  for (let from = 0; from < amount; from += 500) {
    const numbers = Array.from({ length: Math.min(500, amount - from) }, (_, index) => String(from + index));
    for (const number of numbers) {
      const { link, tenant } = aTransition();
      const transition = aTransition({
        transitionId: `transition-${number}`,
        tenant: { ...tenant, tenantId: `tenant-${number}` },
        link: { ...link, linkId: `link-of-number-${number}` },
        outbox: [],
      });
      await transitions.insert(transition, { visitDueAt: testNow });
    }
    await deliveries.add(numbers.map((number) => aDelivery({ deliveryId: `delivery-${number}`, dueAt: testNow })));
  }
}

async function shareOut(databaseUrl: string, sharings: readonly Sharing[]): Promise<WorkDone[]> {
  const sharers = await Promise.all(sharings.map((sharing) => startWorkSharer(databaseUrl, sharing)));
  const halts = setInterval(() => {
    for (const sharer of sharers) sharer.goOn();
  }, haltMs).unref();
  for (const sharer of sharers) sharer.start();
  let known = -1;
  let quietLooks = 0;
  // Not only until everything is done: what is done twice comes later.
  while (quietLooks < 10) {
    await wait(500);
    const counts = await Promise.all(sharers.map((sharer) => sharer.count()));
    const total = counts.reduce((sum, count) => sum + count, 0);
    quietLooks = total === known ? quietLooks + 1 : 0;
    known = total;
  }
  const shares = await Promise.all(sharers.map((sharer) => sharer.finish()));
  clearInterval(halts);
  return shares;
}
