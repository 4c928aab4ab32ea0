import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'mocha';
import { after, testNow } from '../../../support/fake-clock.ts';
import { aDelivery } from '../../../support/records.ts';
import { createSqliteDatabase } from '../../../support/sqlite-database.ts';

describe('deliveries on SQLite', () => {
  it('are claimed although one that nobody can read cannot be given up', async () => {
    const database = await createSqliteDatabase();
    const store = await database.connect();
    const names = ['before', 'unreadable', 'behind'];
    await store.deliveries.add(names.map((deliveryId) => aDelivery({ deliveryId })));
    await database.spoil('delivery', 'unreadable', { schemaVersion: 1 });
    refuseGivingUp(database.path);

    const claimed = await store.deliveries.claimDeliveries({
      now: testNow,
      until: after(testNow, 60_000),
      token: 'token',
      limit: 10,
    });

    assert.deepEqual(
      claimed.map(({ item }) => item.deliveryId),
      ['before', 'behind'],
    );
    await store.close();
    await database.remove();
  });
});

function refuseGivingUp(path: string): void {
  const database = new DatabaseSync(path);
  database.exec(`CREATE TRIGGER refuse BEFORE UPDATE OF state ON deliveries WHEN NEW.state = 'dead'
                 BEGIN SELECT RAISE(ABORT, 'no'); END`);
  database.close();
}
