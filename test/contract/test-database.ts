import { afterEach, beforeEach } from 'mocha';
import type { Store } from '../../src/core/ports/store/store.ts';

/** One empty database of an engine under test. */
export interface TestDatabase {
  /** Opens it once more, as another process would. */
  connect(): Promise<Store>;
  /** Puts this in the place of what a record says: a newer release may have written it, or a fault. */
  spoil(kind: 'transition' | 'delivery', id: string, said: object): Promise<void>;
  /** Called when every connection is closed. */
  remove(): Promise<void>;
}

export type CreateTestDatabase = () => Promise<TestDatabase>;

export interface StoresUnderTest {
  readonly store: Store;
  connectAnother(): Promise<Store>;
  spoil: TestDatabase['spoil'];
}

/** Gives each test of the surrounding `describe` a database of its own. */
export function useStores(create: CreateTestDatabase): StoresUnderTest {
  let database: TestDatabase | undefined;
  let connected: Store[] = [];

  function theDatabase(): TestDatabase {
    if (!database) throw new Error('stores are there while a test runs');
    return database;
  }
  async function connect(): Promise<Store> {
    const store = await theDatabase().connect();
    connected.push(store);
    return store;
  }

  beforeEach(async () => {
    database = await create();
    await connect();
  });

  afterEach(async () => {
    for (const store of connected) await store.close();
    connected = [];
    await database?.remove();
  });

  return {
    get store() {
      const [first] = connected;
      if (!first) throw new Error('stores are there while a test runs');
      return first;
    },
    connectAnother: connect,
    spoil: (kind, id, said) => theDatabase().spoil(kind, id, said),
  };
}
