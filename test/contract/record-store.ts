import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { RecordKind, RecordStore, StoredRecord } from '../../src/core/ports/store/record-store.ts';
import type { Store } from '../../src/core/ports/store/store.ts';
import type { Transition } from '../../src/core/transition.ts';
import { after, testNow } from '../support/fake-clock.ts';
import {
  aConversation,
  aDelivery,
  anEvent,
  aSubscription,
  aTransition,
  testOrganisationId,
} from '../support/records.ts';
import { useStores, type CreateTestDatabase } from './test-database.ts';

const later = after(testNow, 60_000);

/** One of each kind and of each shape that matters, a transition before its visit. */
const everything: StoredRecord[] = [
  {
    kind: 'transition',
    transition: aTransition({ version: 4, lastEventSeq: 3, outbox: [anEvent({ seq: 2 }), anEvent({ seq: 3 })] }),
  },
  { kind: 'transition', transition: closed('told') },
  {
    kind: 'visit',
    visit: {
      organisationId: testOrganisationId,
      transitionId: 'transition-contoso-1',
      quietVisits: 3,
      dueAt: later,
    },
  },
  { kind: 'visit', visit: { organisationId: testOrganisationId, transitionId: 'told', quietVisits: 0 } },
  { kind: 'delivery', delivery: aDelivery() },
  { kind: 'delivery', delivery: aDelivery({ deliveryId: 'sending', state: 'sending', attempts: 2 }) },
  {
    kind: 'delivery',
    delivery: aDelivery({
      deliveryId: 'sent',
      state: 'sent',
      activityId: 'activity-1',
      recipient: { kind: 'mailbox', address: 'adele@contoso.example', name: 'Adele' },
      content: { kind: 'news', event: anEvent() },
    }),
  },
  { kind: 'conversation', conversation: aConversation({ goneAt: later }) },
  {
    kind: 'conversation',
    conversation: aConversation({ conversationId: 'a:megan', kind: 'personal', userId: 'user-megan' }),
  },
  { kind: 'subscription', subscription: aSubscription() },
  { kind: 'auditEvent', event: anEvent() },
  { kind: 'auditEvent', event: anEvent({ seq: 2, happening: { kind: 'linkReissued' } }) },
  { kind: 'dialog', dialog: { key: 'draft', json: '{"a":1}', writtenAt: testNow } },
  { kind: 'secret', secret: { name: 'token', version: 7, value: 'sealed' } },
];

const kinds = [...new Set(everything.map(({ kind }) => kind))];

function closed(transitionId: string) {
  return aTransition({
    transitionId,
    createdAt: after(testNow, 1),
    cancelledAt: testNow,
    toldStatus: 'cancelled',
    lastEventSeq: 2,
  });
}

export function recordStoreContract(name: string, create: CreateTestDatabase): void {
  describe(`record store on ${name}`, () => {
    const stores = useStores(create);

    it('has nothing of any kind when it is new', async () => {
      for (const kind of kinds) {
        assert.deepEqual(await stores.store.records.dump(kind, { limit: 10 }), { items: [] });
      }
    });

    it('gives back what was loaded, kind by kind', async () => {
      await stores.store.records.load(everything);

      for (const kind of kinds) {
        assert.deepEqual(sorted(await dumped(stores.store.records, kind, 100)), sorted(ofKind(kind)));
      }
    });

    it('gives everything once, whatever the size of a page', async () => {
      await stores.store.records.load(everything);

      for (const kind of kinds) {
        for (const limit of [1, 2]) {
          assert.deepEqual(sorted(await dumped(stores.store.records, kind, limit)), sorted(ofKind(kind)));
        }
      }
    });

    it('gives what the ports wrote', async () => {
      const { store } = stores;
      await writeThroughPorts(store);

      const [transition] = await dumped(store.records, 'transition', 10);
      const [visit] = await dumped(store.records, 'visit', 10);
      const [dialog] = await dumped(store.records, 'dialog', 10);

      assert.deepEqual(transition, {
        kind: 'transition',
        transition: aTransition({ lastEventSeq: 2, outbox: [anEvent({ seq: 2 })] }),
      });
      assert.deepEqual(visit, {
        kind: 'visit',
        visit: {
          organisationId: testOrganisationId,
          transitionId: 'transition-contoso-1',
          quietVisits: 0,
          dueAt: testNow,
        },
      });
      assert.deepEqual(dialog, { kind: 'dialog', dialog: { key: 'draft', json: '{}', writtenAt: testNow } });
      assert.deepEqual(await dumped(store.records, 'secret', 10), [
        { kind: 'secret', secret: { name: 'token', version: 1, value: 'sealed' } },
      ]);
    });

    it('lets the ports go on with what was loaded', async () => {
      const { store } = stores;
      await store.records.load(everything);

      assert.deepEqual(
        (await store.outbox.unexpanded(10)).map(({ transitionId }) => transitionId),
        ['transition-contoso-1'],
      );
      assert.equal((await store.transitions.search(testOrganisationId, 'contoso', 10)).length, 2);
      const claim = { now: later, until: after(later, 1), token: 'token', limit: 10 };
      assert.deepEqual(
        (await store.visits.claimVisits(claim)).map(({ item }) => item.transitionId),
        ['transition-contoso-1'],
      );
      const claimed = await store.deliveries.claimDeliveries(claim);
      assert.deepEqual(claimed.map(({ item }) => item.deliveryId).toSorted(), ['delivery-1', 'sending']);
      assert.equal(await store.secrets.put('token', 'newer', { version: 7 }), true);
      assert.equal((await store.dialogs.read(['draft']))['draft']?.json, '{"a":1}');
      const { transition } = everything[0] as Extract<StoredRecord, { kind: 'transition' }>;
      assert.equal(await store.transitions.replace({ ...transition, version: 5 }), true);
    });

    it('loads the same again without a trace, and puts what differs in its place', async () => {
      const { records } = stores.store;
      await records.load(everything);
      await records.load(everything);

      await records.load([{ kind: 'delivery', delivery: aDelivery({ state: 'dead', failure: 'GONE' }) }]);

      assert.equal((await dumped(records, 'delivery', 100)).length, ofKind('delivery').length);
      assert.deepEqual(await stores.store.deliveries.get('delivery-1'), aDelivery({ state: 'dead', failure: 'GONE' }));
      assert.deepEqual(sorted(await dumped(records, 'transition', 100)), sorted(ofKind('transition')));
    });

    const inTheWay: readonly [string, Transition][] = [
      ['the same tenant open', aTransition({ transitionId: 'another' })],
      [
        'the same link',
        aTransition({
          transitionId: 'another',
          tenant: { tenantId: 'another', domain: 'fabrikam.example' },
          link: aTransition().link,
        }),
      ],
    ];
    for (const [what, transition] of inTheWay) {
      it(`says which transition another one is in the way of: ${what}`, async () => {
        await stores.store.transitions.insert(aTransition(), { visitDueAt: testNow });

        const loading = stores.store.records.load([{ kind: 'transition', transition }]);

        await assert.rejects(loading, { name: 'RecordClashError', transitionId: 'another' });
        assert.deepEqual(await stores.store.transitions.get(testOrganisationId, 'transition-contoso-1'), aTransition());
      });
    }

    it('keeps the order in which deliveries of one instant were added', async () => {
      const names = ['z', 'a', 'm'];
      await stores.store.deliveries.add(names.map((deliveryId) => aDelivery({ deliveryId })));
      const moved = await dumped(stores.store.records, 'delivery', 2);
      await stores.store.personalData.removeDeliveries(testOrganisationId, 'transition-contoso-1');

      await stores.store.records.load(moved);

      const claim = { now: testNow, until: later, token: 'token', limit: 10 };
      const claimed = await stores.store.deliveries.claimDeliveries(claim);
      assert.deepEqual(
        claimed.map(({ item }) => item.deliveryId),
        names,
      );
    });
  });
}

async function writeThroughPorts(store: Store): Promise<void> {
  const transition = aTransition({ lastEventSeq: 2, outbox: [anEvent(), anEvent({ seq: 2 })] });
  await store.transitions.insert(transition, { visitDueAt: testNow });
  await store.outbox.markExpanded(transition, 1);
  await store.dialogs.write({ draft: { json: '{}' } }, testNow);
  await store.secrets.put('token', 'sealed', { version: 0 });
}

async function dumped(records: RecordStore, kind: RecordKind, limit: number): Promise<StoredRecord[]> {
  const all: StoredRecord[] = [];
  for (let after: string | undefined; ;) {
    const { items, next } = await records.dump(kind, { limit, ...(after !== undefined && { after }) });
    all.push(...items);
    if (next === undefined) return all;
    assert.ok(items.length > 0);
    after = next;
  }
}

function ofKind(kind: RecordKind): StoredRecord[] {
  return everything.filter((record) => record.kind === kind);
}

/** Engines differ in the order of what has none. */
function sorted(records: readonly StoredRecord[]): StoredRecord[] {
  return records.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
