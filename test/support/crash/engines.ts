import { createMongoDatabase, serverUrl } from '../mongo-database.ts';
import { createSqliteDatabase } from '../sqlite-database.ts';

/** What the crash suites run over; MongoDB too where MONGODB_URI names a server. */
export const engines = [
  { name: 'SQLite', create: createSqliteDatabase },
  ...(serverUrl === undefined ? [] : [{ name: 'MongoDB', create: createMongoDatabase }]),
];
