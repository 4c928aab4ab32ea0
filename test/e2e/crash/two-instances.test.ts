// `npm run test:crash`: whole journeys against two instances over one database, while one after the other is killed.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  accountFor,
  inHand,
  retire,
  transitionsIn,
  type Account,
  type Told,
} from '../../support/crash/crash-account.ts';
import { walkThroughCrashes } from '../../support/crash/crash-journey.ts';
import { trailOf, type Death } from '../../support/crash/crash-trail.ts';
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
  /** All that a journey passes when nobody dies. */
  points: readonly string[];
  killedAt: Map<string, number>;
  journeys: Journey[];
}

interface Journey extends Account {
  /** What was in the hands of instances that died: as much may have come twice. */
  window: Told;
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
  const tally: Tally = { points: [], killedAt: new Map(), journeys: [] };
  try {
    const before = await pointsOf(world);
    await journey(world, tally, () => Promise.resolve({ held: [], deaths: [] }));
    const after = await pointsOf(world);
    tally.points = [...after.keys()].filter((point) => (after.get(point) ?? 0) > (before.get(point) ?? 0)).toSorted();
    const plan = planDeaths(tally.points);
    let toldOf = 0;
    for (let died = 0; died < kills;) {
      await journey(world, tally, async (place, isOver) => {
        const held: Told[] = [];
        const deaths: Death[] = [];
        for (; died < kills && !isOver(); died += 1) {
          const order = plan.next(died);
          const patience = order ? patienceMs : Math.random() * patienceMs;
          const atDeath = async () => {
            held.push(await inHand(world, place));
          };
          const cameThere = await world.kill(order, atDeath, patience);
          const where = order && cameThere ? order.point : 'at random';
          tally.killedAt.set(where, (tally.killedAt.get(where) ?? 0) + 1);
          deaths.push({ at: Date.now(), where });
          if (order && !cameThere) plan.missed(order);
        }
        return { held, deaths };
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
  meanwhile: (place: Place, isOver: () => boolean) => Promise<{ held: readonly Told[]; deaths: readonly Death[] }>,
): Promise<void> {
  const place: Place = {
    conversationId: `19:general@thread.tacv2;messageid=${String(1001 + tally.journeys.length)}`,
    kind: 'channel',
  };
  world.cloud.sandbox.controls.reset();
  const mailsBefore = world.cloud.sandbox.controls.mails().length;
  let isOver = false;
  const walking = walkThroughCrashes(world, place).finally(() => {
    isOver = true;
  });
  const [walked, { held, deaths }] = await Promise.all([walking, meanwhile(place, () => isOver)]);
  const account = await accountFor(world, place, mailsBefore);
  const stuck = walked.stuckAt === undefined ? [] : [`stuck at ${walked.stuckAt}`];
  const faults = [...stuck, ...account.faults];
  tally.journeys.push({ ...account, faults, window: sumOf(held) });
  for (const fault of faults) process.stdout.write(`      journey ${String(tally.journeys.length)}: ${fault}\n`);
  if (faults.length > 0) process.stdout.write(`${trailOf(world, place, deaths).join('\n')}\n`);
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

function assertWhole({ points, killedAt, journeys }: Tally): void {
  assert.deepEqual(
    journeys.flatMap(({ faults }) => faults),
    [],
  );
  // In the journey in which it was in a dead instance's hands, and the same way out.
  const beyond = journeys.filter(({ copies, window }) => copies.posts > window.posts || copies.mails > window.mails);
  assert.deepEqual(beyond, []);
  // A short run cannot come everywhere.
  const unseen = points.filter((point) => !killedAt.has(point));
  if (kills >= 4 * points.length) assert.deepEqual(unseen, []);
}

function sumOf(told: readonly Told[]): Told {
  return {
    posts: told.reduce((sum, { posts }) => sum + posts, 0),
    mails: told.reduce((sum, { mails }) => sum + mails, 0),
  };
}

function inWords({ posts, mails }: Told): string {
  return `${String(posts)} posts and ${String(mails)} mails`;
}

function formsAgainIn(journeys: readonly Journey[]): number {
  return journeys.reduce((sum, { formsAgain }) => sum + formsAgain, 0);
}

function killsIn(killedAt: ReadonlyMap<string, number>): number {
  return [...killedAt.values()].reduce((sum, count) => sum + count, 0);
}

function report(engine: string, tally: Tally): void {
  const lines = [...tally.killedAt].toSorted().map(([point, count]) => `      ${String(count).padStart(4)}  ${point}`);
  process.stdout.write([`    ${engine}: ${summaryOf(tally)}`, ...lines, ''].join('\n'));
}

function summaryOf({ journeys, points, killedAt }: Tally): string {
  const copies = sumOf(journeys.map((one) => one.copies));
  const window = sumOf(journeys.map((one) => one.window));
  return [
    `${String(killsIn(killedAt))} kills in ${String(journeys.length)} journeys`,
    `${String(journeys.reduce((sum, { faults }) => sum + faults.length, 0))} lost or stuck`,
    `${inWords(copies)} came twice of ${inWords(window)} that were in a dead instance’s hands`,
    `${String(formsAgainIn(journeys))} forms shown again`,
    `${String(points.filter((point) => killedAt.has(point)).length)} of ${String(points.length)} points`,
  ].join(', ');
}
