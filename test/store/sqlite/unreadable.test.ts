import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Store } from '../../../src/core/ports/store.ts';
import { after, testNow } from '../../support/fake-clock.ts';
import { aDelivery, anEvent, aTransition, testOrganisationId } from '../../support/records.ts';
import { createSqliteDatabase } from '../../support/sqlite-database.ts';

describe('a record that this release cannot read', () => {
  let database: Awaited<ReturnType<typeof createSqliteDatabase>>;
  let store: Store;
  beforeEach(async () => {
    database = await createSqliteDatabase();
    store = await database.connect();
  });
  afterEach(async () => {
    await store.close();
    await database.remove();
  });

  function spoil(sql: string): void {
    const raw = new DatabaseSync(database.path);
    raw.exec(sql);
    raw.close();
  }
  const claim = { now: testNow, until: after(testNow, 60_000), token: 'token', limit: 10 };

  it('is a dead letter when it is a delivery, and the others are claimed', async () => {
    const names = ['before', 'unreadable', 'behind'];
    await store.deliveries.add(names.map((deliveryId) => aDelivery({ deliveryId })));
    spoil(
      `UPDATE deliveries SET message = '{"schemaVersion":1,"recipient":{"kind":"carrierPigeon"},"content":{"kind":"song"}}'
       WHERE delivery_id = 'unreadable'`,
    );

    const claimed = await store.deliveries.claimDeliveries(claim);

    assert.deepEqual(
      claimed.map(({ item }) => item.deliveryId),
      ['before', 'behind'],
    );
    const { items } = await store.deadLetters.list(testOrganisationId, { limit: 10 });
    assert.deepEqual(
      items.map(({ deliveryId, content, recipient, failure }) => [deliveryId, content, recipient, failure]),
      [['unreadable', 'song', 'carrierPigeon', 'UNREADABLE']],
    );
  });

  it('holds up no other transition’s events', async () => {
    for (const transitionId of ['unreadable', 'readable']) {
      const tenant = { tenantId: transitionId, domain: 'contoso.example' };
      const outbox = [anEvent({ transitionId })];
      await store.transitions.insert(aTransition({ transitionId, tenant, lastEventSeq: 1, outbox }), {
        visitDueAt: testNow,
      });
    }
    spoil(`UPDATE transitions SET document = '{"schemaVersion":2}' WHERE transition_id = 'unreadable'`);

    const unexpanded = await store.outbox.unexpanded(10);

    assert.deepEqual(
      unexpanded.map(({ transitionId }) => transitionId),
      ['readable'],
    );
  });
});
