import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'mocha';
import { MongoClient, type Db } from 'mongodb';
import { openStore } from '../../src/store/open-store.ts';
import type { TestDatabase } from '../contract/test-database.ts';

/** The server that the tests may use; without one they are skipped, unless REQUIRE_MONGO says that this is a failure. */
export const serverUrl = process.env['MONGODB_URI'];
const isRequired = process.env['REQUIRE_MONGO'] === '1';

export interface MongoDatabase {
  /** A database that nothing has been written to, for tests that look into it. */
  fresh: (part: string) => Promise<Db>;
  urlOf: (db: Db) => string;
  /** An empty database for one test: the same one as before, emptied, because making its indexes takes long. */
  create: () => Promise<TestDatabase>;
}

/** A fresh database of its own, on the server of MONGODB_URI. */
export async function createMongoDatabase(): Promise<TestDatabase & { url: string }> {
  if (serverUrl === undefined) throw new Error('MONGODB_URI names no server');
  const name = newName();
  const url = withDatabase(serverUrl, name);
  return {
    url,
    connect: () => openStore(url),
    async spoil(...record) {
      const client = new MongoClient(serverUrl);
      await spoil(client.db(name), record);
      await client.close();
    },
    async remove() {
      const client = new MongoClient(serverUrl);
      await client.db(name).dropDatabase();
      await client.close();
    },
  };
}

/** Suites that need a MongoDB server: a database name of their own, dropped when they are over. */
export function describeOnMongo(title: string, define: (database: MongoDatabase) => void): void {
  describe(title, () => {
    if (serverUrl === undefined) {
      describeAbsence();
      return;
    }
    const name = newName();
    const client = new MongoClient(serverUrl, { serverSelectionTimeoutMS: 5_000 });
    const made = new Set([name]);
    const urlOf = (databaseName: string) => withDatabase(serverUrl, databaseName);
    before(async () => {
      await client.connect();
    });
    after(async () => {
      for (const database of made) await client.db(database).dropDatabase();
      await client.close();
    });
    define({
      urlOf: ({ databaseName }) => urlOf(databaseName),
      async fresh(part) {
        made.add(`${name}-${part}`);
        return client.db(`${name}-${part}`);
      },
      create: async () => ({
        connect: () => openStore(urlOf(name)),
        spoil: (...record) => spoil(client.db(name), record),
        remove: () => empty(client, name),
      }),
    });
  });
}

function newName(): string {
  return `partner-connect-test-${randomUUID().slice(0, 8)}`;
}

function describeAbsence(): void {
  if (isRequired) {
    it('has a server', () => {
      throw new Error('REQUIRE_MONGO=1, but MONGODB_URI names no server');
    });
    return;
  }
  it.skip('SKIPPED: no server. Give one with MONGODB_URI=mongodb://127.0.0.1:27017', () => undefined);
}

async function spoil(db: Db, [kind, id, said]: Parameters<TestDatabase['spoil']>): Promise<void> {
  const place = kind === 'transition' ? { transitionId: id } : { _id: id };
  const collection = db.collection<{ _id: string }>(kind === 'transition' ? 'transitions' : 'deliveries');
  await collection.updateOne(place, { $unset: { schemaVersion: '', transition: '', recipient: '', content: '' } });
  await collection.updateOne(place, { $set: said });
}

async function empty(client: MongoClient, name: string): Promise<void> {
  const collections = await client.db(name).collections();
  const filled = collections.filter(({ collectionName }) => collectionName !== 'schema');
  await Promise.all(filled.map((collection) => collection.deleteMany({})));
}

/** Whatever database the URL names: the tests never touch that one. */
function withDatabase(url: string, name: string): string {
  const [, hosts = '', query = ''] = /^([^:]+:\/\/[^/?]*)\/?[^?]*(\?.*)?$/.exec(url) ?? [];
  return `${hosts}/${name}${query}`;
}
