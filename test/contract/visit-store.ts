import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Claimed } from '../../src/core/ports/store/claim.ts';
import type { Store } from '../../src/core/ports/store/store.ts';
import type { Visit } from '../../src/core/ports/store/visit-store.ts';
import { after, testNow } from '../support/fake-clock.ts';
import { aTransition, testOrganisationId } from '../support/records.ts';
import { useStores, type CreateTestDatabase } from './test-database.ts';

const leaseEnd = after(testNow, 60_000);
const later = after(testNow, 300_000);

export function visitStoreContract(name: string, create: CreateTestDatabase): void {
  describe(`visit store on ${name}`, () => {
    const stores = useStores(create);

    describe('claiming', () => {
      it('gives a visit that is due, with its schedule', async () => {
        await begin(stores.store, 'a', testNow);

        const claimed = await claim(stores.store, { token: 'mine' });

        const item = { organisationId: testOrganisationId, transitionId: 'a', dueAt: testNow, quietVisits: 0 };
        assert.deepEqual(claimed, [{ item, token: 'mine' }]);
      });

      it('gives none that is due later', async () => {
        await begin(stores.store, 'a', after(testNow, 1));

        const claimed = await claim(stores.store);

        assert.deepEqual(claimed, []);
      });

      it('gives what is due longest first, up to the limit', async () => {
        await begin(stores.store, 'a', after(testNow, -1));
        await begin(stores.store, 'b', after(testNow, -3));
        await begin(stores.store, 'c', after(testNow, -2));

        const claimed = await claim(stores.store, { limit: 2 });

        assert.deepEqual(idsOf(claimed), ['b', 'c']);
      });

      it('gives nobody else a visit while its lease runs', async () => {
        await begin(stores.store, 'a', testNow);
        await claim(stores.store);

        const claimed = await claim(stores.store, { now: after(leaseEnd, -1), token: 'another' });

        assert.deepEqual(claimed, []);
      });

      it('gives it to another when the lease has run out', async () => {
        await begin(stores.store, 'a', testNow);
        await claim(stores.store);

        const claimed = await claim(stores.store, { now: leaseEnd, until: later, token: 'another' });

        assert.deepEqual(idsOf(claimed), ['a']);
      });

      it('gives each visit once when many claim at once', async () => {
        const another = await stores.connectAnother();
        const names = Array.from({ length: 12 }, (_, index) => `transition-${index}`);
        for (const transitionId of names) await begin(stores.store, transitionId, testNow);

        const claims = await Promise.all(
          Array.from({ length: 8 }, (_, index) =>
            claim(index % 2 ? another : stores.store, { token: `token-${index}`, limit: 2 }),
          ),
        );

        assert.deepEqual(idsOf(claims.flat()).toSorted(), names.toSorted());
      });
    });

    describe('settling', () => {
      it('schedules the next visit', async () => {
        await begin(stores.store, 'a', testNow);
        const [claimed] = await claim(stores.store);

        const settled = await stores.store.visits.settleVisit(claimed!, { dueAt: later, quietVisits: 3 });

        assert.equal(settled, true);
        assert.deepEqual(await nextVisitAt(stores.store, 'a'), later);
        const [next] = await claim(stores.store, { now: later });
        assert.equal(next!.item.quietVisits, 3);
      });

      it('ends the visits of a transition that has nothing more to look at', async () => {
        await begin(stores.store, 'a', testNow);
        const [claimed] = await claim(stores.store);

        const settled = await stores.store.visits.settleVisit(claimed!);

        assert.equal(settled, true);
        assert.equal(await nextVisitAt(stores.store, 'a'), undefined);
        assert.deepEqual(await claim(stores.store, { now: later }), []);
      });

      it('frees the visit at once, without waiting for the end of the lease', async () => {
        await begin(stores.store, 'a', testNow);
        const [claimed] = await claim(stores.store);
        await stores.store.visits.settleVisit(claimed!, { dueAt: after(testNow, 1), quietVisits: 0 });

        const again = await claim(stores.store, { now: after(testNow, 1), token: 'another' });

        assert.deepEqual(idsOf(again), ['a']);
      });

      it('refuses a holder whose visit was taken over', async () => {
        await begin(stores.store, 'a', testNow);
        const [lost] = await claim(stores.store);
        const [taken] = await claim(stores.store, { now: leaseEnd, until: later, token: 'another' });

        const settled = await stores.store.visits.settleVisit(lost!, { dueAt: after(later, 1), quietVisits: 9 });

        assert.equal(settled, false);
        assert.deepEqual(await nextVisitAt(stores.store, 'a'), testNow);
        assert.equal(await stores.store.visits.settleVisit(taken!, { dueAt: later, quietVisits: 1 }), true);
      });

      it('refuses a second settle', async () => {
        await begin(stores.store, 'a', testNow);
        const [claimed] = await claim(stores.store);
        await stores.store.visits.settleVisit(claimed!, { dueAt: later, quietVisits: 1 });

        const settled = await stores.store.visits.settleVisit(claimed!, { dueAt: testNow, quietVisits: 2 });

        assert.equal(settled, false);
        assert.deepEqual(await nextVisitAt(stores.store, 'a'), later);
      });
    });

    describe('renewing', () => {
      it('keeps others away until the new end', async () => {
        await begin(stores.store, 'a', testNow);
        const [claimed] = await claim(stores.store);

        const renewed = await stores.store.visits.renewVisit(claimed!, later);

        assert.equal(renewed, true);
        assert.deepEqual(await claim(stores.store, { now: after(later, -1), token: 'another' }), []);
        assert.deepEqual(idsOf(await claim(stores.store, { now: later, token: 'another' })), ['a']);
      });

      it('refuses a holder whose visit was taken over', async () => {
        await begin(stores.store, 'a', testNow);
        const [lost] = await claim(stores.store);
        await claim(stores.store, { now: leaseEnd, until: later, token: 'another' });

        const renewed = await stores.store.visits.renewVisit(lost!, after(later, 1));

        assert.equal(renewed, false);
        assert.deepEqual(idsOf(await claim(stores.store, { now: later, token: 'third' })), ['a']);
      });
    });

    describe('being made due', () => {
      it('brings a scheduled visit forward', async () => {
        await begin(stores.store, 'a', later);

        const made = await stores.store.visits.makeDue(testOrganisationId, 'a', testNow);

        assert.equal(made, true);
        assert.deepEqual(idsOf(await claim(stores.store)), ['a']);
      });

      it('begins the schedule afresh', async () => {
        await begin(stores.store, 'a', testNow);
        const [claimed] = await claim(stores.store);
        await stores.store.visits.settleVisit(claimed!, { dueAt: later, quietVisits: 7 });

        await stores.store.visits.makeDue(testOrganisationId, 'a', testNow);

        const [next] = await claim(stores.store);
        assert.equal(next!.item.quietVisits, 0);
      });

      it('wakes a transition that had nothing more to look at', async () => {
        await begin(stores.store, 'a', testNow);
        const [claimed] = await claim(stores.store);
        await stores.store.visits.settleVisit(claimed!);

        await stores.store.visits.makeDue(testOrganisationId, 'a', testNow);

        assert.deepEqual(idsOf(await claim(stores.store)), ['a']);
      });

      it('knows when there is no such transition', async () => {
        await begin(stores.store, 'a', testNow);

        assert.equal(await stores.store.visits.makeDue(testOrganisationId, 'unknown', testNow), false);
        assert.equal(await stores.store.visits.makeDue('other-organisation', 'a', testNow), false);
        assert.equal(await nextVisitAt(stores.store, 'unknown'), undefined);
      });

      for (const next of [{ dueAt: later, quietVisits: 4 }, undefined]) {
        it(`survives the settle of a visit in progress ${next ? 'that schedules another' : 'that ends them'}`, async () => {
          await begin(stores.store, 'a', testNow);
          const [claimed] = await claim(stores.store);
          // The same instant as the visit's own due time.
          await stores.store.visits.makeDue(testOrganisationId, 'a', testNow);

          const settled = await stores.store.visits.settleVisit(claimed!, next);

          assert.equal(settled, true);
          assert.deepEqual(idsOf(await claim(stores.store, { token: 'another' })), ['a']);
        });
      }

      it('waits for the end of a visit in progress', async () => {
        await begin(stores.store, 'a', testNow);
        await claim(stores.store);

        await stores.store.visits.makeDue(testOrganisationId, 'a', testNow);

        assert.deepEqual(await claim(stores.store, { token: 'another' }), []);
      });

      it('is over with the visit that follows it', async () => {
        await begin(stores.store, 'a', later);
        await stores.store.visits.makeDue(testOrganisationId, 'a', testNow);
        const [claimed] = await claim(stores.store);

        await stores.store.visits.settleVisit(claimed!, { dueAt: later, quietVisits: 1 });

        assert.deepEqual(await nextVisitAt(stores.store, 'a'), later);
      });
    });

    describe('a change of the transition', () => {
      it('begins the schedule afresh', async () => {
        const transition = await begin(stores.store, 'a', testNow);
        const [first] = await claim(stores.store);
        await stores.store.visits.settleVisit(first!, { dueAt: later, quietVisits: 7 });

        await stores.store.transitions.replace({ ...transition, version: 2 }, { visitDueAt: testNow });

        const [next] = await claim(stores.store);
        assert.equal(next!.item.quietVisits, 0);
      });

      it('survives the settle of a visit in progress', async () => {
        const transition = await begin(stores.store, 'a', testNow);
        const [claimed] = await claim(stores.store);
        await stores.store.transitions.replace({ ...transition, version: 2 }, { visitDueAt: testNow });

        await stores.store.visits.settleVisit(claimed!, { dueAt: later, quietVisits: 7 });

        const [next] = await claim(stores.store, { token: 'another' });
        assert.equal(next!.item.quietVisits, 0);
      });

      it('leaves the schedule alone when it names no time', async () => {
        const transition = await begin(stores.store, 'a', later);

        await stores.store.transitions.replace({ ...transition, version: 2 });

        assert.deepEqual(await nextVisitAt(stores.store, 'a'), later);
      });

      it('leaves the schedule alone when somebody else wrote first', async () => {
        const transition = await begin(stores.store, 'a', later);
        await stores.store.transitions.replace({ ...transition, version: 2 });

        await stores.store.transitions.replace({ ...transition, version: 2 }, { visitDueAt: testNow });

        assert.deepEqual(await nextVisitAt(stores.store, 'a'), later);
      });
    });
  });
}

async function begin(store: Store, transitionId: string, visitDueAt: Date) {
  const transition = aTransition({
    transitionId,
    tenant: { tenantId: `tenant-${transitionId}`, domain: 'contoso.example' },
  });
  assert.deepEqual(await store.transitions.insert(transition, { visitDueAt }), { kind: 'inserted' });
  return transition;
}

function claim(store: Store, overrides: { now?: Date; until?: Date; token?: string; limit?: number } = {}) {
  return store.visits.claimVisits({ now: testNow, until: leaseEnd, token: 'token', limit: 10, ...overrides });
}

function nextVisitAt(store: Store, transitionId: string): Promise<Date | undefined> {
  return store.visits.nextVisitAt(testOrganisationId, transitionId);
}

function idsOf(claimed: readonly Claimed<Visit>[]): string[] {
  return claimed.map(({ item }) => item.transitionId);
}
