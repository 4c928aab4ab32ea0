import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'mocha';
import { MongoClient } from 'mongodb';
import { AppError } from '../../src/core/errors.ts';
import type { Store } from '../../src/core/ports/store/store.ts';
import { createMongoStore } from '../../src/store/mongo/mongo-store.ts';
import { openStore } from '../../src/store/open-store.ts';
import { openSqliteStore } from '../../src/store/sqlite/open-sqlite-store.ts';
import { createVersionGuard } from '../../src/store/version-guard.ts';
import { testNow } from '../support/fake-clock.ts';
import { describeOnMongo } from '../support/mongo-database.ts';
import { createFolder } from '../support/sqlite-database.ts';

const claim = { now: testNow, until: testNow, token: 'token', limit: 1 };

/** Every port, the ping among them; closing is still possible. */
async function assertStopped(store: Store): Promise<void> {
  for (const call of [() => store.ping(), () => store.visits.claimVisits(claim), () => store.secrets.get('name')]) {
    await assert.rejects(call(), (error) => {
      assert.ok(error instanceof AppError && error.cause instanceof Error);
      assert.equal(error.code, 'STORE_UNAVAILABLE');
      assert.match(error.cause.message, /has version 99; .* written by a newer release/);
      return true;
    });
  }
  await assert.doesNotReject(store.close());
}

describe('an instance beside a newer release', () => {
  it('looks at the version every ten seconds, and works as long as it knows it', () => {
    let at = 0;
    const guard = createVersionGuard(3, () => at);

    const due = [9_999, 10_000, 10_001, 20_000].map((ms) => {
      at = ms;
      return guard.isDue();
    });
    guard.tell(2);

    assert.deepEqual(due, [false, true, false, true]);
    assert.doesNotThrow(() => guard.demand());
  });

  it('stops working on an SQLite file', async () => {
    const path = join(await createFolder(), 'shared.db');
    let at = 0;
    const store = await openSqliteStore(path, () => at);
    const newer = new DatabaseSync(path);
    newer.exec('PRAGMA user_version = 99');
    newer.close();

    await store.ping();
    at = 10_000;

    await assertStopped(store);
  });
});

describeOnMongo('an instance on MongoDB beside a newer release', (database) => {
  it('stops working', async () => {
    const db = await database.fresh('shared');
    await (await openStore(database.urlOf(db))).close();
    const client = new MongoClient(database.urlOf(db));
    let at = 0;
    const store = createMongoStore(client, client.db(db.databaseName), () => at);
    await db.collection('schema').updateOne({}, { $set: { version: 99 } });

    await store.ping();
    at = 10_000;

    await assertStopped(store);
  });
});
