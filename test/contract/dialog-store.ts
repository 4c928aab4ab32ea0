import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { StaleETagError, type DialogStore } from '../../src/core/ports/store/dialog-store.ts';
import { after, testNow } from '../support/fake-clock.ts';
import { useStores, type CreateTestDatabase } from './test-database.ts';

const hostileKeys = [
  '!@#$%^&*()~/\\><,.?\';"`',
  '__proto__',
  'constructor',
  'a.b.$c',
  ' ',
  '\u{1F600}',
  'x'.repeat(1024),
];

function isStale(key: string) {
  return (error: unknown) => error instanceof StaleETagError && error.key === key;
}

export function dialogStoreContract(name: string, create: CreateTestDatabase): void {
  describe(`dialog store on ${name}`, () => {
    const stores = useStores(create);

    it('leaves out the keys that it does not know', async () => {
      const { dialogs } = stores.store;
      await dialogs.write({ known: { json: '{}' } }, testNow);

      const found = await dialogs.read(['unknown', 'known']);

      assert.deepEqual(Object.keys(found), ['known']);
      assert.deepEqual(await dialogs.read([]), {});
    });

    it('gives back the JSON as it was written, with an eTag', async () => {
      const { dialogs } = stores.store;
      const json = JSON.stringify({ a: { $b: 1, 'c.d': '\u0000\u{1F600}' }, big: 'x'.repeat(100_000) });

      await dialogs.write({ key: { json } }, testNow);

      const found = await dialogs.read(['key']);
      assert.equal(found['key']?.json, json);
      assert.notEqual(found['key'].eTag, '');
    });

    it('keeps keys apart that look alike or mean something to a program', async () => {
      const { dialogs } = stores.store;
      const keys = [...hostileKeys, 'Key', 'key', 'key '];

      await dialogs.write(Object.fromEntries(keys.map((key) => [key, { json: JSON.stringify(key) }])), testNow);

      const found = new Map(Object.entries(await dialogs.read(keys)));
      for (const key of keys) assert.equal(found.get(key)?.json, JSON.stringify(key));
    });

    it('writes nothing for no changes', async () => {
      await stores.store.dialogs.write({}, testNow);

      assert.deepEqual(await stores.store.dialogs.read(['key']), {});
    });

    for (const eTag of [undefined, '*']) {
      it(`overwrites whatever is there for the eTag ${String(eTag)}`, async () => {
        const { dialogs } = stores.store;
        await dialogs.write({ key: { json: '1' } }, testNow);

        await dialogs.write({ key: { json: '2', ...(eTag !== undefined && { eTag }) } }, testNow);

        assert.equal((await dialogs.read(['key']))['key']?.json, '2');
      });
    }

    it('writes with the stored eTag, once', async () => {
      const { dialogs } = stores.store;
      await dialogs.write({ key: { json: '1' } }, testNow);
      const eTag = await eTagOf(dialogs, 'key');

      await dialogs.write({ key: { json: '2', eTag } }, testNow);

      await assert.rejects(dialogs.write({ key: { json: '3', eTag } }, testNow), isStale('key'));
      assert.equal((await dialogs.read(['key']))['key']?.json, '2');
    });

    it('gives every write a new eTag, also one that changes nothing', async () => {
      const { dialogs } = stores.store;
      const eTags: string[] = [];

      for (let count = 0; count < 3; count += 1) {
        await dialogs.write({ key: { json: '1' } }, testNow);
        eTags.push(await eTagOf(dialogs, 'key'));
      }

      assert.equal(new Set(eTags).size, 3);
    });

    it('takes any eTag where nothing is stored, of two such writes the first', async () => {
      const { dialogs } = stores.store;

      await dialogs.write({ key: { json: '1', eTag: 'chosen' } }, testNow);

      await assert.rejects(dialogs.write({ key: { json: '2', eTag: 'chosen' } }, testNow), StaleETagError);
      assert.equal((await dialogs.read(['key']))['key']?.json, '1');
    });

    it('lets one of many writers with the same eTag through', async () => {
      const another = await stores.connectAnother();
      await stores.store.dialogs.write({ key: { json: '0' } }, testNow);
      const eTag = await eTagOf(stores.store.dialogs, 'key');

      const outcomes = await Promise.allSettled(
        Array.from({ length: 10 }, (_, index) =>
          (index % 2 ? another : stores.store).dialogs.write({ key: { json: String(index), eTag } }, testNow),
        ),
      );

      assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
    });

    it('deletes keys, known or not', async () => {
      const { dialogs } = stores.store;
      await dialogs.write({ a: { json: '1' }, b: { json: '2' } }, testNow);

      await dialogs.delete({ a: {}, unknown: {} });

      assert.deepEqual(Object.keys(await dialogs.read(['a', 'b'])), ['b']);
    });

    it('deletes what has the eTag that was read, and any eTag will do where nothing is', async () => {
      const { dialogs } = stores.store;
      await dialogs.write({ a: { json: '1' }, b: { json: '1' } }, testNow);

      await dialogs.delete({ a: { eTag: await eTagOf(dialogs, 'a') }, b: { eTag: '*' }, unknown: { eTag: 'chosen' } });

      assert.deepEqual(await dialogs.read(['a', 'b']), {});
    });

    it('deletes nothing newer than what was read', async () => {
      const { dialogs } = stores.store;
      await dialogs.write({ key: { json: '1' } }, testNow);
      const eTag = await eTagOf(dialogs, 'key');
      await dialogs.write({ key: { json: '2', eTag } }, testNow);

      await assert.rejects(dialogs.delete({ key: { eTag } }), isStale('key'));

      assert.equal((await dialogs.read(['key']))['key']?.json, '2');
    });

    it('deletes what was last written before a time, and says how many', async () => {
      const { dialogs } = stores.store;
      await dialogs.write({ old: { json: '1' }, older: { json: '1' }, renewed: { json: '1' } }, testNow);
      await dialogs.write({ renewed: { json: '2' }, fresh: { json: '1' } }, after(testNow, 2));

      const deleted = await dialogs.deleteOlderThan(after(testNow, 1));

      assert.equal(deleted, 2);
      assert.deepEqual(Object.keys(await dialogs.read(['old', 'older', 'renewed', 'fresh'])), ['renewed', 'fresh']);
    });
  });
}

async function eTagOf(dialogs: DialogStore, key: string): Promise<string> {
  const found = await dialogs.read([key]);
  assert.ok(found[key]);
  return found[key].eTag;
}
