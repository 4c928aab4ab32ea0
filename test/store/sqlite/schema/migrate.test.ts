import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'mocha';
import { openStore } from '../../../../src/store/open-store.ts';
import { migrate, migrations } from '../../../../src/store/sqlite/schema/migrate.ts';
import { assertKeptFromVersion1 } from '../../../support/kept-from-version-1.ts';
import { createFolder } from '../../../support/sqlite-database.ts';

/** A database as version 1 wrote it: its tables and one row of each. */
const version1 = new URL('../../../fixtures/store/sqlite-version-1.sql', import.meta.url);

describe('the versions of the SQLite tables', () => {
  it('are reached from nothing, in order, and each once', () => {
    const database = new DatabaseSync(':memory:');
    const steps = ['CREATE TABLE a (n)', 'CREATE TABLE b (n); INSERT INTO a VALUES (1)'];

    migrate(database, steps.slice(0, 1));
    migrate(database, steps);
    migrate(database, steps);

    assert.equal(versionOf(database), 2);
    assert.equal(database.prepare('SELECT count(*) AS number FROM a').get()?.['number'], 1);
    database.close();
  });

  it('are the same from nothing and from version 1', async () => {
    const [fresh, old] = [new DatabaseSync(':memory:'), new DatabaseSync(':memory:')];
    old.exec(await readFile(version1, 'utf8'));

    migrate(fresh);
    migrate(old);

    assert.equal(versionOf(old), migrations.length);
    assert.deepEqual(schemaOf(old), schemaOf(fresh));
    fresh.close();
    old.close();
  });

  it('keep what version 1 wrote', async () => {
    const folder = await createFolder();
    const path = join(folder, 'old.db');
    const old = new DatabaseSync(path);
    old.exec(await readFile(version1, 'utf8'));
    old.close();

    const store = await openStore(`sqlite:${path}`);

    await assertKeptFromVersion1(store);
    assert.equal(await store.secrets.put('new', 'sealed', { version: 0 }), true);
    await store.close();
    await rm(folder, { recursive: true });
  });

  it('are refused when a newer release wrote them', () => {
    const database = new DatabaseSync(':memory:');
    database.exec('PRAGMA user_version = 3');

    assert.throws(() => {
      migrate(database, ['CREATE TABLE a (n)']);
    }, /DATABASE_URL has version 3; this program knows versions up to 1/);
    database.close();
  });

  it('are made once when several processes open a new file at once', async () => {
    const folder = await createFolder();
    const path = join(folder, 'new.db');

    const stores = await Promise.all(Array.from({ length: 4 }, () => openStore(`sqlite:${path}`)));

    for (const store of stores) {
      await assert.doesNotReject(store.ping());
      await store.close();
    }
    await rm(folder, { recursive: true });
  });
});

function versionOf(database: DatabaseSync): unknown {
  return database.prepare('PRAGMA user_version').get()?.['user_version'];
}

function schemaOf(database: DatabaseSync): unknown {
  return database
    .prepare("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name")
    .all()
    .map((row) => ({ ...row }));
}
