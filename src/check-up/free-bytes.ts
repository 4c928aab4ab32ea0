import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Left for us where the database's file lies. Undefined where there is no such file, or no folder yet. */
export async function readFreeBytes(databaseUrl: string): Promise<number | undefined> {
  const [, file] = /^sqlite:(.+)$/i.exec(databaseUrl) ?? [];
  if (file === undefined || file === ':memory:') return undefined;
  try {
    const { bavail, bsize } = await statfs(dirname(file));
    return bavail * bsize;
  } catch {
    return undefined;
  }
}
