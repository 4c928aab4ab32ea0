import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { TransitionStore } from '../../src/core/ports/store/transition-store.ts';
import type { Transition } from '../../src/core/transition.ts';
import { completeTransition } from '../support/complete-transition.ts';
import { testNow } from '../support/fake-clock.ts';
import { aTransition, testOrganisationId } from '../support/records.ts';
import { useStores, type CreateTestDatabase } from './test-database.ts';

const visit = { visitDueAt: testNow };
const fabrikam = { tenantId: 'tenant-fabrikam', domain: 'fabrikam.example' };

export function transitionStoreContract(name: string, create: CreateTestDatabase): void {
  describe(`transition store on ${name}`, () => {
    const stores = useStores(create);

    describe('inserting', () => {
      it('gives back exactly what was inserted', async () => {
        const { transitions } = stores.store;

        const outcome = await transitions.insert(completeTransition, visit);

        assert.deepEqual(outcome, { kind: 'inserted' });
        assert.deepEqual(await transitions.get(testOrganisationId, 'transition-contoso-1'), completeTransition);
      });

      it('answers with the first transition when the id was used before', async () => {
        const { transitions } = stores.store;
        const first = aTransition();
        await transitions.insert(first, visit);

        const outcome = await transitions.insert(aTransition({ category: 'academic' }), visit);

        assert.deepEqual(outcome, { kind: 'exists', transition: first });
        assert.deepEqual(await transitions.get(testOrganisationId, first.transitionId), first);
      });

      it('answers with the open transition that has the tenant', async () => {
        const { transitions } = stores.store;
        const first = aTransition();
        await transitions.insert(first, visit);

        const outcome = await transitions.insert(aTransition({ transitionId: 'second' }), visit);

        assert.deepEqual(outcome, { kind: 'tenantTaken', transition: first });
        assert.equal(await transitions.get(testOrganisationId, 'second'), undefined);
      });

      it('refuses a link id that another transition has: ids are random, so this is a mistake', async () => {
        const { transitions } = stores.store;
        await transitions.insert(aTransition(), visit);
        const tenant = { tenantId: 'tenant-fabrikam', domain: 'fabrikam.example' };

        await assert.rejects(
          transitions.insert(aTransition({ transitionId: 'second', tenant, link: aTransition().link }), visit),
        );

        assert.equal(await transitions.get(testOrganisationId, 'second'), undefined);
      });

      it('lets another organisation have the same tenant and the same id', async () => {
        const { transitions } = stores.store;
        await transitions.insert(aTransition(), visit);
        const other = aTransition({
          organisationId: 'other-organisation',
          link: { ...aTransition().link, linkId: 'other-link' },
        });

        const outcome = await transitions.insert(other, visit);

        assert.deepEqual(outcome, { kind: 'inserted' });
        assert.deepEqual(await transitions.get('other-organisation', other.transitionId), other);
      });

      for (const closedBy of ['cancelledAt', 'verifiedAt'] as const) {
        it(`frees the tenant when the first transition gets ${closedBy}`, async () => {
          const { transitions } = stores.store;
          const first = aTransition();
          await transitions.insert(first, visit);
          await transitions.replace({ ...first, version: 2, [closedBy]: testNow });

          const outcome = await transitions.insert(aTransition({ transitionId: 'second' }), visit);

          assert.deepEqual(outcome, { kind: 'inserted' });
        });
      }

      it('lets one of many at once have the tenant', async () => {
        const another = await stores.connectAnother();
        const stored = [stores.store.transitions, another.transitions];

        const outcomes = await Promise.all(
          Array.from({ length: 10 }, (_, index) =>
            stored[index % 2]!.insert(aTransition({ transitionId: `transition-${index}` }), visit),
          ),
        );

        assert.deepEqual(countKinds(outcomes), { inserted: 1, tenantTaken: 9 });
      });
    });

    describe('replacing', () => {
      it('writes the next version', async () => {
        const { transitions } = stores.store;
        const first = aTransition();
        await transitions.insert(first, visit);
        const next: Transition = { ...completeTransition, version: 2 };

        const written = await transitions.replace(next);

        assert.equal(written, true);
        assert.deepEqual(await transitions.get(testOrganisationId, first.transitionId), next);
      });

      it('changes nothing when somebody else wrote first', async () => {
        const { transitions } = stores.store;
        const first = aTransition();
        const second = { ...first, version: 2, category: 'academic' as const };
        await transitions.insert(first, visit);
        await transitions.replace(second);

        const written = await transitions.replace({ ...first, version: 2, category: 'government' });

        assert.equal(written, false);
        assert.deepEqual(await transitions.get(testOrganisationId, first.transitionId), second);
      });

      it('changes nothing when a version is skipped', async () => {
        const { transitions } = stores.store;
        const first = aTransition();
        await transitions.insert(first, visit);

        const written = await transitions.replace({ ...first, version: 3 });

        assert.equal(written, false);
      });

      it('takes no tenant that another open transition has, until that one is closed', async () => {
        const { transitions } = stores.store;
        const first = aTransition();
        const link = { ...first.link, linkId: 'link-of-fabrikam-1' };
        const other = { ...aTransition({ transitionId: 'transition-fabrikam-1', link }), tenant: fabrikam };
        await transitions.insert(first, visit);
        await transitions.insert(other, visit);

        const whileOpen = await transitions.replace({ ...first, version: 2, tenant: fabrikam });
        await transitions.replace({ ...other, version: 2, cancelledAt: testNow });
        const afterwards = await transitions.replace({ ...first, version: 2, tenant: fabrikam });

        assert.deepEqual([whileOpen, afterwards], [false, true]);
        const about = await transitions.listAbout({ tenantId: fabrikam.tenantId });
        assert.deepEqual(about.map(({ transitionId }) => transitionId).toSorted(), [
          'transition-contoso-1',
          'transition-fabrikam-1',
        ]);
        assert.deepEqual(await transitions.listAbout({ tenantId: first.tenant.tenantId }), []);
        assert.deepEqual(countKinds([await transitions.insert(aTransition({ transitionId: 'new-1' }), visit)]), {
          inserted: 1,
        });
      });

      it('makes no transition out of nothing', async () => {
        const { transitions } = stores.store;

        const written = await transitions.replace(aTransition({ version: 2 }));

        assert.equal(written, false);
        assert.equal(await transitions.get(testOrganisationId, 'transition-contoso-1'), undefined);
      });

      it('lets one of many at once write the next version', async () => {
        const another = await stores.connectAnother();
        const stored = [stores.store.transitions, another.transitions];
        const first = aTransition();
        await stores.store.transitions.insert(first, visit);

        const written = await Promise.all(
          Array.from({ length: 10 }, (_, index) => stored[index % 2]!.replace({ ...first, version: 2 })),
        );

        assert.equal(written.filter(Boolean).length, 1);
      });
    });

    describe('finding', () => {
      it('finds by id within the organisation only', async () => {
        const { transitions } = stores.store;
        const { transitionId } = await inserted(transitions, {});

        assert.equal(await transitions.get('other-organisation', transitionId), undefined);
        assert.equal(await transitions.get(testOrganisationId, 'unknown'), undefined);
      });

      it('finds by the id of the Partner Connect link', async () => {
        const { transitions } = stores.store;
        const transition = await inserted(transitions, {});

        const found = await transitions.getByLinkId(transition.link.linkId);

        assert.deepEqual(found, transition);
        assert.equal(await transitions.getByLinkId('unknown'), undefined);
      });
    });
  });
}

async function inserted(transitions: TransitionStore, overrides: Partial<Transition>): Promise<Transition> {
  const transition = aTransition(overrides);
  assert.deepEqual(await transitions.insert(transition, visit), { kind: 'inserted' });
  return transition;
}

function countKinds(outcomes: readonly { kind: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of outcomes) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
