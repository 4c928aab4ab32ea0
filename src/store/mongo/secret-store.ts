import type { Collection } from 'mongodb';
import type { SecretStore } from '../../core/ports/store/secret-store.ts';
import type { CollectionPlan } from './engine/collection.ts';
import { unlessDuplicate } from './engine/upsert.ts';

export interface SecretDocument {
  /** The secret's name. */
  _id: string;
  schemaVersion: number;
  version: number;
  value: string;
}

export const secretsPlan: CollectionPlan = { name: 'secrets', indexes: [] };

export function createSecretStore(secrets: Collection<SecretDocument>): SecretStore {
  return {
    // Index: _id
    async get(name) {
      const document = await secrets.findOne({ _id: name });
      return document ? { version: document.version, value: document.value } : undefined;
    },
    // Index: _id
    async put(name, value, { version }) {
      if (version === 0) {
        return unlessDuplicate(() => secrets.insertOne({ _id: name, schemaVersion: 1, version: 1, value }));
      }
      const { matchedCount } = await secrets.updateOne(
        { _id: name, version },
        { $set: { value }, $inc: { version: 1 } },
      );
      return matchedCount === 1;
    },
  };
}
