import { createSqliteDatabase } from '../sqlite-database.ts';

/** What the crash suites run over. */
export const engines = [{ name: 'SQLite', create: createSqliteDatabase }];
