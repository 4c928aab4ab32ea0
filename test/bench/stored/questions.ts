// What people, the watcher and the delivery ask of a store, each about another customer than the last time.
import assert from 'node:assert/strict';
import type { Store } from '../../../src/core/ports/store/store.ts';
import type { Transition } from '../../../src/core/transition.ts';
import { testOrganisationId } from '../../support/records.ts';
import { deadDeliveries, dueVisits, owners, transitionOf, unexpanded } from './customers.ts';

export interface Asked {
  store: Store;
  /** One of those that are stored. */
  transition: Transition;
  /** Counts the times that this is asked. */
  run: number;
  now: Date;
}

export interface Question {
  name: string;
  /** Fails when the answer is another than what is stored: one that is not found would be quick. */
  ask: (asked: Asked) => Promise<unknown>;
  /** Undoes what asking did. */
  afterwards?: (asked: Asked) => Promise<unknown>;
}

/** As many as a list shows at once. */
const limit = 10;
const organisation = testOrganisationId;

export const questions: readonly Question[] = [...lookups(), ...lists(), ...searches(), ...queues(), ...writes()];

function lookups(): Question[] {
  return [
    {
      name: 'a transition by its id',
      async ask({ store, transition }) {
        const found = await store.transitions.get(organisation, transition.transitionId);
        assert.equal(found?.transitionId, transition.transitionId);
      },
    },
    {
      name: 'by the id of its link',
      async ask({ store, transition }) {
        const found = await store.transitions.getByLinkId(transition.link.linkId);
        assert.equal(found?.transitionId, transition.transitionId);
      },
    },
    {
      name: 'about a tenant',
      async ask({ store, transition: { tenant } }) {
        assert.equal((await store.transitions.listAbout({ tenantId: tenant.tenantId })).length, 1);
      },
    },
    {
      name: 'about a relationship',
      async ask({ store, transition: { relationshipId = '' } }) {
        assert.equal((await store.transitions.listAbout({ relationshipId })).length, 1);
      },
    },
  ];
}

function lists(): Question[] {
  const list = (name: string, ofOne: boolean, open: boolean): Question => ({
    name: `the newest ${open ? 'open ones' : 'of all'}${ofOne ? ' of one owner' : ''}`,
    async ask({ store, run }) {
      const ownerId = owners[run % owners.length] ?? '';
      const { items } = await store.transitions.list(organisation, { open, limit, ...(ofOne && { ownerId }) });
      assert.ok(items.length > limit / 2, name);
    },
  });
  return [
    list('open', false, true),
    list('all', false, false),
    list('own open', true, true),
    list('own', true, false),
    {
      name: 'ten from somewhere in the past',
      async ask({ store, transition: { createdAt } }) {
        const query = { open: false, createdBefore: new Date(createdAt.getTime() + 1), limit };
        const { items } = await store.transitions.list(organisation, query);
        assert.deepEqual(items[0]?.createdAt, createdAt);
      },
    },
  ];
}

function searches(): Question[] {
  const search = (name: string, textOf: (transition: Transition) => string, finds = true): Question => ({
    name: `search: ${name}`,
    async ask({ store, transition }) {
      const text = textOf(transition);
      const found = await store.transitions.search(organisation, text, limit);
      assert.ok(found.length > 0 || !finds, `nothing contains “${text}”`);
    },
  });
  return [
    search('a whole name', ({ customer }) => customer.companyName),
    search('a domain', ({ tenant }) => tenant.domain),
    search('a brand', brandOf),
    search('a word of many names', ({ tenant }) => (tenant.displayName ?? '').split(' ')[1] ?? ''),
    search('three characters', (transition) => brandOf(transition).slice(1, 4)),
    search('two characters', (transition) => brandOf(transition).slice(0, 2)),
    search('one character', (transition) => brandOf(transition).slice(0, 1)),
    // Made of syllables that very many names have.
    search('a name that nobody has', (transition) => `${brandOf(transition)}la${brandOf(transition)}`, false),
  ];
}

function brandOf({ customer }: Transition): string {
  return customer.companyName.split(' ')[0] ?? '';
}

function queues(): Question[] {
  return [
    {
      name: 'claim the visits that are due',
      async ask({ store, now, run }) {
        const claim = { now, until: new Date(now.getTime() + 60_000), token: `visits-${String(run)}`, limit: 8 };
        assert.equal((await store.visits.claimVisits(claim)).length, dueVisits);
      },
      async afterwards({ store, now, run }) {
        for (let number = 0; number < dueVisits; number += 1) {
          const { organisationId, transitionId } = transitionOf(number, now);
          const dueAt = new Date(now.getTime() - 60_000);
          const item = { organisationId, transitionId, dueAt, quietVisits: 3 };
          assert.ok(
            await store.visits.settleVisit({ item, token: `visits-${String(run)}` }, { dueAt, quietVisits: 3 }),
          );
        }
      },
    },
    {
      name: 'claim deliveries, when none is due',
      async ask({ store, now, run }) {
        const claim = { now, until: new Date(now.getTime() + 60_000), token: `deliveries-${String(run)}`, limit: 8 };
        assert.deepEqual(await store.deliveries.claimDeliveries(claim), []);
      },
    },
    {
      name: 'events that nobody was told of',
      async ask({ store }) {
        assert.equal((await store.outbox.unexpanded(limit)).length, unexpanded);
      },
    },
    {
      name: 'what is not sent, counted',
      async ask({ store }) {
        assert.equal((await store.deliveries.countByState(organisation)).dead, deadDeliveries);
      },
    },
    {
      name: 'dead letters',
      async ask({ store }) {
        assert.equal((await store.deadLetters.list(organisation, { limit })).items.length, limit);
      },
    },
  ];
}

function writes(): Question[] {
  const begun = ({ transition, run }: Asked): Transition => {
    const id = `begun-${String(run)}-${transition.transitionId}`;
    const tenant = { ...transition.tenant, tenantId: id };
    const { verifiedAt, ...open } = transition;
    return { ...open, transitionId: id, tenant, link: { ...transition.link, linkId: id }, version: 1, outbox: [] };
  };
  return [
    {
      name: 'write a new one',
      async ask(asked) {
        const visitDueAt = new Date(asked.now.getTime() + 86_400_000);
        const outcome = await asked.store.transitions.insert(begun(asked), { visitDueAt });
        assert.equal(outcome.kind, 'inserted');
      },
    },
    {
      name: 'write it again, changed',
      async ask(asked) {
        const changed = { ...begun(asked), version: 2, conversationId: 'another' };
        assert.ok(await asked.store.transitions.replace(changed));
      },
      async afterwards(asked) {
        assert.ok(await asked.store.personalData.removeTransition({ ...begun(asked), version: 2 }));
      },
    },
  ];
}
