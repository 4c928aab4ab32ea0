import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { StaleETagError, type DialogStore } from '../../core/ports/store/dialog-store.ts';
import type { Connection } from './engine/connection.ts';
import { deleteInBatches } from './engine/delete-in-batches.ts';

export function createDialogStore(connection: Connection): DialogStore {
  const { find, overwrite, remove, removeOld } = prepareStatements(connection);

  /** As the SDK's own stores do: where nothing is stored, nothing can have changed. */
  const refuseStale = (key: string, eTag: string | undefined): void => {
    const [stored] = find({ key });
    if (stored && eTag !== undefined && eTag !== '*' && eTag !== stored.etag) throw new StaleETagError(key);
  };

  return {
    async read(keys) {
      const found = await connection.run(() =>
        keys.flatMap((key) => find({ key }).map((state) => [key, { json: state.json, eTag: state.etag }] as const)),
      );
      return Object.fromEntries(found);
    },

    async write(changes, at) {
      await connection.transact(() => {
        for (const [key, { json, eTag }] of Object.entries(changes)) {
          refuseStale(key, eTag);
          overwrite({ key, json, newETag: randomUUID(), at: at.getTime() });
        }
      });
    },

    async delete(keys) {
      await connection.transact(() => {
        for (const [key, { eTag }] of Object.entries(keys)) {
          refuseStale(key, eTag);
          remove({ key });
        }
      });
    },

    deleteOlderThan: (before) =>
      deleteInBatches(connection, ({ limit }) => removeOld({ before: before.getTime(), limit })),
  };
}

function prepareStatements(connection: Connection) {
  return {
    find: connection.query(
      'SELECT json, etag FROM dialog_states WHERE key = :key',
      z.object({ json: z.string(), etag: z.string() }),
    ),
    overwrite: connection.command(
      `INSERT INTO dialog_states (key, json, etag, written_at) VALUES (:key, :json, :newETag, :at)
       ON CONFLICT DO UPDATE SET json = excluded.json, etag = excluded.etag, written_at = excluded.written_at`,
    ),
    remove: connection.command('DELETE FROM dialog_states WHERE key = :key'),
    removeOld: connection.command(
      `DELETE FROM dialog_states WHERE key IN
         (SELECT key FROM dialog_states WHERE written_at < :before LIMIT :limit)`,
    ),
  };
}
