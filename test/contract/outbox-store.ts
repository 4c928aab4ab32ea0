import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { TransitionEvent } from '../../src/core/events.ts';
import type { Store } from '../../src/core/ports/store/store.ts';
import type { Transition } from '../../src/core/transition.ts';
import { after, testNow } from '../support/fake-clock.ts';
import { anEvent, aTransition, testOrganisationId } from '../support/records.ts';
import { useStores, type CreateTestDatabase } from './test-database.ts';

export function outboxStoreContract(name: string, create: CreateTestDatabase): void {
  describe(`outbox store on ${name}`, () => {
    const stores = useStores(create);

    it('shows the transitions whose events are not expanded, the oldest change first', async () => {
      const { outbox } = stores.store;
      await begin(stores.store, 'a', [anEvent({ transitionId: 'a', at: after(testNow, 3) })]);
      await begin(stores.store, 'b', [anEvent({ transitionId: 'b', at: after(testNow, 1) })]);
      await begin(stores.store, 'c', []);
      await begin(stores.store, 'd', [anEvent({ transitionId: 'd', at: after(testNow, 2) })]);

      assert.deepEqual(idsOf(await outbox.unexpanded(10)), ['b', 'd', 'a']);
      assert.deepEqual(idsOf(await outbox.unexpanded(2)), ['b', 'd']);
    });

    it('shows the events as they were written', async () => {
      const events = [
        anEvent({ seq: 1 }),
        anEvent({ seq: 2, at: after(testNow, 5), happening: { kind: 'cancelled' } }),
      ];
      const transition = await begin(stores.store, 'transition-contoso-1', events);

      const unexpanded = await stores.store.outbox.unexpanded(10);

      assert.deepEqual(unexpanded, [transition]);
    });

    it('shows a transition no more when all of its events are expanded', async () => {
      const transition = await begin(stores.store, 'a', eventsOf('a', 1, 2));

      await stores.store.outbox.markExpanded(transition, 2);

      assert.deepEqual(await stores.store.outbox.unexpanded(10), []);
      assert.deepEqual(await outboxOf(stores.store, 'a'), []);
    });

    it('shows the events that are left when some are expanded', async () => {
      const transition = await begin(stores.store, 'a', eventsOf('a', 1, 2, 3));

      await stores.store.outbox.markExpanded(transition, 2);

      const [left] = await stores.store.outbox.unexpanded(10);
      assert.deepEqual(left!.outbox, eventsOf('a', 3));
      assert.deepEqual(await outboxOf(stores.store, 'a'), [3]);
    });

    it('never takes a mark back', async () => {
      const transition = await begin(stores.store, 'a', eventsOf('a', 1, 2, 3));
      await stores.store.outbox.markExpanded(transition, 3);

      await stores.store.outbox.markExpanded(transition, 1);

      assert.deepEqual(await stores.store.outbox.unexpanded(10), []);
      assert.deepEqual(await outboxOf(stores.store, 'a'), []);
    });

    it('marks nothing in another organisation', async () => {
      await begin(stores.store, 'a', eventsOf('a', 1));

      await stores.store.outbox.markExpanded({ organisationId: 'other-organisation', transitionId: 'a' }, 1);

      assert.deepEqual(await outboxOf(stores.store, 'a'), [1]);
    });

    it('shows a transition again when a later write carries new events', async () => {
      const transition = await begin(stores.store, 'a', eventsOf('a', 1));
      await stores.store.outbox.markExpanded(transition, 1);

      const [event] = eventsOf('a', 2);
      await stores.store.transitions.replace({ ...transition, version: 2, lastEventSeq: 2, outbox: [event!] });

      const [shown] = await stores.store.outbox.unexpanded(10);
      assert.deepEqual(shown!.outbox, [event]);
    });

    it('does not make a write fail that read the transition before the mark', async () => {
      const transition = await begin(stores.store, 'a', eventsOf('a', 1));
      await stores.store.outbox.markExpanded(transition, 1);

      const written = await stores.store.transitions.replace({
        ...transition,
        version: 2,
        lastEventSeq: 2,
        outbox: eventsOf('a', 1, 2),
      });

      assert.equal(written, true);
      assert.deepEqual(await outboxOf(stores.store, 'a'), [2]);
    });

    it('does not bring expanded events back by a write that adds none', async () => {
      const transition = await begin(stores.store, 'a', eventsOf('a', 1));
      await stores.store.outbox.markExpanded(transition, 1);

      await stores.store.transitions.replace({ ...transition, version: 2 });

      assert.deepEqual(await stores.store.outbox.unexpanded(10), []);
      assert.deepEqual(await outboxOf(stores.store, 'a'), []);
    });

    it('keeps the place of the oldest change while newer ones are added', async () => {
      const transition = await begin(stores.store, 'a', [anEvent({ transitionId: 'a', seq: 1, at: testNow })]);
      await begin(stores.store, 'b', [anEvent({ transitionId: 'b', at: after(testNow, 1) })]);
      const newer = anEvent({ transitionId: 'a', seq: 2, at: after(testNow, 2) });

      await stores.store.transitions.replace({
        ...transition,
        version: 2,
        lastEventSeq: 2,
        outbox: [...transition.outbox, newer],
      });

      assert.deepEqual(idsOf(await stores.store.outbox.unexpanded(10)), ['a', 'b']);
    });

    it('loses no event when a relay and a writer work at once', async () => {
      const another = await stores.connectAnother();
      await begin(stores.store, 'a', eventsOf('a', 1));
      const expanded = new Set<number>();
      const writes = 20;

      await Promise.all([
        (async () => {
          for (let seq = 2; seq <= writes; seq += 1) await addEvent(stores.store, 'a', seq);
        })(),
        (async () => {
          while (expanded.size < writes) await expandAll(another, expanded);
        })(),
      ]);

      assert.deepEqual(
        [...expanded].toSorted((a, b) => a - b),
        Array.from({ length: writes }, (_, index) => index + 1),
      );
      assert.deepEqual(await stores.store.outbox.unexpanded(10), []);
    });
  });
}

function eventsOf(transitionId: string, ...seqs: readonly number[]): TransitionEvent[] {
  return seqs.map((seq) => anEvent({ transitionId, seq }));
}

async function begin(store: Store, transitionId: string, outbox: readonly TransitionEvent[]): Promise<Transition> {
  const tenant = { tenantId: `tenant-${transitionId}`, domain: 'contoso.example' };
  const transition = aTransition({ transitionId, tenant, outbox, lastEventSeq: outbox.at(-1)?.seq ?? 0 });
  assert.deepEqual(await store.transitions.insert(transition, { visitDueAt: testNow }), { kind: 'inserted' });
  return transition;
}

async function addEvent(store: Store, transitionId: string, seq: number): Promise<void> {
  const transition = await store.transitions.get(testOrganisationId, transitionId);
  assert.ok(transition);
  const written = await store.transitions.replace({
    ...transition,
    version: transition.version + 1,
    lastEventSeq: seq,
    outbox: [...transition.outbox, anEvent({ transitionId, seq })],
  });
  assert.equal(written, true);
}

async function expandAll(store: Store, expanded: Set<number>): Promise<void> {
  for (const transition of await store.outbox.unexpanded(10)) {
    for (const { seq } of transition.outbox) expanded.add(seq);
    await store.outbox.markExpanded(transition, transition.outbox.at(-1)!.seq);
  }
}

async function outboxOf(store: Store, transitionId: string): Promise<number[] | undefined> {
  const transition = await store.transitions.get(testOrganisationId, transitionId);
  return transition?.outbox.map(({ seq }) => seq);
}

function idsOf(transitions: readonly Transition[]): string[] {
  return transitions.map(({ transitionId }) => transitionId);
}
