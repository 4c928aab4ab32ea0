import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Storage } from 'botbuilder';
import { createDialogStorage } from '../../../src/bot/dialogs/dialog-storage.ts';
import { StaleETagError } from '../../../src/core/ports/store/dialog-store.ts';
import type { Store } from '../../../src/core/ports/store/store.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

interface Item {
  eTag?: string;
  count?: number;
  [key: string]: unknown;
}

/** The cases of the SDK's own suite for storages (storageBaseTests.js), and those of its eTag rules. */
describe('the SDK’s storage on our store', () => {
  let store: Store;
  let storage: Storage;
  beforeEach(async () => {
    store = await openStore('sqlite::memory:');
    storage = createDialogStorage(store.dialogs, createFakeClock());
  });
  afterEach(() => store.close());

  const read = async (key: string) => (await storage.read([key]))[key] as Item | undefined;

  it('answers with nothing for a key it does not know', async () => {
    assert.deepEqual(await storage.read(['unknown']), {});
  });

  it('refuses to read or write nothing', async () => {
    await assert.rejects(storage.read(undefined as never), ReferenceError);
    await assert.rejects(storage.write(undefined as never), ReferenceError);
  });

  it('does not mind writing no items', async () => {
    await storage.write({});
  });

  it('keeps an item under any key', async () => {
    const key = '!@#$%^&*()~/\\><,.?\';"`';

    await storage.write({ [key]: { count: 1 } });

    assert.equal((await read(key))?.count, 1);
  });

  it('gives every write a new eTag, and takes the one it gave', async () => {
    await storage.write({ a: { count: 1 } });
    const first = await read('a');

    await storage.write({ a: { ...first, count: 2 } });

    const second = await read('a');
    assert.equal(second?.count, 2);
    assert.notEqual(second.eTag, first?.eTag);
  });

  it('refuses a stale eTag and keeps what is there', async () => {
    await storage.write({ a: { count: 1 } });
    const first = await read('a');
    await storage.write({ a: { ...first, count: 2 } });

    await assert.rejects(storage.write({ a: { ...first, count: 3 } }), StaleETagError);

    assert.equal((await read('a'))?.count, 2);
  });

  it('overwrites without an eTag and with *', async () => {
    await storage.write({ a: { count: 1 } });
    await storage.write({ a: { count: 2 } });

    await storage.write({ a: { count: 3, eTag: '*' } });

    assert.equal((await read('a'))?.count, 3);
  });

  it('keeps what JSON keeps, and does not touch the caller’s object', async () => {
    const item = { at: new Date(0), nothing: undefined, deep: { list: [1] }, eTag: '*' };

    await storage.write({ a: item });

    const { eTag: _eTag, ...kept } = (await read('a')) ?? {};
    assert.deepEqual(kept, { at: '1970-01-01T00:00:00.000Z', deep: { list: [1] } });
    assert.equal(item.eTag, '*');
  });

  it('deletes what is there and does not mind what is not', async () => {
    await storage.write({ a: { count: 1 } });

    await storage.delete(['a', 'unknown']);

    assert.equal(await read('a'), undefined);
  });
});
