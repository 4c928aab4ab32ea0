import type { DatabaseSync } from 'node:sqlite';
import { deliveryUpkeep } from './delivery-upkeep.ts';
import { firstTables } from './first-tables.ts';
import { microsoftSubjects } from './microsoft-subjects.ts';
import { namesErased } from './names-erased.ts';
import { secrets } from './secrets.ts';
import { turnLanes } from './turn-lanes.ts';

/** In order, forward only. One that has been released is never edited: a change is a new one at the end. */
export const migrations: readonly string[] = [
  firstTables,
  microsoftSubjects,
  secrets,
  turnLanes,
  deliveryUpkeep,
  namesErased,
];

/** Runs those that this database has not seen. The caller holds the write lock, so that one process does it once. */
export function migrate(database: DatabaseSync, steps: readonly string[] = migrations): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
  if (version > steps.length) {
    throw new Error(
      `The database of DATABASE_URL has version ${version}; this program knows versions up to ${steps.length}. ` +
        'It was written by a newer release.',
    );
  }
  if (version === steps.length) return;
  for (const step of steps.slice(version)) database.exec(step);
  database.exec(`PRAGMA user_version = ${steps.length}`);
}
