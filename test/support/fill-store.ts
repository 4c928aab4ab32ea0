import type { Delivery } from '../../src/core/delivery.ts';
import { relationshipStatuses } from '../../src/core/ports/microsoft.ts';
import type { StoredRecord } from '../../src/core/ports/store/record-store.ts';
import type { Store } from '../../src/core/ports/store/store.ts';
import type { Transition } from '../../src/core/transition.ts';
import { completeTransition } from './complete-transition.ts';
import { after, testNow } from './fake-clock.ts';
import { aConversation, aDelivery, anEvent, aSubscription, aTransition } from './records.ts';

/** In a store of a few every transition is open, and all is still to be sent. */
const few = 10;

/** Behind the first few: everything that a transition can say, once with each status of what it replaces. */
function fullFrom(index: number): Partial<Transition> {
  const { link: _own, relationshipReplaced: replaced, ...full } = completeTransition;
  const status = relationshipStatuses[index - few];
  return replaced && status ? { ...full, relationshipReplaced: { ...replaced, status } } : {};
}

function deliveredFrom(index: number): Partial<Delivery> {
  if (index < few) return {};
  return index % 2
    ? { state: 'sent', attempts: 1, activityId: `activity-${String(index)}` }
    : {
        state: 'dead',
        attempts: 24,
        failure: 'SEND_FAILED',
        recipient: { kind: 'mailbox', address: 'a@b.example', name: 'A' },
      };
}

/** So many transitions with everything that belongs to them, every kind of record there is. */
export async function fillStore(store: Store, transitions: number): Promise<void> {
  const records: StoredRecord[] = [];
  for (let index = 0; index < transitions; index += 1) {
    const transitionId = `transition-${String(index)}`;
    const outbox = [anEvent({ transitionId }), anEvent({ transitionId, seq: 2 })].slice(index % 3);
    const tenant = { tenantId: `tenant-${String(index)}`, domain: `contoso-${String(index)}.example` };
    const createdAt = after(testNow, index);
    const transition = aTransition({
      ...fullFrom(index),
      ...{ transitionId, tenant, createdAt, lastEventSeq: 2, outbox },
    });
    const { organisationId } = transition;
    const visit = { organisationId, transitionId, quietVisits: index % 5, ...(index % 7 && { dueAt: createdAt }) };
    records.push({ kind: 'transition', transition }, { kind: 'visit', visit });
  }
  // In one write: writing each by itself is most of a test's time.
  await store.records.load(records);
  await store.deliveries.add(
    Array.from({ length: transitions * 2 }, (_, index) =>
      aDelivery({
        ...deliveredFrom(index % transitions),
        deliveryId: `delivery-${String(index)}`,
        transitionId: `transition-${String(index % transitions)}`,
      }),
    ),
  );
  await store.audit.append([anEvent(), anEvent({ seq: 2, happening: { kind: 'linkReissued' } })]);
  await store.conversations.remember(aConversation());
  await store.conversations.remember(
    aConversation({ conversationId: 'own', kind: 'personal', userId: 'user-lee', goneAt: after(testNow, 1) }),
  );
  await store.subscriptions.subscribe(aSubscription());
  await store.dialogs.write({ draft: { json: '{"z":1,"a":{"y":2,"b":3}}' } }, testNow);
  await store.secrets.put('token', 'sealed', { version: 0 });
}
