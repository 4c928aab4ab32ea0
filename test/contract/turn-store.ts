import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { after, testNow } from '../support/fake-clock.ts';
import { useStores, type CreateTestDatabase } from './test-database.ts';

const until = after(testNow, 60_000);
const times = { now: testNow, until };

export function turnStoreContract(name: string, create: CreateTestDatabase): void {
  describe(`turn store on ${name}`, () => {
    const stores = useStores(create);

    it('lets an activity begin that is new', async () => {
      const ticket = await stores.store.turns.begin('activity', times);

      assert.deepEqual(ticket, { kind: 'begin' });
    });

    it('says that an activity is running, until its time is over', async () => {
      const { turns } = stores.store;
      await turns.begin('activity', times);

      const tickets = [
        await turns.begin('activity', times),
        await turns.begin('activity', { now: after(until, -1), until: after(until, 1) }),
        await turns.begin('activity', { now: until, until: after(until, 60_000) }),
        await turns.begin('activity', { now: until, until: after(until, 60_000) }),
      ];

      assert.deepEqual(
        tickets.map(({ kind }) => kind),
        ['running', 'running', 'begin', 'running'],
      );
    });

    it('says for good that an activity is done', async () => {
      const { turns } = stores.store;
      await turns.begin('activity', times);

      await turns.finish('activity', testNow);

      assert.deepEqual(await turns.begin('activity', times), { kind: 'done' });
      assert.deepEqual(await turns.begin('activity', { now: after(until, 1), until: after(until, 2) }), {
        kind: 'done',
      });
    });

    it('lets an abandoned activity begin again at once', async () => {
      const { turns } = stores.store;
      await turns.begin('activity', times);

      await turns.abandon('activity');

      assert.deepEqual(await turns.begin('activity', times), { kind: 'begin' });
    });

    it('keeps a done activity done when somebody abandons it late', async () => {
      const { turns } = stores.store;
      await turns.begin('activity', times);
      await turns.finish('activity', testNow);

      await turns.abandon('activity');

      assert.deepEqual(await turns.begin('activity', times), { kind: 'done' });
    });

    it('remembers as done what was finished without a beginning that it knows', async () => {
      const { turns } = stores.store;

      await turns.finish('activity', testNow);

      assert.deepEqual(await turns.begin('activity', times), { kind: 'done' });
    });

    it('lets one of many at once begin', async () => {
      const another = await stores.connectAnother();

      const tickets = await Promise.all(
        Array.from({ length: 10 }, (_, index) => (index % 2 ? another : stores.store).turns.begin('activity', times)),
      );

      assert.equal(tickets.filter(({ kind }) => kind === 'begin').length, 1);
    });

    it('forgets what was over before a time, and says how many', async () => {
      const { turns } = stores.store;
      await turns.finish('done long ago', after(testNow, -2));
      await turns.begin('died long ago', { now: after(testNow, -3), until: after(testNow, -2) });
      await turns.finish('done just now', testNow);
      await turns.begin('running', times);

      const deleted = await turns.deleteOlderThan(after(testNow, -1));

      assert.equal(deleted, 2);
      assert.deepEqual(await turns.begin('done long ago', times), { kind: 'begin' });
      assert.deepEqual(await turns.begin('done just now', times), { kind: 'done' });
      assert.deepEqual(await turns.begin('running', times), { kind: 'running' });
    });
  });
}
