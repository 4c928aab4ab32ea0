import assert from 'node:assert/strict';
import { chmod, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { z } from 'zod';
import { openConnection, type Connection } from '../../../../src/store/sqlite/engine/connection.ts';
import { deleteInBatches } from '../../../../src/store/sqlite/engine/delete-in-batches.ts';
import { createSqliteDatabase } from '../../../support/sqlite-database.ts';

const unavailable = { name: 'AppError', code: 'STORE_UNAVAILABLE' };

describe('a SQLite connection', () => {
  let database: Awaited<ReturnType<typeof createSqliteDatabase>>;
  let connection: Connection;

  beforeEach(async () => {
    database = await createSqliteDatabase();
    connection = await openConnection(database.path, (raw) => {
      raw.exec('CREATE TABLE IF NOT EXISTS numbers (n INTEGER PRIMARY KEY) STRICT');
      return 0;
    });
  });

  afterEach(async () => {
    connection.close();
    await database.remove();
  });

  const numbers = () => connection.query('SELECT n FROM numbers ORDER BY n', z.object({ n: z.number() }))({});

  it('has every acknowledged write on the disk', () => {
    const pragma = (name: string) => connection.query(`PRAGMA ${name}`, z.record(z.string(), z.unknown()))({})[0];

    assert.deepEqual(pragma('journal_mode'), { journal_mode: 'wal' });
    assert.deepEqual(pragma('synchronous'), { synchronous: 2 });
    assert.deepEqual(pragma('foreign_keys'), { foreign_keys: 1 });
  });

  it('overwrites what is deleted', () => {
    const pragma = connection.query('PRAGMA secure_delete', z.object({ secure_delete: z.number() }));

    assert.deepEqual(pragma({}), [{ secure_delete: 1 }]);
  });

  it('makes its files for nobody else, also in a folder that was there', async () => {
    const folder = dirname(database.path);
    const path = join(folder, 'fresh.db');
    await chmod(folder, 0o755);
    const umask = process.umask(0o022);
    const fresh = await openConnection(path, (raw) => {
      raw.exec('CREATE TABLE numbers (n INTEGER PRIMARY KEY) STRICT');
      return 0;
    }).finally(() => process.umask(umask));

    for (const file of [path, `${path}-wal`, `${path}-shm`]) {
      assert.equal((await stat(file)).mode & 0o777, 0o600, file);
    }

    fresh.close();
  });

  it('leaves the mode of a file that was there', async () => {
    connection.close();
    await chmod(database.path, 0o640);

    connection = await openConnection(database.path, () => 0);

    assert.equal((await stat(database.path)).mode & 0o777, 0o640);
  });

  it('is out of reach when the disk is full, and can be used again when it is not', async () => {
    const insert = connection.command('INSERT INTO numbers VALUES (:n)');
    const fill = connection.command('CREATE TABLE filling AS SELECT randomblob(100000) AS bytes');
    const setMaxPages = (pages: number) =>
      connection.query(`PRAGMA max_page_count = ${String(pages)}`, z.record(z.string(), z.unknown()))({});
    setMaxPages(1);

    await assert.rejects(
      connection.run(() => fill({})),
      unavailable,
    );
    await assert.rejects(
      connection.transact(() => fill({})),
      unavailable,
    );

    setMaxPages(1_000_000);
    await connection.transact(() => insert({ n: 1 }));
    assert.deepEqual(numbers(), [{ n: 1 }]);
  });

  it('is out of reach when the file can only be read', async () => {
    const insert = connection.command('INSERT INTO numbers VALUES (:n)');
    connection.command('PRAGMA query_only = ON')({});

    await assert.rejects(
      connection.run(() => insert({ n: 1 })),
      unavailable,
    );
  });

  it('goes by what its program knows, also when a newer one comes just after the lock', async () => {
    let at = 0;
    const older = await openConnection(
      database.path,
      (raw) => {
        raw.exec('PRAGMA user_version = 2');
        return 1;
      },
      () => at,
    );
    at = 10_000;

    await assert.rejects(
      older.run(() => undefined),
      unavailable,
    );

    older.close();
  });

  it('leaves nothing in the log when it is emptied', async () => {
    const insert = connection.command('INSERT INTO numbers VALUES (:n)');
    await connection.run(() => insert({ n: 1 }));
    assert.notEqual((await stat(`${database.path}-wal`)).size, 0);

    await connection.emptyLog();

    assert.equal((await stat(`${database.path}-wal`)).size, 0);
    assert.deepEqual(numbers(), [{ n: 1 }]);
  });

  it('undoes all of a write that fails in the middle', async () => {
    const insert = connection.command('INSERT INTO numbers VALUES (:n)');

    await assert.rejects(
      connection.transact(() => {
        insert({ n: 1 });
        insert({ n: 1 });
      }),
      { errcode: 1555 },
    );

    assert.deepEqual(numbers(), []);
    await connection.transact(() => insert({ n: 2 }));
    assert.deepEqual(numbers(), [{ n: 2 }]);
  });

  it('lets other work go on while another process holds the lock, and writes when it is free', async () => {
    const other = new DatabaseSync(database.path);
    other.exec('BEGIN IMMEDIATE; INSERT INTO numbers VALUES (1)');
    const insert = connection.command('INSERT INTO numbers VALUES (:n)');

    const single = connection.run(() => insert({ n: 2 }));
    const several = connection.transact(() => insert({ n: 3 }));

    other.exec('COMMIT');
    other.close();
    await Promise.all([single, several]);
    assert.deepEqual(numbers(), [{ n: 1 }, { n: 2 }, { n: 3 }]);
  });

  it('deletes in batches until nothing is left', async () => {
    const insert = connection.command(
      'WITH RECURSIVE count (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < :last) INSERT INTO numbers SELECT n FROM count',
    );
    await connection.run(() => insert({ last: 1200 }));
    const remove = connection.command('DELETE FROM numbers WHERE n IN (SELECT n FROM numbers LIMIT :limit)');
    const batches: number[] = [];

    const deleted = await deleteInBatches(connection, ({ limit }) => {
      const batch = remove({ limit });
      batches.push(batch);
      return batch;
    });

    assert.equal(deleted, 1200);
    assert.ok(batches.length > 1);
    assert.deepEqual(numbers(), []);
  });
});
