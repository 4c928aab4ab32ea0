import type { DatabaseSync } from 'node:sqlite';

/** The version of the tables, as SQLite keeps it in the file for whoever owns it. */
export function userVersionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
}
