import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Transition } from '../../src/core/transition.ts';
import { after, testNow } from '../support/fake-clock.ts';
import { aDelivery, anEvent, aTransition, testOrganisationId } from '../support/records.ts';
import { useStores, type CreateTestDatabase } from './test-database.ts';

/** What this release cannot read: a newer one wrote it, or something went wrong with it. */
export function unreadableContract(name: string, create: CreateTestDatabase): void {
  describe(`a record on ${name} that nobody can read`, () => {
    const stores = useStores(create);
    const claim = { now: testNow, until: after(testNow, 60_000), token: 'token', limit: 10 };

    const messages: readonly [string, object, [string, string]][] = [
      [
        'a newer release’s',
        { schemaVersion: 2, recipient: { kind: 'carrierPigeon' }, content: { kind: 'song' } },
        ['song', 'carrierPigeon'],
      ],
      [
        'one of an unknown kind',
        { schemaVersion: 1, recipient: { kind: 'mailbox' }, content: { kind: 'song' } },
        ['song', 'mailbox'],
      ],
      ['one that says nothing', { schemaVersion: 1 }, ['', '']],
      ['one without kinds', { schemaVersion: 1, recipient: null, content: { kind: 7 } }, ['', '']],
    ];
    for (const [what, message, kinds] of messages) {
      it(`is a dead letter when it is a delivery, and the others are claimed: ${what}`, async () => {
        const names = ['before', 'unreadable', 'behind'];
        await stores.store.deliveries.add(names.map((deliveryId) => aDelivery({ deliveryId })));
        await stores.spoil('delivery', 'unreadable', message);

        const claimed = await stores.store.deliveries.claimDeliveries(claim);

        assert.deepEqual(
          claimed.map(({ item }) => item.deliveryId),
          ['before', 'behind'],
        );
        const { items } = await stores.store.deadLetters.list(testOrganisationId, { limit: 10 });
        assert.deepEqual(
          items.map(({ deliveryId, content, recipient, failure }) => [deliveryId, [content, recipient], failure]),
          [['unreadable', kinds, 'UNREADABLE']],
        );
      });
    }

    const transitions: readonly [string, object][] = [
      ['a newer release’s', { schemaVersion: 2, transition: {} }],
      ['a damaged one', { schemaVersion: 1, transition: { transitionId: 'half' } }],
    ];
    for (const [what, said] of transitions) {
      it(`holds up no other transition’s events, however many there are before them: ${what}`, async () => {
        const names = ['unreadable-1', 'unreadable-2', 'readable-1', 'unreadable-3', 'readable-2', 'readable-3'];
        for (const [index, transitionId] of names.entries()) {
          const tenant = { tenantId: transitionId, domain: 'contoso.example' };
          // Two each at the same instant.
          const at = after(testNow, Math.floor(index / 2));
          const started = aTransition({
            transitionId,
            tenant,
            lastEventSeq: 1,
            outbox: [anEvent({ transitionId, at })],
          });
          await stores.store.transitions.insert(started, { visitDueAt: testNow });
          if (transitionId.startsWith('unreadable')) await stores.spoil('transition', transitionId, said);
        }

        const shown = async (limit: number) =>
          (await stores.store.outbox.unexpanded(limit)).map(({ transitionId }) => transitionId);

        assert.deepEqual(await shown(1), ['readable-1']);
        assert.deepEqual(await shown(2), ['readable-1', 'readable-2']);
        assert.deepEqual(await shown(100), ['readable-1', 'readable-2', 'readable-3']);
      });

      it(`is only named in a list, which goes on behind it: ${what}`, async () => {
        const names = ['spoilt-1', 'readable-1', 'readable-2', 'damaged-2', 'spoilt-3', 'damaged-3', 'readable-4'];
        for (const [index, transitionId] of names.entries()) {
          const tenant = { tenantId: transitionId, domain: 'contoso.example' };
          // Two each at the same instant, of which the greater id comes first; as they are listed.
          const createdAt = after(testNow, -Math.floor(index / 2));
          await stores.store.transitions.insert(aTransition({ transitionId, tenant, createdAt }), {
            visitDueAt: testNow,
          });
          if (!transitionId.startsWith('readable')) await stores.spoil('transition', transitionId, said);
        }

        for (const open of [true, false]) {
          const pages: [string[], readonly string[] | undefined][] = [];
          for (let cursor: string | undefined; ;) {
            const query = { open, limit: 2, ...(cursor !== undefined && { cursor }) };
            const page = await stores.store.transitions.list(testOrganisationId, query);
            pages.push([page.items.map(({ transitionId }) => transitionId), page.unreadable]);
            cursor = page.nextCursor;
            if (cursor === undefined) break;
          }

          assert.deepEqual(pages, [
            [['readable-1'], ['spoilt-1']],
            [['readable-2'], ['damaged-2']],
            [[], ['spoilt-3', 'damaged-3']],
            [['readable-4'], undefined],
          ]);
        }
      });

      it(`is left out of what is found, and nothing is begun beside it: ${what}`, async () => {
        const { transitions } = stores.store;
        const tenant = { tenantId: 'tenant-shared', domain: 'contoso.example' };
        const of = (transitionId: string, more: Partial<Transition> = {}) =>
          aTransition({ transitionId, tenant, relationshipId: 'relationship-shared', ...more });
        const begin = (transition: Transition) => transitions.insert(transition, { visitDueAt: testNow });
        const closed = of('readable', { cancelledAt: testNow });
        await begin(closed);
        await begin(of('spoilt', { link: { ...closed.link, linkId: 'link-spoilt' } }));
        await stores.spoil('transition', 'spoilt', said);

        const elsewhere = { tenantId: 'elsewhere', domain: 'elsewhere.example' };
        const another = of('another', {
          tenant: elsewhere,
          customer: { ...closed.customer, companyName: 'Elsewhere' },
          link: { ...closed.link, linkId: 'link-another' },
        });
        await begin(another);
        const third = of('third', { link: { ...closed.link, linkId: 'link-third' } });
        await assert.rejects(begin(third));
        const isSwitched = await transitions.replace({ ...another, version: 2, tenant });

        assert.equal(isSwitched, false);
        assert.equal(await transitions.get(testOrganisationId, 'third'), undefined);
        await assert.rejects(transitions.get(testOrganisationId, 'spoilt'));
        const found = [
          await transitions.listAbout({ tenantId: tenant.tenantId }),
          await transitions.search(testOrganisationId, 'contoso.exa', 10),
          await transitions.search(testOrganisationId, 'co', 10),
        ];
        assert.deepEqual(
          found.map((some) => some.map(({ transitionId }) => transitionId)),
          [['readable'], ['readable'], ['readable']],
        );
        const about = await transitions.listAbout({ relationshipId: 'relationship-shared' });
        assert.deepEqual(about.map(({ transitionId }) => transitionId).toSorted(), ['another', 'readable']);
      });
    }
  });
}
