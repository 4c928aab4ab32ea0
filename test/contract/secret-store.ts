import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { useStores, type CreateTestDatabase } from './test-database.ts';

export function secretStoreContract(name: string, create: CreateTestDatabase): void {
  describe(`secret store on ${name}`, () => {
    const stores = useStores(create);

    it('gives back what was put, with a version that grows', async () => {
      const { secrets } = stores.store;

      const written = [await secrets.put('a', 'one', { version: 0 }), await secrets.put('a', 'two', { version: 1 })];

      assert.deepEqual(written, [true, true]);
      assert.deepEqual(await secrets.get('a'), { version: 2, value: 'two' });
      assert.equal(await secrets.get('b'), undefined);
    });

    it('changes nothing for whoever knows another version than the stored one', async () => {
      const { secrets } = stores.store;
      await secrets.put('a', 'one', { version: 0 });

      const written = [
        await secrets.put('a', 'other', { version: 0 }),
        await secrets.put('a', 'other', { version: 2 }),
        await secrets.put('b', 'other', { version: 1 }),
      ];

      assert.deepEqual(written, [false, false, false]);
      assert.deepEqual(await secrets.get('a'), { version: 1, value: 'one' });
      assert.equal(await secrets.get('b'), undefined);
    });

    it('lets one of many writers through', async () => {
      const another = await stores.connectAnother();

      const written = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          (index % 2 ? another : stores.store).secrets.put('a', String(index), { version: 0 }),
        ),
      );

      assert.equal(written.filter(Boolean).length, 1);
    });

    it('has it still when it is opened again', async () => {
      await stores.store.secrets.put('a', 'one', { version: 0 });
      await stores.store.close();

      const reopened = await stores.connectAnother();

      assert.deepEqual(await reopened.secrets.get('a'), { version: 1, value: 'one' });
    });
  });
}
