import type { StoredRecord } from '../../src/core/ports/store/record-store.ts';
import type { Store } from '../../src/core/ports/store/store.ts';
import { after, testNow } from './fake-clock.ts';
import { aConversation, aDelivery, anEvent, aSubscription, aTransition } from './records.ts';

/** So many transitions with everything that belongs to them, every kind of record there is. */
export async function fillStore(store: Store, transitions: number): Promise<void> {
  const records: StoredRecord[] = [];
  for (let index = 0; index < transitions; index += 1) {
    const transitionId = `transition-${String(index)}`;
    const outbox = [anEvent({ transitionId }), anEvent({ transitionId, seq: 2 })].slice(index % 3);
    const tenant = { tenantId: `tenant-${String(index)}`, domain: `contoso-${String(index)}.example` };
    const createdAt = after(testNow, index);
    const transition = aTransition({ transitionId, tenant, createdAt, lastEventSeq: 2, outbox });
    const { organisationId } = transition;
    const visit = { organisationId, transitionId, quietVisits: index % 5, ...(index % 7 && { dueAt: createdAt }) };
    records.push({ kind: 'transition', transition }, { kind: 'visit', visit });
  }
  // In one write: writing each by itself is most of a test's time.
  await store.records.load(records);
  await store.deliveries.add(
    Array.from({ length: transitions * 2 }, (_, index) =>
      aDelivery({ deliveryId: `delivery-${String(index)}`, transitionId: `transition-${String(index % transitions)}` }),
    ),
  );
  await store.audit.append([anEvent(), anEvent({ seq: 2, happening: { kind: 'linkReissued' } })]);
  await store.conversations.remember(aConversation());
  await store.subscriptions.subscribe(aSubscription());
  await store.dialogs.write({ draft: { json: '{"z":1,"a":{"y":2,"b":3}}' } }, testNow);
  await store.secrets.put('token', 'sealed', { version: 0 });
}
