import assert from 'node:assert/strict';
import { rm, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describe, it } from 'mocha';
import { openStore } from '../../src/store/open-store.ts';
import { testNow } from '../support/fake-clock.ts';
import { aTransition, testOrganisationId } from '../support/records.ts';
import { createFolder } from '../support/sqlite-database.ts';

describe('opening the store', () => {
  it('makes the folder of a file that does not exist yet', async () => {
    const folder = await createFolder();
    const path = join(folder, 'data', 'deep', 'store.db');

    const store = await openStore(`sqlite:${path}`);

    await store.close();
    assert.equal((await stat(path)).isFile(), true);
    await rm(folder, { recursive: true });
  });

  it('takes a relative path from the working directory', async () => {
    const folder = await createFolder();
    const path = join(folder, 'store.db');

    const store = await openStore(`sqlite:${relative(process.cwd(), path)}`);

    await store.close();
    assert.equal((await stat(path)).isFile(), true);
    await rm(folder, { recursive: true });
  });

  it('keeps a database in memory apart from every other', async () => {
    const [one, other] = [await openStore('sqlite::memory:'), await openStore('SQLite::memory:')];
    const transition = aTransition();

    await one.transitions.insert(transition, { visitDueAt: testNow });

    assert.deepEqual(await one.transitions.get(testOrganisationId, transition.transitionId), transition);
    assert.equal(await other.transitions.get(testOrganisationId, transition.transitionId), undefined);
    await one.close();
    await other.close();
  });

  it('refuses a file that is not a database', async () => {
    const folder = await createFolder();
    const path = join(folder, 'store.db');
    await writeFile(
      path,
      'this is a text, and a long enough one to be taken for the header of a database file'.repeat(20),
    );

    await assert.rejects(openStore(`sqlite:${path}`));

    await rm(folder, { recursive: true });
  });

  const refused: readonly [string, RegExp][] = [
    ['', /DATABASE_URL has no scheme/],
    ['./data/store.db', /DATABASE_URL has no scheme/],
    ['postgres://user:secret@db/name', /DATABASE_URL has the scheme postgres,/],
    ['mongodb://', /DATABASE_URL is not a MongoDB connection string/],
    ['mongodb://user:secret@host:not-a-port/name', /DATABASE_URL is not a MongoDB connection string/],
    ['sqlite:', /DATABASE_URL must name a file/],
    ['sqlite://data/store.db', /DATABASE_URL must name a file/],
  ];
  for (const [url, message] of refused) {
    it(`says in words what is wrong with ${JSON.stringify(url)}, without what may be secret`, async () => {
      await assert.rejects(openStore(url), (error) => {
        assert.ok(error instanceof Error);
        assert.match(error.message, message);
        assert.doesNotMatch(error.message, /secret/);
        return true;
      });
    });
  }
});
