// `npm run test:crash`: whole journeys against two instances over one database, while one after the other is killed, or
// frozen until others have taken over what it had in hand.
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, it } from 'mocha';
import { accountFor, retire, transitionsIn, type Account } from '../../support/crash/crash-account.ts';
import { startLeg, type Told } from '../../support/crash/crash-copies.ts';
import { walkThroughCrashes } from '../../support/crash/crash-journey.ts';
import { trailOf, type Incident } from '../../support/crash/crash-trail.ts';
import { openCrashWorld, type CrashWorld, type Struck } from '../../support/crash/crash-world.ts';
import { engines } from '../../support/crash/engines.ts';
import type { Hold } from '../../support/crash/notebook.ts';
import { planStrikes, type Strike, type StrikePlan } from '../../support/crash/strike-plan.ts';
import type { Place } from '../../support/teams-chat.ts';

/** How many instances die or freeze; CI takes fewer. */
const strikes = Number(process.env['CRASH_KILLS'] ?? 200);
/** Seconds of the instances in one of ours: a lease of a minute runs out in seven seconds, even on a busy machine. */
const pace = 8;
/** Longer than the longest lease, and than it takes to do again what it was for. */
const frozenMs = (60_000 + 20_000) / pace;
/** What one that was frozen, or is struck at the very end, had in hand becomes visible. */
const afterglowMs = 1_500;
const longestRandomMs = 3_000;
/** For the customer, with an instance that does not answer. */
const patienceMs = 4_000;
/** In strikes: a long run says how it goes. */
const progressEvery = 20;

interface Tally {
  /** All that a journey passes when nobody dies. */
  points: readonly string[];
  struckAt: Map<string, number>;
  journeys: Account[];
}

describe('two instances over one database, while one of them is killed or frozen again and again', function () {
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
  const tally: Tally = { points: [], struckAt: new Map(), journeys: [] };
  try {
    const before = await pointsOf(world);
    await journey(world, tally, () => Promise.resolve({ holds: [], incidents: [] }));
    const times = passedSince(before, await pointsOf(world));
    tally.points = [...times.keys()].toSorted();
    const plan = planStrikes(times);
    let toldOf = 0;
    while (struckIn(tally) < strikes) {
      await journey(world, tally, (walk) => strikeDuring(walk, { world, plan, tally }));
      if (Math.floor(struckIn(tally) / progressEvery) > toldOf) {
        toldOf = Math.floor(struckIn(tally) / progressEvery);
        process.stdout.write(`      so far: ${summaryOf(tally)}\n`);
      }
    }
    return tally;
  } finally {
    await world.stop();
  }
}

interface Walk {
  /** Resolves some moments after its end. */
  over: Promise<void>;
  isOver: () => boolean;
}

interface Damage {
  /** What those that were struck were sending just then. */
  holds: Hold[];
  incidents: Incident[];
}

async function strikeDuring(
  walk: Walk,
  { world, plan, tally }: { world: CrashWorld; plan: StrikePlan; tally: Tally },
): Promise<Damage> {
  const damage: Damage = { holds: [], incidents: [] };
  const note = (what: string) => void damage.incidents.push({ at: Date.now(), what });
  while (struckIn(tally) < strikes && !walk.isOver()) {
    const strike = plan.next(struckIn(tally));
    if (!strike.order) await Promise.race([walk.over, wait(Math.random() * longestRandomMs)]);
    const struck = await world.strike(strike.order, walk.isOver);
    if (!struck) {
      plan.missed();
      continue;
    }
    const isFrozen = strike.order?.signal === 'SIGSTOP';
    const where = `${isFrozen ? 'frozen' : 'killed'} ${struck.where}`;
    note(`† ${where}`);
    plan.came(strike, struck.where);
    tally.struckAt.set(where, (tally.struckAt.get(where) ?? 0) + 1);
    damage.holds.push(...struck.holds);
    if (isFrozen) await thawLater(struck, strike, walk);
    if (isFrozen) note('† goes on');
  }
  return damage;
}

async function thawLater({ thaw }: Struck, { isLongFrozen }: Strike, { over }: Walk): Promise<void> {
  await Promise.all([wait(frozenMs), ...(isLongFrozen ? [over] : [])]);
  thaw();
  await wait(afterglowMs);
}

async function journey(world: CrashWorld, tally: Tally, meanwhile: (walk: Walk) => Promise<Damage>): Promise<void> {
  const place: Place = {
    conversationId: `19:general@thread.tacv2;messageid=${String(1001 + tally.journeys.length)}`,
    kind: 'channel',
  };
  world.cloud.sandbox.controls.reset();
  const leg = startLeg(world, place);
  let isOver = false;
  const walking = walkThroughCrashes({ ...world, patienceMs }, place);
  const over = walking
    .then(() => wait(afterglowMs))
    .finally(() => {
      isOver = true;
    });
  const [walked, { holds, incidents }] = await Promise.all([walking, meanwhile({ over, isOver: () => isOver })]);
  const account = await accountFor(world, leg, holds);
  const stuck = walked.stuckAt === undefined ? [] : [`stuck at ${walked.stuckAt}`];
  const faults = [...stuck, ...account.faults];
  tally.journeys.push({ ...account, faults });
  for (const fault of faults) process.stdout.write(`      journey ${String(tally.journeys.length)}: ${fault}\n`);
  if (faults.length > 0) process.stdout.write(`${trailOf(world, place, incidents).join('\n')}\n`);
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

function passedSince(before: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>): Map<string, number> {
  const times = [...now].map(([point, count]): [string, number] => [point, count - (before.get(point) ?? 0)]);
  return new Map(times.filter(([, count]) => count > 0));
}

function assertWhole({ points, struckAt, journeys }: Tally): void {
  assert.deepEqual(
    journeys.flatMap(({ faults }) => faults),
    [],
  );
  // A short run cannot come everywhere.
  const unseen = points.filter((point) => !struckAt.has(`killed ${point}`));
  if (strikes >= 3 * points.length) assert.deepEqual(unseen, []);
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

function struckIn({ struckAt }: Tally): number {
  return [...struckAt.values()].reduce((sum, count) => sum + count, 0);
}

function report(engine: string, tally: Tally): void {
  const lines = [...tally.struckAt].toSorted().map(([where, count]) => `      ${String(count).padStart(4)}  ${where}`);
  process.stdout.write([`    ${engine}: ${summaryOf(tally)}`, ...lines, ''].join('\n'));
}

function summaryOf(tally: Tally): string {
  const { journeys, points, struckAt } = tally;
  const frozen = [...struckAt].filter(([where]) => where.startsWith('frozen')).map(([, count]) => count);
  const seen = points.filter((point) => struckAt.has(`killed ${point}`) || struckAt.has(`frozen ${point}`));
  return [
    `${String(struckIn(tally))} strikes (${String(frozen.reduce((sum, count) => sum + count, 0))} of them freezes)`,
    `${String(journeys.length)} journeys`,
    `${String(journeys.flatMap(({ faults }) => faults).length)} faults`,
    `${inWords(sumOf(journeys.map(({ copies }) => copies)))} came twice of ` +
      `${inWords(sumOf(journeys.map(({ inHand }) => inHand)))} that were being sent then`,
    `${String(journeys.reduce((sum, { formsAgain }) => sum + formsAgain, 0))} forms shown again`,
    `${String(seen.length)} of ${String(points.length)} points`,
  ].join(', ');
}
