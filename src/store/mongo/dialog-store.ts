import { randomUUID } from 'node:crypto';
import type { Collection } from 'mongodb';
import { StaleETagError, type DialogStore } from '../../core/ports/store/dialog-store.ts';
import { atOnce } from './engine/at-once.ts';
import { removedWhenUntouchedFor, touched, type Touched } from './engine/abandoned.ts';
import type { CollectionPlan } from './engine/collection.ts';
import { deleteInBatches } from './engine/delete-in-batches.ts';
import { unlessDuplicate, upsertInTurn } from './engine/upsert.ts';

export interface DialogDocument extends Touched {
  /** The messaging SDK's key. */
  _id: string;
  schemaVersion: number;
  json: string;
  eTag: string;
  writtenAt: Date;
}

export const dialogsPlan: CollectionPlan = {
  name: 'dialogs',
  indexes: [{ name: 'age', key: { writtenAt: 1 } }, removedWhenUntouchedFor(60)],
};

export function createDialogStore(dialogs: Collection<DialogDocument>): DialogStore {
  return {
    // Index: _id
    async read(keys) {
      const found = await atOnce(dialogs.find({ _id: { $in: [...keys] } }));
      const byKey = new Map(found.map(({ _id, json, eTag }) => [_id, { json, eTag }]));
      const known = keys.flatMap((key) => {
        const state = byKey.get(key);
        return state ? [[key, state] as const] : [];
      });
      return Object.fromEntries(known);
    },
    async write(changes, at) {
      for (const [key, { json, eTag }] of Object.entries(changes)) {
        await writeOne(dialogs, { key, json, at, ...knownBy(eTag) });
      }
    },
    async delete(keys) {
      for (const [key, { eTag }] of Object.entries(keys)) await deleteOne(dialogs, { key, ...knownBy(eTag) });
    },
    // Index: age
    deleteOlderThan: (before) => deleteInBatches(dialogs, { writtenAt: { $lt: before } }),
  };
}

function knownBy(eTag: string | undefined): { known?: string } {
  return eTag === undefined || eTag === '*' ? {} : { known: eTag };
}

/** Index: _id. */
async function deleteOne(
  dialogs: Collection<DialogDocument>,
  { key, known }: { key: string; known?: string },
): Promise<void> {
  const deleted = await dialogs.deleteOne({ _id: key, ...(known !== undefined && { eTag: known }) });
  if (known === undefined || deleted.deletedCount === 1) return;
  // Where nothing is stored any eTag will do.
  if (await dialogs.findOne({ _id: key }, { projection: { _id: 1 } })) throw new StaleETagError(key);
}

/** `known`: the eTag that whoever writes has read. Index: _id. */
export async function writeOne(
  dialogs: Collection<DialogDocument>,
  { key, json, at, known }: { key: string; json: string; at: Date; known?: string },
): Promise<void> {
  const fields = { schemaVersion: 1, json, eTag: randomUUID(), writtenAt: at };
  const update = { $set: fields, ...touched };
  if (known === undefined) {
    await upsertInTurn(() => dialogs.updateOne({ _id: key }, update, { upsert: true }));
    return;
  }
  // Where nothing is stored any eTag will do: the upsert then inserts. Where another one is, `_id` refuses that.
  const isWritten = await unlessDuplicate(() => dialogs.updateOne({ _id: key, eTag: known }, update, { upsert: true }));
  if (!isWritten) throw new StaleETagError(key);
}
