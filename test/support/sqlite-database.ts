import { rmSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
    remove: () => rm(folder, { recursive: true }),
  };
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
