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
/** Seconds of the instances in one of ours: a lease of a minute runs out in three seconds. */
const pace = 20;
const patienceMs = 2_500;

interface Tally {
  journeys: number;
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
  const tally: Tally = { journeys: 0, killedAt: new Map(), window: 0, accounts: [], stuck: [] };
  try {
    await journey(world, tally, async () => {});
    const deaths = planned(await pointsOf(world));
    let died = 0;
    while (died < kills) {
      await journey(world, tally, async (place, isOver) => {
        while (died < kills && !isOver()) {
          died += 1;
          const atDeath = async () => {
            tally.window += await inHand(world, place);
          };
          const where = await world.kill(deaths(), atDeath, patienceMs);
          tally.killedAt.set(where, (tally.killedAt.get(where) ?? 0) + 1);
        }
      });
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

/** The points that a whole journey passes, of both instances. */
async function pointsOf(world: CrashWorld): Promise<string[]> {
  const passed = await Promise.all(world.workers().map((worker) => worker.points()));
  return [...new Set(passed.flatMap((points) => Object.keys(points)))].toSorted();
}

/** Every point in turn, and each time around at a later passing of it. */
function planned(points: readonly string[]): () => DeathOrder {
  let next = 0;
  return () => {
    const point = points[next % points.length] ?? '';
    const skip = Math.floor(next / points.length);
    next += 1;
    return { point, skip };
  };
}

function assertWhole(tally: Tally): void {
  assert.deepEqual(tally.stuck, []);
  assert.deepEqual(
    tally.accounts.flatMap(({ faults }) => faults),
    [],
  );
  const copies = tally.accounts.reduce((sum, account) => sum + account.copies, 0);
  assert.ok(copies <= tally.window, `${String(copies)} copies, ${String(tally.window)} in the documented window`);
}

function report(engine: string, { journeys, killedAt, window, accounts }: Tally): void {
  const copies = accounts.reduce((sum, account) => sum + account.copies, 0);
  const formsAgain = accounts.reduce((sum, account) => sum + account.formsAgain, 0);
  const total = [...killedAt.values()].reduce((sum, count) => sum + count, 0);
  const lines = [...killedAt].toSorted().map(([point, count]) => `      ${String(count).padStart(4)}  ${point}`);
  process.stdout.write(
    [
      `    ${engine}: ${String(total)} kills in ${String(journeys)} journeys, ` +
        `${String(copies)} copies of ${String(window)} deliveries that were in a dead instance’s hands, ` +
        `${String(formsAgain)} forms shown again`,
      ...lines,
      '',
    ].join('\n'),
  );
}
