import type { Db } from 'mongodb';
import { newerRelease } from '../version-guard.ts';
import { dropIndex } from './engine/drop-index.ts';
import { unlessDuplicate } from './engine/upsert.ts';
import { renewSearchKeys } from './transitions/renew-search-keys.ts';
import { dropFormerTurns } from './turn-store.ts';

/** Leads to the next version. Instances that start at once may both run it, so that doing it twice changes nothing. */
export type Migration = (db: Db) => Promise<void>;

/** In order, forward only. One that has been released is never edited: a change is a new one at the end. */
const migrations: readonly Migration[] = [letEphemeralValuesLive, renewSearchKeys, dropFormerTurns];

/** An index removed them after 30 days, also those that were to live for a year; it stands in the way of the one that does not. */
function letEphemeralValuesLive(db: Db): Promise<void> {
  return dropIndex(db, 'ephemeralValues', 'abandoned');
}

interface SchemaDocument {
  _id: 'schema';
  version: number;
}

const named = { _id: 'schema' } as const;

export const currentVersion = migrations.length + 1;

/** Undefined for a database that no release has written to. */
export async function versionOf(db: Db): Promise<number | undefined> {
  return (await db.collection<SchemaDocument>('schema').findOne(named))?.version;
}

/** Brings the database up to this program's version, or says that a newer one has it. Version 1 has no migration. */
export async function migrate(db: Db, steps: readonly Migration[] = migrations): Promise<void> {
  const schema = db.collection<SchemaDocument>('schema');
  const current = steps.length + 1;
  await unlessDuplicate(() => schema.updateOne(named, { $setOnInsert: { version: current } }, { upsert: true }));
  const version = (await versionOf(db)) ?? current;
  if (version > current) throw newerRelease(version, current);
  for (const [index, step] of steps.slice(version - 1).entries()) {
    await step(db);
    await schema.updateOne(named, { $max: { version: version + index + 1 } });
  }
}
