import type { Collection, Filter } from 'mongodb';
import { atOnce } from './at-once.ts';

const batchSize = 500;

/** Housekeeping in small writes, each well within the time that a call may take. Answers how many are gone. */
export async function deleteInBatches<Doc extends { _id: string }>(
  collection: Collection<Doc>,
  filter: Filter<Doc>,
): Promise<number> {
  let deleted = 0;
  for (;;) {
    const found = await atOnce(collection.find(filter).project<{ _id: string }>({ _id: 1 }), batchSize);
    const ids = found.map(({ _id }) => _id);
    // The filter again: what was renewed meanwhile stays.
    const batch =
      ids.length > 0
        ? await collection.deleteMany({ $and: [{ _id: { $in: ids } }, filter] } as Filter<Doc>)
        : undefined;
    deleted += batch?.deletedCount ?? 0;
    if (ids.length < batchSize) return deleted;
  }
}
