import { MongoClient, type MongoClientOptions } from 'mongodb';
import type { Store } from '../../core/ports/store/store.ts';
import { collectionPlans } from './collections.ts';
import { ensureIndexes } from './engine/collection.ts';
import { createMongoStore } from './mongo-store.ts';
import { migrate } from './schema-version.ts';

/**
 * What was acknowledged is on the disks of a majority, and what is read was acknowledged: a primary that is lost takes
 * nothing with it.
 */
const promises = {
  appName: 'partner-connect',
  // Shorter than the socket's patience, so that the server's own answer comes.
  writeConcern: { w: 'majority', journal: true, wtimeoutMS: 4_000 },
  readConcern: { level: 'majority' },
  readPreference: 'primary',
  ignoreUndefined: true,
  serverSelectionTimeoutMS: 3_000,
  connectTimeoutMS: 3_000,
} satisfies MongoClientOptions;

/** Calls end within seconds, so that people get an answer; the driver keeps connecting by itself. */
const patience = { maxPoolSize: 20, waitQueueTimeoutMS: 3_000, socketTimeoutMS: 5_000 } satisfies MongoClientOptions;

/** Of the client that serves. */
export const servingOptions = { ...promises, ...patience } satisfies MongoClientOptions;

const defaultDatabase = 'partner-connect';

/** The URL may name hosts, credentials, TLS, the replica set and the database; what the service relies on is set here. */
export async function openMongoStore(databaseUrl: string): Promise<Store> {
  const name = databaseOf(databaseUrl);
  // On a connection of its own: an index is built as long as the collection is large.
  const builder = createClient(databaseUrl, promises);
  try {
    const db = builder.db(name);
    await migrate(db);
    await Promise.all(collectionPlans.map((plan) => ensureIndexes(db, plan)));
  } finally {
    await builder.close();
  }
  const client = createClient(databaseUrl, servingOptions);
  return createMongoStore(client, client.db(name));
}

function createClient(databaseUrl: string, options: MongoClientOptions): MongoClient {
  try {
    return new MongoClient(databaseUrl, options);
  } catch {
    // The driver's own words may repeat the URL, and with it a password.
    throw new Error('DATABASE_URL is not a MongoDB connection string: use mongodb://host:27017/partner-connect');
  }
}

function databaseOf(databaseUrl: string): string {
  const [, name = ''] = /^[^:]+:\/\/[^/?]*\/([^?]*)/.exec(databaseUrl) ?? [];
  return name === '' ? defaultDatabase : decodeURIComponent(name);
}
