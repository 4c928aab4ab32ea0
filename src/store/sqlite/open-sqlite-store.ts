import type { Store } from '../../core/ports/store/store.ts';
import { openConnection } from './engine/connection.ts';
import { migrate } from './schema/migrate.ts';
import { createSqliteStore } from './sqlite-store.ts';

/** `place` is what follows `sqlite:` in DATABASE_URL: a path, or `:memory:`. `now`: in milliseconds, from any moment on. */
export async function openSqliteStore(place: string, now?: () => number): Promise<Store> {
  if (place === '' || place.startsWith('//')) {
    throw new Error('DATABASE_URL must name a file: sqlite:./relative/path.db or sqlite:/absolute/path.db');
  }
  const connection = await openConnection(place, (database) => migrate(database), now);
  return createSqliteStore(connection);
}
