import { z } from 'zod';
import type { EphemeralStore } from '../../core/ports/store/ephemeral-store.ts';
import type { Connection } from './engine/connection.ts';
import { deleteInBatches } from './engine/delete-in-batches.ts';

const valueRow = z.object({ json: z.string() });

export function createEphemeralStore(connection: Connection): EphemeralStore {
  const put = connection.command(
    `INSERT INTO ephemeral_values (key, json, expires_at) VALUES (:key, :json, :expiresAt)
     ON CONFLICT DO UPDATE SET json = excluded.json, expires_at = excluded.expires_at`,
  );
  const putIfAbsent = connection.command(
    `INSERT INTO ephemeral_values (key, json, expires_at) VALUES (:key, :json, :expiresAt)
     ON CONFLICT DO UPDATE SET json = excluded.json, expires_at = excluded.expires_at WHERE expires_at <= :now`,
  );
  const find = connection.query('SELECT json FROM ephemeral_values WHERE key = :key AND expires_at > :now', valueRow);
  const take = connection.query(
    'DELETE FROM ephemeral_values WHERE key = :key AND expires_at > :now RETURNING json',
    valueRow,
  );
  const removeExpired = connection.command(
    `DELETE FROM ephemeral_values WHERE key IN
       (SELECT key FROM ephemeral_values WHERE expires_at <= :now LIMIT :limit)`,
  );

  return {
    async put(key, json, expiresAt) {
      await connection.run(() => put({ key, json, expiresAt: expiresAt.getTime() }));
    },
    async putIfAbsent(key, json, { now, expiresAt }) {
      const values = { key, json, expiresAt: expiresAt.getTime(), now: now.getTime() };
      return connection.run(() => putIfAbsent(values) === 1);
    },
    get: (key, now) => connection.run(() => find({ key, now: now.getTime() })[0]?.json),
    take: (key, now) => connection.run(() => take({ key, now: now.getTime() })[0]?.json),
    deleteExpired: (now) => deleteInBatches(connection, ({ limit }) => removeExpired({ now: now.getTime(), limit })),
  };
}
