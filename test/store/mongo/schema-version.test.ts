import assert from 'node:assert/strict';
import { it } from 'mocha';
import type { Db } from 'mongodb';
import { migrate, type Migration } from '../../../src/store/mongo/schema-version.ts';
import { wantedBy } from '../../../src/store/mongo/transitions/search-keys.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { describeOnMongo } from '../../support/mongo-database.ts';

const daySeconds = 24 * 60 * 60;

describeOnMongo('the version of a MongoDB database', (database) => {
  const added =
    (value: string): Migration =>
    async (db) => {
      await stepsOf(db).updateOne({ _id: value }, { $inc: { runs: 1 } }, { upsert: true });
    };

  it('is the current one from the start, and nothing is migrated', async () => {
    const db = await database.fresh('new');

    await migrate(db, [added('a')]);

    assert.equal(await versionOf(db), 2);
    assert.deepEqual(await runsOf(db), {});
  });

  it('is reached step by step, each once', async () => {
    const db = await database.fresh('steps');
    await migrate(db, []);

    await migrate(db, [added('a')]);
    await migrate(db, [added('a'), added('b'), added('c')]);
    await migrate(db, [added('a'), added('b'), added('c')]);

    assert.equal(await versionOf(db), 4);
    assert.deepEqual(await runsOf(db), { a: 1, b: 1, c: 1 });
  });

  it('goes on where a migration failed', async () => {
    const db = await database.fresh('failed');
    await migrate(db, []);
    const failing: Migration = () => Promise.reject(new Error('the power went'));
    await assert.rejects(migrate(db, [added('a'), failing]));

    await migrate(db, [added('a'), added('b')]);

    assert.equal(await versionOf(db), 3);
    assert.deepEqual(await runsOf(db), { a: 1, b: 1 });
  });

  it('leads away from an index that removed ephemeral values before their end', async () => {
    const db = await database.fresh('ephemeral');
    const values = db.collection('ephemeralValues');
    await values.createIndexes([{ name: 'abandoned', key: { touchedAt: 1 }, expireAfterSeconds: 30 * daySeconds }]);
    await migrate(db, []);

    await (await openStore(database.urlOf(db))).close();

    const lives = (await values.indexes()).flatMap(({ expireAfterSeconds = Infinity }) => expireAfterSeconds);
    assert.ok(Math.min(...lives) >= 366 * daySeconds);
    assert.ok(lives.some(Number.isFinite));
  });

  it('gives every transition the keys that it is looked up by now', async () => {
    const db = await database.fresh('keys');
    const transitions = db.collection<{ _id: string }>('transitions');
    await transitions.createIndexes([{ name: 'search', key: { searchKeys: 1, organisationId: 1, createdAt: -1 } }]);
    const former = { organisationId: 'organisation', searchText: 'contoso', searchKeys: ['con', 'ont', 'word:c'] };
    // More than are read at once.
    await transitions.insertMany(Array.from({ length: 501 }, (_, index) => ({ _id: String(index), ...former })));
    await migrate(db, []);

    await migrate(db);

    const { keys = [] } = wantedBy('organisation', 'contoso') ?? {};
    assert.equal(await transitions.countDocuments({ searchKeys: { $all: [...keys] } }), 501);
    assert.ok(!(await transitions.indexes()).some(({ name }) => name === 'search'));
  });

  it('leaves no turn of before lanes had documents', async () => {
    const db = await database.fresh('turns');
    await db.collection('turns').insertOne({ isDone: true });
    await migrate(db, []);

    await migrate(db);

    assert.equal(await db.collection('turns').countDocuments(), 0);
  });

  it('is reached also where what is to go was never there, by several instances at once', async () => {
    const db = await database.fresh('half-made');
    await migrate(db, []);

    const stores = await Promise.all([1, 2].map(() => openStore(database.urlOf(db))));

    for (const store of stores) await store.close();
    assert.equal(await versionOf(db), 4);
  });

  it('is refused in words when a newer release wrote it', async () => {
    const db = await database.fresh('newer');
    await migrate(db, [added('a'), added('b')]);

    await assert.rejects(migrate(db, [added('a')]), /has version 3; this program knows versions up to 2/);
  });
});

function stepsOf(db: Db) {
  return db.collection<{ _id: string; runs: number }>('steps');
}

async function versionOf(db: Db): Promise<unknown> {
  return (await db.collection('schema').findOne({}))?.['version'];
}

async function runsOf(db: Db): Promise<Record<string, number>> {
  const steps = await stepsOf(db).find().toArray();
  return Object.fromEntries(steps.map(({ _id, runs }) => [_id, runs]));
}
