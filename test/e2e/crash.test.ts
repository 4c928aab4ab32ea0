import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { inHandAtDeath, openCrashScene, promised, type CrashScene } from '../support/crash-scene.ts';
import { linkIn, theTransition } from '../support/journey.ts';
import { startMortalHouse, type MortalHouse } from '../support/mortal-house.ts';
import { thread } from '../support/teams-chat.ts';
import { openWholeHouse, type WholeHouse } from '../support/whole-house.ts';

/** Later than any lease: whatever the dead process held is taken over. */
const leaseMs = 61_000;
/** The dead process's turn keeps the person's next one waiting for so long. */
const turnLeaseMs = 10_000;

describe('a process killed between two writes of the review card’s submit', function () {
  this.timeout(120_000);
  let scene: CrashScene;
  const deaths: Death[] = [];
  let survived: string[] = [];

  before(async () => {
    scene = await openCrashScene();
    const houses = prepared(scene);
    try {
      for (;;) {
        const { house, databaseUrl } = await houses.next();
        scene.restore(scene.opening);
        const start = scene.world();
        await scene.click(house.url, 'the click').catch(() => undefined);
        const passed = await house.settle();
        await house.stop();
        deaths.push({ diedAt: deaths.length, databaseUrl, sent: scene.sent(start), world: scene.world() });
        if (passed) {
          survived = passed;
          break;
        }
      }
    } finally {
      await houses.stop();
    }
  });
  after(() => scene.stop());

  it('has died at every point there is, until it lived', () => {
    const [lived] = deaths.slice(-1);

    assert.deepEqual(lived?.sent, Object.fromEntries(promised.map((kind) => [kind, 1])));
    assert.ok(deaths.length > survived.length, `${String(deaths.length - 1)} deaths`);
    for (const write of ['turns.begin', 'transitions.insert', 'dialogs.delete', 'turns.finish', 'deliveries.add']) {
      assert.ok(survived.includes(`before ${write}`), write);
    }
    assert.equal(survived.filter((point) => point === 'after deliveries.markSending').length, promised.length);
  });

  it('leaves one transition, one link and one of everything promised when the person clicks again', async () => {
    for (const death of deaths) {
      await revive(scene, death, (house) => {
        house.clock.advance(turnLeaseMs);
        return scene.click(house.url(), 'another click on the same button');
      });
    }
  });

  it('leaves the same when Teams delivers the click again', async () => {
    for (const death of deaths) {
      await revive(scene, death, (house) => {
        house.clock.advance(16_000);
        return scene.click(house.url(), 'the click');
      });
    }
  });
});

/** Processes are started while others die: a start takes longer than a death. */
function prepared(scene: CrashScene) {
  let started = 0;
  const start = async () => {
    started += 1;
    const diesAt = started;
    const databaseUrl = await scene.copy();
    return { house: await startMortalHouse(scene.fate(databaseUrl, diesAt)), databaseUrl };
  };
  const waiting: Promise<{ house: MortalHouse; databaseUrl: string }>[] = [start()];
  return {
    next() {
      waiting.push(start());
      return waiting.shift() ?? start();
    },
    async stop() {
      for (const { house } of await Promise.all(waiting)) await house.stop();
    },
  };
}

/** What a process left when it was dead. */
interface Death {
  /** Which of the survivor's points it did not survive, from 0. */
  diedAt: number;
  databaseUrl: string;
  world: ReturnType<CrashScene['world']>;
  sent: ReturnType<CrashScene['sent']>;
}

/** Another process over what the dead one left; `again` is how the click comes once more. */
async function revive(scene: CrashScene, death: Death, again: (house: WholeHouse) => Promise<number>): Promise<void> {
  const databaseUrl = await scene.copy(death.databaseUrl);
  const inHand = await inHandAtDeath(databaseUrl);
  scene.restore(death.world);
  const before = scene.world();
  const { cloud, connector } = scene;
  const house = await openWholeHouse({ cloud, connector, databaseUrl });
  try {
    const status = await again(house);
    await house.pass(1);
    house.clock.advance(leaseMs);
    await house.pass(3);

    await assertOneLinkThatOpens(house);
    assert.throws(() => house.chat(thread).button('submit'), 'the review card has become a receipt');
    const { link } = await theTransition(house);
    const sentLater = scene.sent(before);
    const { diedAt } = death;
    assert.deepEqual(
      { diedAt, status, version: link.version, sent: promised.map((kind) => death.sent[kind] + sentLater[kind]) },
      // Who dies between a call and the note of its answer leaves nobody who knows: a second copy is better than none.
      { diedAt, status: 200, version: 1, sent: promised.map((kind) => (inHand.has(kind) ? 1 + death.sent[kind] : 1)) },
    );
  } finally {
    await house.stop();
  }
}

async function assertOneLinkThatOpens(house: WholeHouse): Promise<void> {
  const shown = house.chat(thread).lines();
  const links = new Set(shown.filter((line) => line.includes('/connect/')).map((line) => linkIn([line])));
  const [link = ''] = links;
  const page = await house.customer().open(link);

  assert.equal(links.size, 1);
  assert.equal(page.status, 200);
}
