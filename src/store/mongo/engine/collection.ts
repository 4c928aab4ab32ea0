import { setTimeout as wait } from 'node:timers/promises';
import { MongoServerError, type Db, type IndexDescription } from 'mongodb';

/** A collection and what its queries rely on. Names are for good: an index that changes gets another name. */
export interface CollectionPlan {
  name: string;
  indexes: readonly IndexDescription[];
}

/** Another instance makes the same collection or builds an index of it just now. */
const meanwhileCodes = [48, 112, 117, 40333];
const attempts = 20;

/**
 * Makes what is missing and leaves the rest. Several instances may do it at once; some engines build one index at a time
 * and refuse the second meanwhile.
 */
export async function ensureIndexes(db: Db, { name, indexes }: CollectionPlan): Promise<void> {
  for (let attempt = 1; indexes.length > 0; attempt += 1) {
    try {
      await db.collection(name).createIndexes([...indexes]);
      return;
    } catch (error) {
      const isMeanwhile = error instanceof MongoServerError && meanwhileCodes.includes(Number(error.code));
      if (!isMeanwhile || attempt === attempts) throw error;
    }
    await wait(attempt * 200);
  }
}
