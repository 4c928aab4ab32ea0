import { rmSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openStore } from '../../src/store/open-store.ts';
import type { TestDatabase } from '../contract/test-database.ts';

let template: Promise<string> | undefined;

/** A fresh file in a fresh folder: a copy of one that has its tables, because making them is most of a test's time. */
export async function createSqliteDatabase(): Promise<TestDatabase & { url: string; path: string }> {
  template ??= createTemplate();
  const folder = await createFolder();
  const path = join(folder, 'store.db');
  await copyFile(await template, path);
  const url = `sqlite:${path}`;
  return {
    url,
    path,
    connect: () => openStore(url),
    spoil: async (...record) => spoil(path, record),
    remove: () => rm(folder, { recursive: true }),
  };
}

function spoil(path: string, [kind, id, said]: Parameters<TestDatabase['spoil']>): void {
  const database = new DatabaseSync(path);
  const update =
    kind === 'transition'
      ? 'UPDATE transitions SET document = :said WHERE transition_id = :id'
      : 'UPDATE deliveries SET message = :said WHERE delivery_id = :id';
  database.prepare(update).run({ id, said: JSON.stringify(said) });
  database.close();
}

export function createFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'partner-connect-'));
}

async function createTemplate(): Promise<string> {
  const folder = await createFolder();
  const path = join(folder, 'template.db');
  const store = await openStore(`sqlite:${path}`);
  await store.close();
  process.once('exit', () => {
    rmSync(folder, { recursive: true });
  });
  return path;
}
