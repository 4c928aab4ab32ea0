import type { Store } from '../core/ports/store/store.ts';

const known = 'sqlite:./path/to/file.db or mongodb://host/database';

/**
 * Opens the store that the URL's scheme names, brings its tables up to date, and resolves when it can be used.
 * Each engine is loaded only when it is chosen. The URL may hold a password: errors name its scheme only.
 */
export async function openStore(databaseUrl: string): Promise<Store> {
  const [, scheme = '', place = ''] = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(databaseUrl) ?? [];
  switch (scheme.toLowerCase()) {
    case 'sqlite': {
      const { openSqliteStore } = await import('./sqlite/open-sqlite-store.ts');
      return openSqliteStore(place);
    }
    case 'mongodb':
    case 'mongodb+srv': {
      const { openMongoStore } = await import('./mongo/open-mongo-store.ts');
      return openMongoStore(databaseUrl);
    }
    case '':
      throw new Error(`DATABASE_URL has no scheme: use ${known}`);
    default:
      throw new Error(`DATABASE_URL has the scheme ${scheme}, which no store serves: use ${known}`);
  }
}
