import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { countDeliveries } from '../support/count-deliveries.ts';
import { createDeliveryRig, type DeliveryRig } from '../support/delivery-rig.ts';
import { createDyingProcess } from '../support/dying-process.ts';
import { aSubscription, testOrganisationId } from '../support/records.ts';

const leaseMs = 60_000;

/** What a run with a death in it has come to, after another process took over. */
interface Aftermath {
  /** The last thing that the dead process did; undefined when it lived to the end. */
  lastCall: string | undefined;
  /** Deliveries that stood in `sending` at the death: their outcome is unknown. */
  unknown: readonly string[];
  /** How often each delivery reached the other side. */
  copies: ReadonlyMap<string, number>;
  counts: Record<string, number>;
  audit: readonly string[];
}

type Story = (rig: DeliveryRig) => Promise<void>;

const stories: Record<string, Story> = {
  'a new transition': async (rig) => {
    await rig.start();
  },
  'a change that is told': async (rig) => {
    await rig.store.subscriptions.subscribe(aSubscription({ userId: 'user-lee' }));
    const { transitionId } = await rig.start();
    await rig.process('before').runUntilIdle();
    rig.teams.sent.length = 0;
    rig.mail.sent.length = 0;
    await rig.change(transitionId, (before) => ({ ...before, declinedAt: rig.clock.now() }));
  },
};

describe('a delivery process that dies', () => {
  for (const [name, tell] of Object.entries(stories)) {
    describe(`after any of its calls, in ${name},`, () => {
      let calm: Aftermath;
      let aftermaths: readonly Aftermath[];

      before(async () => {
        calm = await run(tell, () => false);
        aftermaths = await everyDeath(tell, calm);
      });

      it('loses nothing and leaves nothing undone', () => {
        assert.ok(aftermaths.length > 10);
        for (const { copies, counts, audit, lastCall } of aftermaths) {
          assert.deepEqual([...copies.keys()].toSorted(), [...calm.copies.keys()].toSorted(), lastCall);
          assert.deepEqual(counts, calm.counts, lastCall);
          assert.deepEqual(audit, calm.audit, lastCall);
        }
      });

      it('repeats at most what was on its way just then, once', () => {
        for (const { copies, unknown, lastCall } of aftermaths) {
          const repeated = [...copies].filter(([, count]) => count > 1);

          assert.ok(
            repeated.every(([deliveryId, count]) => count === 2 && unknown.includes(deliveryId)),
            lastCall,
          );
        }
      });

      it('repeats something only when it died between sending and writing that down', () => {
        const lastCalls = aftermaths
          .filter(({ copies }) => [...copies.values()].some((count) => count > 1))
          .map(({ lastCall }) => lastCall);

        assert.ok(lastCalls.includes('send'));
        assert.ok(!lastCalls.includes('add') && !lastCalls.includes('markExpanded'));
      });
    });
  }

  it('at each send, like its successors, gives up in the end instead of repeating itself for ever', async () => {
    const rig = await createDeliveryRig();
    await rig.start();

    let lives = 0;
    for (; (await openDeliveries(rig)) > 0 && lives < 200; lives += 1) {
      const mortal = createDyingProcess((calls) => calls.at(-1) === 'send');
      await Promise.race([rig.process(`life-${String(lives)}`, mortal.wrap).runUntilIdle(), mortal.died]);
      rig.clock.advance(leaseMs);
    }

    const sends = rig.teams.sent.length + rig.mail.sent.length;
    assert.equal((await rig.store.deliveries.countByState(testOrganisationId)).dead, 4);
    assert.ok(sends <= 4 * 24);
    await rig.store.close();
  });
});

async function openDeliveries({ store }: DeliveryRig): Promise<number> {
  const unexpanded = await store.outbox.unexpanded(1);
  const { pending, sending } = await store.deliveries.countByState(testOrganisationId);
  return unexpanded.length + pending + sending;
}

/** One run for each call after which the process can die. */
async function everyDeath(tell: Story, calm: Aftermath): Promise<Aftermath[]> {
  const aftermaths: Aftermath[] = [];
  for (let calls = 1; ; calls += 1) {
    const aftermath = await run(tell, (done) => done.length === calls, [...calm.copies.keys()]);
    if (aftermath.lastCall === undefined) return aftermaths;
    aftermaths.push(aftermath);
  }
}

async function run(
  tell: Story,
  diesAfter: (calls: readonly string[]) => boolean,
  expected: readonly string[] = [],
): Promise<Aftermath> {
  const rig = await createDeliveryRig();
  await tell(rig);
  const mortal = createDyingProcess(diesAfter);
  const dies = mortal.died.then(() => mortal.calls.at(-1));
  const lives = rig
    .process('mortal', mortal.wrap)
    .runUntilIdle()
    .then(() => undefined);
  const lastCall = await Promise.race([lives, dies]);
  const atDeath = await Promise.all(expected.map((deliveryId) => rig.store.deliveries.get(deliveryId)));
  const successor = rig.process('successor');
  for (let minutes = 0; minutes < 5; minutes += 1) {
    rig.clock.advance(leaseMs);
    await successor.runUntilIdle();
  }
  const aftermath = await aftermathOf(rig);
  await rig.store.close();
  const unknown = atDeath.flatMap((delivery) => (delivery?.state === 'sending' ? [delivery.deliveryId] : []));
  return { ...aftermath, lastCall, unknown };
}

async function aftermathOf(rig: DeliveryRig): Promise<Pick<Aftermath, 'copies' | 'counts' | 'audit'>> {
  const copies = new Map<string, number>();
  for (const { delivery } of [...rig.teams.sent, ...rig.mail.sent]) {
    copies.set(delivery.deliveryId, (copies.get(delivery.deliveryId) ?? 0) + 1);
  }
  const audit = await rig.store.audit.listFor(testOrganisationId, 'transition-contoso-1');
  return {
    copies,
    counts: await countDeliveries(rig.store),
    audit: audit.map(({ eventId }) => eventId),
  };
}
