import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { after, testNow } from '../support/fake-clock.ts';
import { useStores, type CreateTestDatabase } from './test-database.ts';

const end = after(testNow, 60_000);

export function ephemeralStoreContract(name: string, create: CreateTestDatabase): void {
  describe(`ephemeral store on ${name}`, () => {
    const stores = useStores(create);

    it('gives a value back until its end', async () => {
      const { ephemeral } = stores.store;

      await ephemeral.put('key', '{"a":1}', end);

      assert.equal(await ephemeral.get('key', after(end, -1)), '{"a":1}');
      assert.equal(await ephemeral.get('key', end), undefined);
      assert.equal(await ephemeral.get('unknown', testNow), undefined);
    });

    it('replaces a value and its end', async () => {
      const { ephemeral } = stores.store;
      await ephemeral.put('key', '1', end);

      await ephemeral.put('key', '2', after(end, 1));

      assert.equal(await ephemeral.get('key', end), '2');
    });

    it('puts a value where there is none, and says so', async () => {
      const { ephemeral } = stores.store;

      const first = await ephemeral.putIfAbsent('key', '1', { now: testNow, expiresAt: end });
      const second = await ephemeral.putIfAbsent('key', '2', { now: testNow, expiresAt: after(end, 1) });

      assert.deepEqual([first, second], [true, false]);
      assert.equal(await ephemeral.get('key', testNow), '1');
      assert.equal(await ephemeral.get('key', end), undefined);
    });

    it('puts a value in the place of one that has ended', async () => {
      const { ephemeral } = stores.store;
      await ephemeral.put('key', '1', end);

      const put = await ephemeral.putIfAbsent('key', '2', { now: end, expiresAt: after(end, 1) });

      assert.equal(put, true);
      assert.equal(await ephemeral.get('key', end), '2');
    });

    it('lets one of many put', async () => {
      const another = await stores.connectAnother();
      const times = { now: testNow, expiresAt: end };

      const put = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          (index % 2 ? another : stores.store).ephemeral.putIfAbsent('key', '1', times),
        ),
      );

      assert.equal(put.filter(Boolean).length, 1);
    });

    it('gives a taken value once', async () => {
      const { ephemeral } = stores.store;
      await ephemeral.put('key', '1', end);

      const taken = [await ephemeral.take('key', testNow), await ephemeral.take('key', testNow)];

      assert.deepEqual(taken, ['1', undefined]);
      assert.equal(await ephemeral.get('key', testNow), undefined);
    });

    it('gives nobody a value that has ended', async () => {
      const { ephemeral } = stores.store;
      await ephemeral.put('key', '1', end);

      assert.equal(await ephemeral.take('key', end), undefined);
    });

    it('gives a value to one of many takers', async () => {
      const another = await stores.connectAnother();
      await stores.store.ephemeral.put('key', '1', end);

      const taken = await Promise.all(
        Array.from({ length: 10 }, (_, index) => (index % 2 ? another : stores.store).ephemeral.take('key', testNow)),
      );

      assert.deepEqual(
        taken.filter((value) => value !== undefined),
        ['1'],
      );
    });

    it('deletes what has ended, and says how many', async () => {
      const { ephemeral } = stores.store;
      await ephemeral.put('ended', '1', end);
      await ephemeral.put('ended earlier', '1', testNow);
      await ephemeral.put('alive', '1', after(end, 1));

      const deleted = await ephemeral.deleteExpired(end);

      assert.equal(deleted, 2);
      assert.equal(await ephemeral.get('ended', testNow), undefined);
      assert.equal(await ephemeral.get('alive', testNow), '1');
    });
  });
}
