import type { Db } from 'mongodb';
import { atOnce } from '../engine/at-once.ts';
import { dropIndex } from '../engine/drop-index.ts';
import { searchKeysOf } from './search-keys.ts';
import { transitionsPlan, type TransitionDocument } from './transition-document.ts';

const batchSize = 500;
const keysOnly = { organisationId: 1, searchText: 1 } as const;

/** Every transition gets the keys that this release looks for; the index of the former ones goes first. */
export async function renewSearchKeys(db: Db): Promise<void> {
  const transitions = db.collection<TransitionDocument>(transitionsPlan.name);
  await dropIndex(db, transitionsPlan.name, 'search');
  for (let last: string | undefined; ;) {
    const page = transitions.find(last === undefined ? {} : { _id: { $gt: last } }, { projection: keysOnly });
    const found = await atOnce(page.sort({ _id: 1 }), batchSize);
    if (found.length > 0) {
      await transitions.bulkWrite(
        found.map(({ _id, organisationId, searchText }) => ({
          updateOne: { filter: { _id }, update: { $set: { searchKeys: searchKeysOf(organisationId, searchText) } } },
        })),
        { ordered: false },
      );
    }
    if (found.length < batchSize) return;
    last = found.at(-1)?._id;
  }
}
