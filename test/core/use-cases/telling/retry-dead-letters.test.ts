import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { DeadLetterStore } from '../../../../src/core/ports/store/dead-letter-store.ts';
import type { Store } from '../../../../src/core/ports/store/store.ts';
import { retryDeadLetters } from '../../../../src/core/use-cases/telling/retry-dead-letters.ts';
import { openStore } from '../../../../src/store/open-store.ts';
import { after, testNow } from '../../../support/fake-clock.ts';
import { aDelivery, testOrganisationId } from '../../../support/records.ts';

const count = 230;

describe('trying all dead letters again', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore('sqlite::memory:');
    await store.deliveries.add(
      Array.from({ length: count }, (_, index) =>
        aDelivery({ deliveryId: `dead-${String(index)}`, state: 'dead', createdAt: after(testNow, -index % 7) }),
      ),
    );
  });
  afterEach(() => store.close());

  it('takes them all, however many', async () => {
    const retried = await retryDeadLetters(store.deadLetters, testOrganisationId, testNow);

    assert.equal(retried, count);
    assert.deepEqual((await store.deadLetters.list(testOrganisationId, { limit: 1 })).items, []);
  });

  it('takes each once, also when the running service gives them up again at once', async () => {
    const requeued: string[] = [];
    const deadLetters: DeadLetterStore = {
      ...store.deadLetters,
      async requeue(_organisationId, deliveryId) {
        requeued.push(deliveryId);
        return requeued.length < 3 * count;
      },
    };

    const retried = await retryDeadLetters(deadLetters, testOrganisationId, testNow);

    assert.equal(retried, count);
    assert.equal(new Set(requeued).size, requeued.length);
  });
});
