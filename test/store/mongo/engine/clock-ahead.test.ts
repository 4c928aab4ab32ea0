import assert from 'node:assert/strict';
import { it } from 'mocha';
import { clockAheadMs } from '../../../../src/store/mongo/engine/clock-ahead.ts';
import { describeOnMongo } from '../../../support/mongo-database.ts';

describeOnMongo('the clock of a MongoDB server', (database) => {
  it('is compared with this machine’s', async () => {
    const ahead = await clockAheadMs(await database.fresh('clock'));

    assert.ok(ahead !== undefined && Number.isFinite(ahead));
  });
});
