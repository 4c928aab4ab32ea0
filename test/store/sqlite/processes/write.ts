// A process that writes transitions until it is killed, and says the id of each after the store acknowledged it.
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { openStore } from '../../../../src/store/open-store.ts';
import { testNow } from '../../../support/fake-clock.ts';
import { anEvent, aTransition } from '../../../support/records.ts';

const store = await openStore(process.argv[2]!);
for (;;) {
  const transitionId = randomUUID();
  const tenant = { tenantId: transitionId, domain: 'contoso.example' };
  const transition = aTransition({ transitionId, tenant, lastEventSeq: 1, outbox: [anEvent({ transitionId })] });
  await store.transitions.insert(transition, { visitDueAt: testNow });
  await store.transitions.replace({ ...transition, version: 2 });
  writeSync(1, `${transitionId}\n`);
}
