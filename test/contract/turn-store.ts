import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { TurnHold } from '../../src/core/ports/store/turn-store.ts';
import { after, testNow } from '../support/fake-clock.ts';
import { useStores, type CreateTestDatabase } from './test-database.ts';

const until = after(testNow, 60_000);
const times = { now: testNow, until };
const later = { now: until, until: after(until, 60_000) };

/** Of a lane of its own, unless told otherwise. */
function aTurn(activityKey = 'activity', { lane = `lane of ${activityKey}`, token = 'token' } = {}): TurnHold {
  return { activityKey, lane, token };
}

export function turnStoreContract(name: string, create: CreateTestDatabase): void {
  describe(`turn store on ${name}`, () => {
    const stores = useStores(create);

    describe('an activity', () => {
      it('begins when it is new', async () => {
        const ticket = await stores.store.turns.begin(aTurn(), times);

        assert.deepEqual(ticket, { kind: 'begin' });
      });

      it('is running until its time is over', async () => {
        const { turns } = stores.store;
        await turns.begin(aTurn(), times);

        const tickets = [
          await turns.begin(aTurn(), times),
          await turns.begin(aTurn(), { now: after(until, -1), until: after(until, 1) }),
          await turns.begin(aTurn(), later),
          await turns.begin(aTurn(), later),
        ];

        assert.deepEqual(
          tickets.map(({ kind }) => kind),
          ['running', 'running', 'begin', 'running'],
        );
      });

      it('is done for good', async () => {
        const { turns } = stores.store;
        await turns.begin(aTurn(), times);

        await turns.finish(aTurn(), testNow);

        assert.deepEqual(await turns.begin(aTurn(), times), { kind: 'done' });
        assert.deepEqual(await turns.begin(aTurn(), later), { kind: 'done' });
      });

      it('is done also when it was finished without a beginning that is known', async () => {
        const { turns } = stores.store;

        await turns.finish(aTurn(), testNow);

        assert.deepEqual(await turns.begin(aTurn(), times), { kind: 'done' });
      });

      it('begins once when many want it', async () => {
        const another = await stores.connectAnother();

        const tickets = await Promise.all(
          Array.from({ length: 10 }, (_, index) =>
            (index % 2 ? another : stores.store).turns.begin(aTurn('activity', { token: `token-${index}` }), times),
          ),
        );

        assert.equal(tickets.filter(({ kind }) => kind === 'begin').length, 1);
        assert.equal(tickets.filter(({ kind }) => kind === 'running').length, 9);
      });

      it('begins once, also when it is over before others have looked whether it is', async () => {
        const all = [stores.store, await stores.connectAnother()];
        const activities = Array.from({ length: 40 }, (_, index) => `activity-${String(index)}`);
        const begun: string[] = [];
        const bring = async (activityKey: string, index: number) => {
          const turn = aTurn(activityKey, { token: `token-${String(index)}` });
          const { turns } = all[index % all.length]!;
          if ((await turns.begin(turn, times)).kind !== 'begin') return;
          begun.push(activityKey);
          await turns.finish(turn, testNow);
        };

        await Promise.all(
          Array.from({ length: 8 }, async (_, index) => {
            for (const activityKey of activities) await bring(activityKey, index);
          }),
        );

        assert.deepEqual(begun.toSorted(), activities.toSorted());
      });

      it('is left to whoever took it over', async () => {
        const { turns } = stores.store;
        const [slow, quick] = [aTurn('activity', { token: 'slow' }), aTurn('activity', { token: 'quick' })];
        await turns.begin(slow, times);
        await turns.begin(quick, later);

        await turns.finish(slow, until);

        assert.equal(await turns.renew(slow, later.until), false);
        assert.deepEqual(await turns.begin(aTurn(), later), { kind: 'running' });
        await turns.finish(quick, until);
        assert.deepEqual(await turns.begin(aTurn(), later), { kind: 'done' });
      });
    });

    describe('a lane', () => {
      const lane = 'lane';
      const first = aTurn('first', { lane });
      const second = aTurn('second', { lane, token: 'another' });

      /** Five here and five in another instance. */
      const tenBegin = async (at: typeof times) => {
        const another = await stores.connectAnother();
        const turns = Array.from({ length: 10 }, (_, index) =>
          aTurn(`activity-${index}`, { lane, token: `token-${index}` }),
        );
        return Promise.all(turns.map((turn, index) => (index % 2 ? another : stores.store).turns.begin(turn, at)));
      };

      it('has one turn at a time', async () => {
        const { turns } = stores.store;
        await turns.begin(first, times);

        const busy = await turns.begin(second, times);
        await turns.finish(first, testNow);
        const free = await turns.begin(second, times);

        assert.deepEqual([busy.kind, free.kind], ['laneBusy', 'begin']);
      });

      it('lets another lane run beside it', async () => {
        const { turns } = stores.store;
        await turns.begin(first, times);

        assert.deepEqual(await turns.begin(aTurn('elsewhere'), times), { kind: 'begin' });
      });

      it('knows what is done although it is busy', async () => {
        const { turns } = stores.store;
        await turns.begin(first, times);
        await turns.finish(first, testNow);
        await turns.begin(second, times);

        assert.deepEqual(await turns.begin(first, times), { kind: 'done' });
      });

      it('is taken over from a holder that died, at its deadline', async () => {
        const { turns } = stores.store;
        await turns.begin(first, times);

        const early = await turns.begin(second, { now: after(until, -1), until: later.until });
        const inTime = await turns.begin(second, later);

        assert.deepEqual([early.kind, inTime.kind], ['laneBusy', 'begin']);
        assert.deepEqual(await turns.begin(first, later), { kind: 'laneBusy' });
      });

      it('stays with a holder that renews', async () => {
        const { turns } = stores.store;
        await turns.begin(first, times);

        const renewed = await turns.renew(first, later.until);

        assert.equal(renewed, true);
        assert.deepEqual(await turns.begin(second, { now: until, until: later.until }), { kind: 'laneBusy' });
        assert.deepEqual(await turns.begin(second, { now: later.until, until: after(later.until, 1) }), {
          kind: 'begin',
        });
      });

      it('is not renewed for a holder that lost it, nor freed by it', async () => {
        const { turns } = stores.store;
        await turns.begin(first, times);
        await turns.begin(second, later);

        const renewed = await turns.renew(first, after(later.until, 1));
        await turns.finish(first, until);

        assert.equal(renewed, false);
        assert.deepEqual(await turns.begin(aTurn('third', { lane }), later), { kind: 'laneBusy' });
      });

      it('cannot be renewed when its turn is done', async () => {
        const { turns } = stores.store;
        await turns.begin(first, times);
        await turns.finish(first, testNow);

        assert.equal(await turns.renew(first, later.until), false);
      });

      it('lets one of many turns begin', async () => {
        const tickets = await tenBegin(times);

        assert.equal(tickets.filter(({ kind }) => kind === 'begin').length, 1);
        assert.equal(tickets.filter(({ kind }) => kind === 'laneBusy').length, 9);
      });

      it('is given to one of many that wait for a dead holder', async () => {
        await stores.store.turns.begin(first, times);

        const tickets = await tenBegin(later);

        assert.equal(tickets.filter(({ kind }) => kind === 'begin').length, 1);
      });
    });

    it('forgets what was over before a time, and says how many', async () => {
      const { turns } = stores.store;
      await turns.finish(aTurn('done long ago'), after(testNow, -2));
      await turns.begin(aTurn('died long ago'), { now: after(testNow, -3), until: after(testNow, -2) });
      await turns.finish(aTurn('done just now'), testNow);
      await turns.begin(aTurn('running'), times);

      const deleted = await turns.deleteOlderThan(after(testNow, -1));

      assert.equal(deleted, 2);
      assert.deepEqual(await turns.begin(aTurn('done long ago'), times), { kind: 'begin' });
      assert.deepEqual(await turns.begin(aTurn('done just now'), times), { kind: 'done' });
      assert.deepEqual(await turns.begin(aTurn('running'), times), { kind: 'running' });
    });
  });
}
