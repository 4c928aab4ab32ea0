import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'mocha';
import { forgetCustomer } from '../../../src/core/use-cases/forgetting/forget-customer.ts';
import { testNow } from '../../support/fake-clock.ts';
import { aDelivery, anEvent, aTransition } from '../../support/records.ts';
import { createSqliteDatabase } from '../../support/sqlite-database.ts';

const names = ['wexfordshire', 'quillfeather'];

describe('a customer who is forgotten', () => {
  it('is in no byte of the files', async () => {
    const database = await createSqliteDatabase();
    const store = await database.connect();
    const { customer } = aTransition();
    const contact = { ...customer.contact, familyName: 'Quillfeather', email: 'adele@quillfeather.example' };
    // Neighbours, so that the full-text indexes and the tables have more than what is deleted.
    for (let number = 1; number <= 50; number += 1) {
      const transitionId = `neighbour-${String(number)}`;
      const tenant = { tenantId: transitionId, domain: `${transitionId}.example` };
      await store.transitions.insert(aTransition({ transitionId, tenant }), { visitDueAt: testNow });
    }
    const transition = aTransition({
      customer: { ...customer, companyName: 'Wexfordshire Chocolates', contact },
      tenant: { tenantId: 'tenant-wexfordshire', domain: 'quillfeather.example' },
      lastEventSeq: 1,
      outbox: [
        anEvent({ actor: { kind: 'customer', objectId: 'quillfeather', userName: 'adele@quillfeather.example' } }),
      ],
    });
    await store.transitions.insert(transition, { visitDueAt: testNow });
    await store.audit.append(transition.outbox);
    const recipient = { kind: 'mailbox', address: contact.email, name: 'Quillfeather' } as const;
    await store.deliveries.add([aDelivery({ recipient, content: { kind: 'instructionsForCustomer' } })]);
    await store.dialogs.write({ form: { json: JSON.stringify({ domain: 'quillfeather.example' }) } }, testNow);
    assert.deepEqual(await found(database.path), names);

    await forgetCustomer(store, transition);

    assert.deepEqual(await found(database.path), []);
    await store.close();
    await database.remove();
  });
});

async function found(path: string): Promise<string[]> {
  const bytes = await Promise.all([path, `${path}-wal`].map((file) => readFile(file, 'latin1')));
  return names.filter((name) => bytes.some((text) => text.toLowerCase().includes(name)));
}
