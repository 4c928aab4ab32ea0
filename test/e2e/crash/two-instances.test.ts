// `npm run test:crash`: whole journeys against two instances over one database, while one after the other is killed.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { accountFor, inHand, retire, transitionsIn, type Account } from '../../support/crash/crash-account.ts';
import { walkThroughCrashes } from '../../support/crash/crash-journey.ts';
import { openCrashWorld, type CrashWorld } from '../../support/crash/crash-world.ts';
import { engines } from '../../support/crash/engines.ts';
import type { DeathOrder } from '../../support/crash/crash-worker.ts';

import type { Place } from '../../support/teams-chat.ts';

/** How many instances die; CI takes fewer. */
const kills = Number(process.env['CRASH_KILLS'] ?? 200);
/** Seconds of the instances in one of ours: a lease of a minute runs out in seven seconds, even on a busy machine. */
const pace = 8;
const patienceMs = 5_000;
/** In kills: a long run says how it goes. */
const progressEvery = 20;

interface Tally {
  journeys: number;
  /** All that a journey passes when nobody dies. */
  points: readonly string[];
  killedAt: Map<string, number>;
  /** What was in a dead instance's hands: as much may have come twice. */
  window: number;
  accounts: Account[];
  stuck: string[];
}

describe('two instances over one database, while one of them is killed again and again', function () {
  this.timeout(60 * 60 * 1000);

  for (const engine of engines) {
    it(`lose nothing, are never stuck, and tell nothing twice but in the documented window, on ${engine.name}`, async () => {
      const database = await engine.create();
      try {
        const tally = await crash(database.url);

        report(engine.name, tally);
        assertWhole(tally);
      } finally {
        await database.remove();
      }
    });
  }
});

async function crash(databaseUrl: string): Promise<Tally> {
  const world = await openCrashWorld(databaseUrl, pace);
  const tally: Tally = { journeys: 0, points: [], killedAt: new Map(), window: 0, accounts: [], stuck: [] };
  try {
    const before = await pointsOf(world);
    await journey(world, tally, async () => {});
    const after = await pointsOf(world);
    tally.points = [...after.keys()].filter((point) => (after.get(point) ?? 0) > (before.get(point) ?? 0)).toSorted();
    const deaths = planDeaths(tally.points);
    let toldOf = 0;
    for (let died = 0; died < kills;) {
      await journey(world, tally, async (place, isOver) => {
        for (; died < kills && !isOver(); died += 1) {
          const order = deaths.next(died);
          const patience = order ? patienceMs : Math.random() * patienceMs;
          const atDeath = async () => {
            tally.window += await inHand(world, place);
          };
          const cameThere = await world.kill(order, atDeath, patience);
          const where = order && cameThere ? order.point : 'at random';
          tally.killedAt.set(where, (tally.killedAt.get(where) ?? 0) + 1);
          if (order && !cameThere) deaths.missed(order);
        }
      });
      if (Math.floor(died / progressEvery) > toldOf) {
        toldOf = Math.floor(died / progressEvery);
        process.stdout.write(`      so far: ${summaryOf(tally)}\n`);
      }
    }
    return tally;
  } finally {
    await world.stop();
  }
}

async function journey(
  world: CrashWorld,
  tally: Tally,
  meanwhile: (place: Place, isOver: () => boolean) => Promise<void>,
): Promise<void> {
  tally.journeys += 1;
  const place: Place = {
    conversationId: `19:general@thread.tacv2;messageid=${String(1000 + tally.journeys)}`,
    kind: 'channel',
  };
  world.cloud.sandbox.controls.reset();
  const mailsBefore = world.cloud.sandbox.controls.mails().length;
  let isOver = false;
  const walking = walkThroughCrashes(world, place).finally(() => {
    isOver = true;
  });
  const [walked] = await Promise.all([walking, meanwhile(place, () => isOver)]);
  if (walked.stuckAt !== undefined) tally.stuck.push(`journey ${String(tally.journeys)}: ${walked.stuckAt}`);
  tally.accounts.push(await accountFor(world, place, mailsBefore));
  for (const transition of await transitionsIn(world, place)) await retire(world, transition);
}

/** Which points the instances have passed together, and how often. */
async function pointsOf(world: CrashWorld): Promise<Map<string, number>> {
  const passed = await Promise.all(world.workers().map((worker) => worker.points()));
  const times = new Map<string, number>();
  for (const points of passed) {
    for (const [point, count] of Object.entries(points)) times.set(point, (times.get(point) ?? 0) + count);
  }
  return times;
}

/**
 * Every point in an order of chance, so that a short run is not always the same one, at its first passing and then at its
 * second. A point that nobody came to is tried again at its first passing. Each fourth death is at no point at all.
 */
function planDeaths(points: readonly string[]) {
  const orders: DeathOrder[] = [];
  const shuffled = (skip: number) => {
    const marked = points.map((point) => ({ order: { point, skip }, mark: Math.random() }));
    return marked.sort((a, b) => a.mark - b.mark).map(({ order }) => order);
  };
  return {
    next(died: number): DeathOrder | undefined {
      if (died % 4 === 3) return undefined;
      if (orders.length === 0) orders.push(...shuffled(0), ...shuffled(1));
      return orders.shift();
    },
    missed({ point }: DeathOrder) {
      orders.splice(Math.min(5, orders.length), 0, { point, skip: 0 });
    },
  };
}

function assertWhole(tally: Tally): void {
  assert.deepEqual(tally.stuck, []);
  assert.deepEqual(
    tally.accounts.flatMap(({ faults }) => faults),
    [],
  );
  const copies = tally.accounts.reduce((sum, account) => sum + account.copies, 0);
  // A short run cannot come everywhere.
  const unseen = tally.points.filter((point) => !tally.killedAt.has(point));
  if (kills >= 4 * tally.points.length) assert.deepEqual(unseen, []);
  assert.ok(copies <= tally.window, `${String(copies)} copies, ${String(tally.window)} in the documented window`);
  // One instance has at most one turn of a journey in hand when it dies.
  const [formsAgain, killed] = [formsAgainIn(tally), killsIn(tally)];
  assert.ok(formsAgain <= killed, `${String(formsAgain)} forms shown again, ${String(killed)} kills`);
}

function formsAgainIn({ accounts }: Tally): number {
  return accounts.reduce((sum, account) => sum + account.formsAgain, 0);
}

function killsIn({ killedAt }: Tally): number {
  return [...killedAt.values()].reduce((sum, count) => sum + count, 0);
}

function report(engine: string, tally: Tally): void {
  const lines = [...tally.killedAt].toSorted().map(([point, count]) => `      ${String(count).padStart(4)}  ${point}`);
  process.stdout.write([`    ${engine}: ${summaryOf(tally)}`, ...lines, ''].join('\n'));
}

function summaryOf(tally: Tally): string {
  const { journeys, points, killedAt, window, accounts, stuck } = tally;
  const copies = accounts.reduce((sum, account) => sum + account.copies, 0);
  const faults = accounts.reduce((sum, account) => sum + account.faults.length, 0);
  return [
    `${String(killsIn(tally))} kills in ${String(journeys)} journeys`,
    `${String(faults)} faults`,
    `${String(stuck.length)} stuck`,
    `${String(copies)} copies of ${String(window)} deliveries that were in a dead instance’s hands`,
    `${String(formsAgainIn(tally))} forms shown again`,
    `${String(points.filter((point) => killedAt.has(point)).length)} of ${String(points.length)} points`,
  ].join(', ');
}
