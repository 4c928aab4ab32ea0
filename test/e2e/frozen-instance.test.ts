import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createApp, type App } from '../../src/app.ts';
import { createLog } from '../../src/log.ts';
import { openStore } from '../../src/store/open-store.ts';
import { createFakeTimers } from '../support/fake-timers.ts';
import { houseConfig } from '../support/house-config.ts';
import { interceptedStore, type Carry, type StoreCall } from '../support/intercepted-store.ts';
import { accountOf, theTransition, transitionCardIn, walk } from '../support/journey.ts';
import { createSqliteDatabase } from '../support/sqlite-database.ts';
import { thread } from '../support/teams-chat.ts';
import { openWholeHouse, type WholeHouse } from '../support/whole-house.ts';

const leaseMs = 15_000;

describe('an instance that stands still in the middle of a visit', () => {
  let database: Awaited<ReturnType<typeof createSqliteDatabase>>;
  let house: WholeHouse;
  let slow: Instance;
  beforeEach(async () => {
    database = await createSqliteDatabase();
    house = await openWholeHouse({ databaseUrl: database.url });
    slow = await startInstance(house, database.url);
  });
  afterEach(async () => {
    await slow.stop();
    await house.stop();
    await database.remove();
  });

  it('says nothing of what it had read when it goes on after another has brought the tenant to Normal', async () => {
    let overtaken = Promise.resolve();
    await walk(house, async ({ name, seconds = 1 }) => {
      if (name === 'the administrator says that it is done') {
        // What this one reads now is without the authorisation that the customer gives next.
        overtaken = slow.visit();
        await slow.frozen;
        house.clock.advance(leaseMs);
        house.releaseLoops();
      }
      await house.pass(seconds);
      if (name === 'the administrator accepts delegated admin at Microsoft') house.holdLoops();
    });
    await house.pass(60);
    const before = { transition: await theTransition(house), account: await accountOf(house) };

    slow.thaw();
    await overtaken;
    await house.pass(3);

    assert.equal(before.transition.toldStatus, 'normal');
    assert.deepEqual(await theTransition(house), before.transition);
    assert.deepEqual(await accountOf(house), before.account);
    assert.match(transitionCardIn(house.chat(thread)), /Normal/);
    assert.deepEqual(slow.lines(), ['visit: somebody else has it']);
  });
});

interface Instance {
  /** Makes the visits that are due, as far as it gets. */
  visit: () => Promise<void>;
  /** It is about to write what its visit has found. */
  frozen: Promise<undefined>;
  thaw: () => void;
  /** What its visits have logged. */
  lines: () => string[];
  stop: () => Promise<void>;
}

/** The whole service once more on that database; it does nothing by itself, and sends nothing. */
async function startInstance({ cloud, clock }: WholeHouse, databaseUrl: string): Promise<Instance> {
  const { promise: frozen, resolve: freeze } = Promise.withResolvers<undefined>();
  const { promise: thawed, resolve: goOn } = Promise.withResolvers<undefined>();
  let mayVisit = false;
  const intercept = async ({ name }: StoreCall, carry: Carry): Promise<unknown> => {
    if (name === 'deliveries.claimDeliveries') return [];
    if (name === 'visits.claimVisits' && !mayVisit) return [];
    if (name === 'transitions.replace') {
      freeze(undefined);
      await thawed;
    }
    return carry();
  };
  const log: { msg: string }[] = [];
  const app: App = await createApp(
    houseConfig({ databaseUrl, cloudUrl: cloud.url }),
    createLog('info', { write: (line) => void log.push(JSON.parse(line) as { msg: string }) }),
    {
      clock,
      timers: createFakeTimers(clock),
      store: interceptedStore(await openStore(databaseUrl), intercept),
      random: () => 0,
    },
  );
  await app.start();
  return {
    frozen,
    thaw: () => goOn(undefined),
    lines: () => log.map(({ msg }) => msg).filter((msg) => /visit|item|lease/.test(msg)),
    async visit() {
      mayVisit = true;
      const settled = app.settle();
      await frozen;
      mayVisit = false;
      await settled;
    },
    async stop() {
      goOn(undefined);
      await app.stop();
    },
  };
}
