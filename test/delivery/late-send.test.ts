import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { ClaimLoop } from '../../src/claim-loop/claim-loop.ts';
import { createDeliveryRig, type DeliveryRig } from '../support/delivery-rig.ts';
import { afterwards, intercept, meanwhile, stoppingBefore, type Wrap } from '../support/wrapped-calls.ts';

describe('what a process sends late', () => {
  let rig: DeliveryRig;
  let loop: ClaimLoop;

  beforeEach(async () => {
    rig = await createDeliveryRig();
    loop = rig.process('process-1');
  });

  afterEach(() => rig.store.close());

  describe('as an edit', () => {
    for (const [what, frozenMs] of [
      ['while its own edit was on its way', 0],
      ['while it was frozen in its own edit, and its lease ran out', 61_000],
    ] as const) {
      it(`edits again when another process has shown a newer version ${what}`, async () => {
        const { transitionId } = await rig.start();
        await loop.runUntilIdle();
        rig.teams.sent.length = 0;
        await rig.edit(transitionId);
        const slow = rig.process(
          'slow',
          meanwhile('send', async () => {
            await rig.edit(transitionId);
            rig.clock.advance(frozenMs);
            await loop.runUntilIdle();
          }),
        );

        await slow.runOnce();
        const versions = rig.teams.sent.map(({ transition }) => transition.version);
        await loop.runUntilIdle();

        assert.deepEqual([versions[0], versions.at(-1)], [3, 2]);
        assert.equal(rig.teams.sent.at(-1)?.transition.version, 3);
      });
    }

    for (const [name, late, kinds] of [
      [
        'edits again where nothing says whether its late edit arrived',
        { kind: 'failed', cause: new Error('no answer'), maybeSent: true },
        ['refreshCard'],
      ],
      [
        'leaves it at that where its late edit was refused',
        { kind: 'failed', cause: new Error('refused'), maybeSent: false },
        [],
      ],
      ['leaves it at that where Teams had no time for its late edit', { kind: 'throttled', retryAfterMs: 1000 }, []],
    ] as const) {
      it(name, async () => {
        const { transitionId } = await rig.start();
        await loop.runUntilIdle();
        await rig.edit(transitionId);
        const andThen = async () => {
          await loop.runUntilIdle();
          rig.teams.answer(late);
        };
        await rig.process('slow', whileSending('refreshCard', 61_000, { andThen })).runOnce();
        rig.teams.sent.length = 0;

        await loop.runUntilIdle();

        assert.deepEqual(rig.teams.kinds(), kinds);
      });
    }
  });

  describe('as a post', () => {
    const card = async () =>
      rig.deliveryOf(rig.teams.sent.find(({ delivery }) => delivery.content.kind === 'livingCard')!);
    const others = () => loop.runUntilIdle();

    it('is left to whoever took it over, when its lease ran out right before the call', async () => {
      await rig.start();
      const frozen = rig.process(
        'frozen',
        afterwards('markSending', async () => {
          rig.clock.advance(61_000);
          await others();
        }),
      );

      await frozen.runOnce();

      assert.deepEqual(rig.teams.kinds().toSorted(), ['livingCard', 'shareCard']);
      assert.deepEqual(rig.mail.kinds().toSorted(), ['instructionsForCustomer', 'instructionsForStaff']);
    });

    it('waits for its next turn when half of the lease is over right before the call, and is no attempt', async () => {
      await rig.start();
      const frozen = rig.process(
        'frozen',
        afterwards('markSending', async () => rig.clock.advance(30_000)),
      );

      await frozen.runOnce();
      const early = rig.teams.kinds();
      await frozen.runUntilIdle();

      assert.ok(!early.includes('livingCard'));
      assert.equal(rig.teams.kinds().filter((kind) => kind === 'livingCard').length, 1);
      assert.equal((await card()).attempts, 1);
    });

    it('is taken back when it arrives although another process has posted it', async () => {
      await rig.start();
      const frozen = rig.process('frozen', whileSending('livingCard', 61_000, { andThen: others }));

      await frozen.runOnce();

      const posted = rig.teams.kinds().filter((kind) => kind === 'livingCard').length;
      const late = `activity-${String(rig.teams.kinds().lastIndexOf('livingCard') + 1)}`;
      assert.equal(posted, 2);
      assert.deepEqual(rig.teams.takenBack, [late]);
      assert.notEqual((await card()).activityId, late);
    });

    it('stays when nobody has taken it over', async () => {
      await rig.start();

      await rig.process('frozen', whileSending('livingCard', 61_000)).runUntilIdle();

      const { state, activityId } = await card();
      assert.deepEqual(
        [state, activityId],
        ['sent', `activity-${String(rig.teams.kinds().indexOf('livingCard') + 1)}`],
      );
      assert.deepEqual(rig.teams.takenBack, []);
    });

    it('stays when it is the one that whoever took it over has written down', async () => {
      await rig.start();
      const same = { kind: 'sent', activityId: 'the same' } as const;
      rig.teams.answer(same, same, same);

      await rig.process('frozen', whileSending('livingCard', 61_000, { andThen: others })).runOnce();

      assert.equal((await card()).activityId, 'the same');
      assert.deepEqual(rig.teams.takenBack, []);
    });

    it('stays when the one who took it over has not posted it yet', async () => {
      await rig.start();
      const takeOver = async () => {
        const now = rig.clock.now();
        await rig.store.deliveries.claimDeliveries({ now, until: now, token: 'taken over', limit: 10 });
      };

      await rig.process('frozen', whileSending('livingCard', 61_000, { andThen: takeOver })).runOnce();

      assert.deepEqual(rig.teams.takenBack, []);
    });

    it('is noted as sent where nobody can be asked who has it now', async () => {
      await rig.start();
      const slow = whileSending('livingCard', 61_000);
      const blind = stoppingBefore('renewDelivery');

      await rig.process('frozen', (target) => blind(slow(target))).runUntilIdle();

      assert.equal((await card()).state, 'sent');
      assert.deepEqual(rig.warnings(), ['warn: delivery: what was sent late could not be mended']);
    });
  });

  /** A freeze between the call's beginning and its arrival. */
  function whileSending(kind: string, frozenMs: number, { andThen = async () => {} } = {}): Wrap {
    return (target) =>
      intercept(target, 'send', async (call, [outgoing]) => {
        if (JSON.stringify(outgoing).includes(`"content":{"kind":"${kind}"`)) {
          rig.clock.advance(frozenMs);
          await andThen();
        }
        return call();
      });
  }
});
