import type { Storage, StoreItems } from 'botbuilder';
import type { Clock } from '../../core/ports/runtime.ts';
import type { DialogStore } from '../../core/ports/store/dialog-store.ts';

type StoredItem = Record<string, unknown> & { eTag?: string };

/** The SDK deletes by key alone. */
export interface DialogStorage extends Storage {
  /** Rejects with StaleETagError where something newer is stored. */
  deleteRead(key: string, eTag: string): Promise<void>;
}

/** The SDK's storage on our port. Values go through JSON, so that what a test keeps is what a database keeps. */
export function createDialogStorage(store: DialogStore, clock: Clock): DialogStorage {
  return {
    async read(keys) {
      if (!Array.isArray(keys)) throw new ReferenceError('keys are required when reading');
      const found = await store.read(keys);
      const items: StoreItems = {};
      for (const [key, { json, eTag }] of Object.entries(found)) {
        items[key] = { ...(JSON.parse(json) as object), eTag };
      }
      return items;
    },
    async write(changes) {
      if (typeof changes !== 'object') throw new ReferenceError('changes are required when writing');
      const entries = Object.entries(changes as Record<string, StoredItem>).map(([key, { eTag, ...item }]) => {
        return [key, { json: JSON.stringify(item), ...(eTag !== undefined && { eTag }) }] as const;
      });
      if (entries.length > 0) await store.write(Object.fromEntries(entries), clock.now());
    },
    async delete(keys) {
      await store.delete(Object.fromEntries(keys.map((key) => [key, {}])));
    },
    deleteRead: (key, eTag) => store.delete({ [key]: { eTag } }),
  };
}
