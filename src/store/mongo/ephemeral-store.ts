import type { Collection } from 'mongodb';
import type { EphemeralStore } from '../../core/ports/store/ephemeral-store.ts';
import { removedWhenUntouchedFor, touched, type Touched } from './engine/abandoned.ts';
import type { CollectionPlan } from './engine/collection.ts';
import { deleteInBatches } from './engine/delete-in-batches.ts';
import { unlessDuplicate, upsertInTurn } from './engine/upsert.ts';

export interface EphemeralDocument extends Touched {
  _id: string;
  schemaVersion: number;
  json: string;
  expiresAt: Date;
}

/** What operators were told is remembered for a year. */
const longestLifeDays = 400;

export const ephemeralPlan: CollectionPlan = {
  name: 'ephemeralValues',
  indexes: [{ name: 'end', key: { expiresAt: 1 } }, removedWhenUntouchedFor(longestLifeDays, 'longAbandoned')],
};

/** Every read looks at the end itself: the server removes late. */
export function createEphemeralStore(values: Collection<EphemeralDocument>): EphemeralStore {
  const alive = (_id: string, now: Date) => ({ _id, expiresAt: { $gt: now } });
  const setTo = (json: string, expiresAt: Date) => ({ $set: { schemaVersion: 1, json, expiresAt }, ...touched });

  return {
    // Index: _id
    async put(key, json, expiresAt) {
      await upsertInTurn(() => values.updateOne({ _id: key }, setTo(json, expiresAt), { upsert: true }));
    },
    // Where one is alive, the condition fails and `_id` refuses the insert. Index: _id.
    putIfAbsent: (key, json, { now, expiresAt }) =>
      unlessDuplicate(() =>
        values.updateOne({ _id: key, expiresAt: { $lte: now } }, setTo(json, expiresAt), { upsert: true }),
      ),
    // Index: _id
    get: async (key, now) => (await values.findOne(alive(key, now)))?.json,
    // Index: _id
    take: async (key, now) => (await values.findOneAndDelete(alive(key, now)))?.json,
    // Index: end
    deleteExpired: (now) => deleteInBatches(values, { expiresAt: { $lte: now } }),
  };
}
