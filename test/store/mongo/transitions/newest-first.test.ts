import assert from 'node:assert/strict';
import { it } from 'mocha';
import { openStore } from '../../../../src/store/open-store.ts';
import { describeOnMongo } from '../../../support/mongo-database.ts';
import { aTransition, testOrganisationId } from '../../../support/records.ts';

const dayMs = 24 * 60 * 60 * 1000;
const ages = { tomorrow: -1, now: 0, yesterday: 1, 'last month': 31, 'long ago': 4000, 'in 1970': 20_000 };

describeOnMongo('looking back over years', (database) => {
  it('finds everything once, newest first, whatever its age', async () => {
    const store = await openStore(database.urlOf(await database.fresh('ages')));
    const now = Date.now();
    for (const [transitionId, days] of Object.entries(ages).toReversed()) {
      const tenant = { tenantId: transitionId, domain: 'contoso.example' };
      const transition = aTransition({ transitionId, tenant, createdAt: new Date(now - days * dayMs) });
      await store.transitions.insert(transition, { visitDueAt: new Date(now) });
    }

    const found = await store.transitions.search(testOrganisationId, 'contoso', 10);
    const listed: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const page = await store.transitions.list(testOrganisationId, { open: true, cursor, limit: 2 });
      listed.push(...page.items.map(({ transitionId }) => transitionId));
      cursor = page.nextCursor;
    }
    await store.close();

    assert.deepEqual(
      found.map(({ transitionId }) => transitionId),
      Object.keys(ages),
    );
    assert.deepEqual(listed, Object.keys(ages));
  });
});
