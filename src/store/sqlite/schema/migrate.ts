import type { DatabaseSync } from 'node:sqlite';
import { newerRelease } from '../../version-guard.ts';
import { userVersionOf } from '../engine/user-version.ts';
import { conversationsGone } from './conversations-gone.ts';
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
  conversationsGone,
];

/** Runs those that this database has not seen. The caller holds the write lock, so that one process does it once. Answers with the newest. */
export function migrate(database: DatabaseSync, steps: readonly string[] = migrations): number {
  const version = userVersionOf(database);
  if (version > steps.length) throw newerRelease(version, steps.length);
  if (version === steps.length) return version;
  for (const step of steps.slice(version)) database.exec(step);
  database.exec(`PRAGMA user_version = ${steps.length}`);
  return steps.length;
}
