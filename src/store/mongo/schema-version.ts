import type { Db } from 'mongodb';
import { unlessDuplicate } from './engine/upsert.ts';

/** Leads to the next version. Instances that start at once may both run it, so that doing it twice changes nothing. */
export type Migration = (db: Db) => Promise<void>;

/** In order, forward only. One that has been released is never edited: a change is a new one at the end. */
const migrations: readonly Migration[] = [letEphemeralValuesLive];

/** An index removed them after 30 days, also those that were to live for a year; it stands in the way of the one that does not. */
async function letEphemeralValuesLive(db: Db): Promise<void> {
  const name = 'ephemeralValues';
  try {
    await db.collection(name).dropIndex('abandoned');
  } catch (error) {
    // Nobody made it yet, or another instance was quicker: engines word that differently, so that looking tells.
    const isMade = (await db.listCollections({ name }).toArray()).length > 0;
    const indexes = isMade ? await db.collection(name).indexes() : [];
    if (indexes.some((index) => index.name === 'abandoned')) throw error;
  }
}

interface SchemaDocument {
  _id: 'schema';
  version: number;
}

const named = { _id: 'schema' } as const;

/** Brings the database up to this program's version, or says that a newer one has it. Version 1 has no migration. */
export async function migrate(db: Db, steps: readonly Migration[] = migrations): Promise<void> {
  const schema = db.collection<SchemaDocument>('schema');
  const current = steps.length + 1;
  await unlessDuplicate(() => schema.updateOne(named, { $setOnInsert: { version: current } }, { upsert: true }));
  const version = (await schema.findOne(named))?.version ?? current;
  if (version > current) {
    throw new Error(
      `The database of DATABASE_URL has version ${version}; this program knows versions up to ${current}. ` +
        'It was written by a newer release.',
    );
  }
  for (const [index, step] of steps.slice(version - 1).entries()) {
    await step(db);
    await schema.updateOne(named, { $max: { version: version + index + 1 } });
  }
}
