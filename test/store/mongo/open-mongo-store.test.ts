import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'mocha';
import { BSON, type Db, type Document } from 'mongodb';
import { openStore } from '../../../src/store/open-store.ts';
import { servingOptions } from '../../../src/store/mongo/open-mongo-store.ts';
import { collectionPlans } from '../../../src/store/mongo/collections.ts';
import { testNow } from '../../support/fake-clock.ts';
import { assertKeptFromVersion1 } from '../../support/kept-from-version-1.ts';
import { describeOnMongo } from '../../support/mongo-database.ts';
import { aDelivery, anEvent, aTransition, testOrganisationId } from '../../support/records.ts';

/** One document of each collection, as version 1 wrote it. */
const version1 = new URL('../../fixtures/store/mongo-version-1.json', import.meta.url);

describe('the client of a MongoDB database', () => {
  it('has a server’s answer that no majority took a write before it gives the connection up', () => {
    const { writeConcern, socketTimeoutMS } = servingOptions;

    assert.ok(writeConcern.wtimeoutMS < socketTimeoutMS);
  });
});

describeOnMongo('opening a MongoDB database', (database) => {
  it('makes every index once when several instances open a new one at once', async () => {
    const db = await database.fresh('at-once');

    const stores = await Promise.all(Array.from({ length: 4 }, () => openStore(database.urlOf(db))));

    for (const store of stores) {
      await assert.doesNotReject(store.ping());
      await store.close();
    }
    for (const { name, indexes } of collectionPlans.filter((plan) => plan.indexes.length > 0)) {
      const made = (await db.collection(name).indexes()).map((index) => index.name);
      assert.deepEqual(made.toSorted(), ['_id_', ...indexes.map((index) => index.name)].toSorted());
    }
  });

  it('makes an index again that somebody dropped', async () => {
    const db = await database.fresh('dropped');
    await (await openStore(database.urlOf(db))).close();
    await db.collection('transitions').dropIndex('found');

    await (await openStore(database.urlOf(db))).close();

    assert.ok((await db.collection('transitions').indexes()).some(({ name }) => name === 'found'));
  });

  it('keeps what version 1 wrote', async () => {
    const db = await database.fresh('version-1');
    await fill(db);

    const store = await openStore(database.urlOf(db));

    await assertKeptFromVersion1(store);
    assert.equal((await store.secrets.get('secret'))?.version, 1);
    await store.close();
  });

  it('refuses in words a record that a newer release wrote, and leaves it alone', async () => {
    const db = await database.fresh('newer-record');
    const store = await openStore(database.urlOf(db));
    const transition = aTransition({ lastEventSeq: 1, outbox: [anEvent()] });
    await store.transitions.insert(transition, { visitDueAt: testNow });
    await store.deliveries.add([aDelivery()]);
    for (const name of ['transitions', 'deliveries']) {
      await db.collection(name).updateMany({}, { $set: { schemaVersion: 99 } });
    }

    await assert.rejects(
      store.transitions.get(testOrganisationId, transition.transitionId),
      /A transition in the database of DATABASE_URL has version 99; .* written by a newer release/,
    );
    await assert.rejects(
      store.deliveries.get('delivery-1'),
      /A delivery in the database of DATABASE_URL has version 99/,
    );

    assert.equal((await db.collection('transitions').findOne({}))?.['schemaVersion'], 99);
    await store.close();
  });
});

async function fill(db: Db): Promise<void> {
  const collections = BSON.EJSON.parse(await readFile(version1, 'utf8')) as Record<string, Document[]>;
  for (const [name, documents] of Object.entries(collections)) await db.collection(name).insertMany(documents);
}
