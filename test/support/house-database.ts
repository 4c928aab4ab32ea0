import type { TestDatabase } from '../contract/test-database.ts';
import { createMongoDatabase } from './mongo-database.ts';
import { createSqliteDatabase } from './sqlite-database.ts';

/** What houses live on: SQLite files, or with HOUSES_ON=mongodb databases on the server of MONGODB_URI. */
export const createHouseDatabase: () => Promise<TestDatabase & { url: string }> =
  process.env['HOUSES_ON'] === 'mongodb' ? createMongoDatabase : createSqliteDatabase;
