import { z } from 'zod';
import type { SecretStore } from '../../core/ports/store/secret-store.ts';
import type { Connection } from './engine/connection.ts';

const secretRow = z.object({ version: z.number(), value: z.string() });

export function createSecretStore(connection: Connection): SecretStore {
  const find = connection.query('SELECT version, value FROM secrets WHERE name = :name', secretRow);
  const insert = connection.command(
    'INSERT INTO secrets (name, version, value) VALUES (:name, 1, :value) ON CONFLICT DO NOTHING',
  );
  const replace = connection.command(
    'UPDATE secrets SET version = version + 1, value = :value WHERE name = :name AND version = :version',
  );

  return {
    get: (name) => connection.run(() => find({ name })[0]),
    put: (name, value, { version }) =>
      connection.run(() => (version === 0 ? insert({ name, value }) : replace({ name, value, version })) === 1),
  };
}
