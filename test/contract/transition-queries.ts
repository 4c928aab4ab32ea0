import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { TransitionStore } from '../../src/core/ports/store/transition-store.ts';
import type { Transition } from '../../src/core/transition.ts';
import { after, testNow } from '../support/fake-clock.ts';
import { aTransition, testOrganisationId } from '../support/records.ts';
import { useStores, type CreateTestDatabase } from './test-database.ts';

/** `list` and `search` of the transition store. */
export function transitionQueriesContract(name: string, create: CreateTestDatabase): void {
  describe(`lists of transitions on ${name}`, () => {
    const stores = useStores(create);

    it('shows the newest first', async () => {
      await insertAll(stores.store.transitions, [named('a'), named('b'), named('c')]);

      const page = await stores.store.transitions.list(testOrganisationId, { open: false, limit: 10 });

      assert.deepEqual(idsOf(page.items), ['c', 'b', 'a']);
      assert.equal(page.nextCursor, undefined);
    });

    it('leaves out what is Normal or cancelled when open ones are asked for', async () => {
      const { transitions } = stores.store;
      await insertAll(transitions, [named('a'), named('b', { verifiedAt: testNow }), named('c')]);
      await transitions.replace({ ...(await stored(transitions, 'c')), version: 2, cancelledAt: testNow });

      const page = await transitions.list(testOrganisationId, { open: true, limit: 10 });

      assert.deepEqual(idsOf(page.items), ['a']);
    });

    it('shows what a person looks after now', async () => {
      const { transitions } = stores.store;
      const lee = { userId: 'user-lee', displayName: 'Lee Gu' };
      await insertAll(transitions, [named('a', { owner: lee }), named('b'), named('c'), named('d', { owner: lee })]);
      await transitions.replace({ ...(await stored(transitions, 'b')), version: 2, owner: lee });
      await transitions.replace({ ...(await stored(transitions, 'd')), version: 2, cancelledAt: testNow });

      const open = await transitions.list(testOrganisationId, { open: true, ownerId: 'user-lee', limit: 10 });
      const all = await transitions.list(testOrganisationId, { open: false, ownerId: 'user-lee', limit: 10 });

      assert.deepEqual(idsOf(open.items), ['b', 'a']);
      assert.deepEqual(idsOf(all.items), ['d', 'b', 'a']);
    });

    it('finds everything about a tenant, whose ever it is and whatever its state, newest first', async () => {
      const { transitions } = stores.store;
      const fabrikam = { tenantId: 'tenant-fabrikam', domain: 'fabrikam.com' };
      await insertAll(transitions, [
        named('a', { tenant: fabrikam, verifiedAt: testNow }),
        named('b'),
        named('c', { tenant: fabrikam, organisationId: 'other-organisation' }),
      ]);

      const found = await transitions.listAbout({ tenantId: 'tenant-fabrikam' });

      assert.deepEqual(idsOf(found), ['c', 'a']);
      assert.deepEqual(await transitions.listAbout({ tenantId: 'tenant-unknown' }), []);
    });

    it('finds what a relationship belongs to, also one that was asked for later', async () => {
      const { transitions } = stores.store;
      await insertAll(transitions, [named('a', { relationshipId: 'relationship-1' }), named('b')]);
      await transitions.replace({ ...(await stored(transitions, 'b')), version: 2, relationshipId: 'relationship-2' });

      assert.deepEqual(idsOf(await transitions.listAbout({ relationshipId: 'relationship-1' })), ['a']);
      assert.deepEqual(idsOf(await transitions.listAbout({ relationshipId: 'relationship-2' })), ['b']);
      assert.deepEqual(idsOf(await transitions.listAbout({ relationshipId: 'relationship-3' })), []);
    });

    it('shows nothing of another organisation', async () => {
      await insertAll(stores.store.transitions, [named('a')]);

      const page = await stores.store.transitions.list('other-organisation', { open: false, limit: 10 });

      assert.deepEqual(page, { items: [] });
    });

    it('goes through all pages without gap or repetition, also where several began at one instant', async () => {
      const { transitions } = stores.store;
      const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
      await insertAll(
        transitions,
        names.map((id, index) => named(id, { createdAt: after(testNow, index < 4 ? 0 : 1) })),
      );

      const pages = await allPages(transitions, 3);

      assert.deepEqual(
        pages.map((page) => page.length),
        [3, 3, 1],
      );
      assert.deepEqual(pages[0]!.toSorted(), ['e', 'f', 'g']);
      assert.deepEqual(pages.flat().toSorted(), names);
    });

    it('shows what was created before a time, page after page', async () => {
      const { transitions } = stores.store;
      const aged = ['a', 'b', 'c', 'd'].map((id, ms) => named(id, { createdAt: after(testNow, ms) }));
      await insertAll(transitions, aged);
      const query = { open: false, createdBefore: after(testNow, 3), limit: 2 };

      const first = await transitions.list(testOrganisationId, query);
      const second = await transitions.list(testOrganisationId, { ...query, cursor: first.nextCursor ?? '' });

      assert.deepEqual([idsOf(first.items), idsOf(second.items)], [['c', 'b'], ['a']]);
      assert.equal(second.nextCursor, undefined);
    });

    it('goes on at the same place when something new begins between two pages', async () => {
      const { transitions } = stores.store;
      await insertAll(transitions, [named('a'), named('b'), named('c')]);
      const first = await transitions.list(testOrganisationId, { open: false, limit: 2 });
      await insertAll(transitions, [named('d')]);

      const second = await transitions.list(testOrganisationId, {
        open: false,
        limit: 2,
        ...(first.nextCursor !== undefined && { cursor: first.nextCursor }),
      });

      assert.deepEqual(idsOf(second.items), ['a']);
    });

    for (const cursor of [
      '',
      'not a cursor',
      'e30',
      'WzFlMzA5LDFd',
      Buffer.from('[1e300,"a"]').toString('base64url'),
    ]) {
      it(`begins at the first page for a cursor that is not ours: ${JSON.stringify(cursor)}`, async () => {
        await insertAll(stores.store.transitions, [named('a')]);

        const page = await stores.store.transitions.list(testOrganisationId, { open: false, cursor, limit: 10 });

        assert.deepEqual(idsOf(page.items), ['a']);
      });
    }
  });

  describe(`search for transitions on ${name}`, () => {
    const stores = useStores(create);
    const search = async (text: string, limit = 10): Promise<string[]> =>
      idsOf(await stores.store.transitions.search(testOrganisationId, text, limit));

    const found: readonly [string, string][] = [
      ['Contoso', 'the beginning of a company name'],
      ['tosö pharm', 'the middle of one, letter case and accents aside'],
      ['PHARMACÉUTICALS', 'its end, in capitals'],
      ['  contoso   pharma ', 'a name with other spacing'],
      ['contoso.example', 'a domain'],
      ['oso.ex', 'a part of a domain'],
      ['Überwald', 'the name that Microsoft knows'],
      ['uberwald', 'the same without its accent'],
      ['c', 'the first letter of a name'],
      ['Ph', 'the first letters of a later word'],
      ['ü', 'one accented letter'],
    ];
    for (const [text, what] of found) {
      it(`finds ${what}: ${JSON.stringify(text)}`, async () => {
        await insertAll(stores.store.transitions, [
          named('contoso', { tenant: { tenantId: 't', domain: 'contoso.example', displayName: 'ÜBERWALD Labs' } }),
          named('fabrikam', {
            customer: { ...aTransition().customer, companyName: 'Fabrikam' },
            tenant: { tenantId: 'f', domain: 'fabrikam.example' },
          }),
        ]);

        assert.deepEqual(await search(text), ['contoso']);
      });
    }

    const notFound = [
      '',
      '   ',
      '%',
      '_',
      'cont%',
      'c_ntoso',
      '*',
      'cont*',
      '"',
      'NEAR(',
      'labs contoso',
      'contoso pharmacology',
      'pharmaceuticals contoso',
      "' OR 1=1 --",
    ];
    for (const text of [
      ...notFound,
      '\u0000',
      'con\u0000tosx',
      '\uD800',
      '.*',
      '(',
      'contoso' + 'o'.repeat(1_000_000),
    ]) {
      it(`finds nothing for ${JSON.stringify(text.slice(0, 20))}, which no name contains`, async () => {
        await insertAll(stores.store.transitions, [named('contoso')]);

        assert.deepEqual(await search(text), []);
      });
    }

    it('finds text with the characters that query languages use', async () => {
      const companyName = 'A "100 %" _under_ (score) $where.* company';
      await insertAll(stores.store.transitions, [named('a', { customer: { ...aTransition().customer, companyName } })]);

      for (const text of ['"100 %"', '_under_', '(score)', '$where.*']) assert.deepEqual(await search(text), ['a']);
    });

    it('shows the newest first and stops at the limit', async () => {
      await insertAll(stores.store.transitions, [named('a'), named('b'), named('c')]);

      assert.deepEqual(await search('contoso', 2), ['c', 'b']);
      assert.deepEqual(await search('co', 2), ['c', 'b']);
    });

    it('finds a customer under the new name only after an edit', async () => {
      const { transitions } = stores.store;
      await insertAll(transitions, [named('a', { tenant: { tenantId: 'a', domain: 'a.example' } })]);
      const before = await stored(transitions, 'a');
      await transitions.replace({
        ...before,
        version: 2,
        customer: { ...before.customer, companyName: 'Tailwind Traders' },
      });

      assert.deepEqual(await search('contoso'), []);
      assert.deepEqual(await search('co'), []);
      assert.deepEqual(await search('tailwind'), ['a']);
      assert.deepEqual(await search('tr'), ['a']);
    });

    it('shows nothing of another organisation', async () => {
      await insertAll(stores.store.transitions, [named('a')]);

      assert.deepEqual(await stores.store.transitions.search('other-organisation', 'contoso', 10), []);
      assert.deepEqual(await stores.store.transitions.search('other-organisation', 'co', 10), []);
    });
  });
}

let insertions = 0;

/** Each with a tenant of its own, and later than the one before. */
function named(transitionId: string, overrides: Partial<Transition> = {}): Transition {
  insertions += 1;
  return aTransition({
    transitionId,
    tenant: { tenantId: `tenant-${transitionId}`, domain: 'contoso.example', displayName: 'Contoso' },
    createdAt: after(testNow, insertions),
    ...overrides,
  });
}

async function insertAll(transitions: TransitionStore, all: readonly Transition[]): Promise<void> {
  for (const transition of all) {
    assert.deepEqual(await transitions.insert(transition, { visitDueAt: testNow }), { kind: 'inserted' });
  }
}

async function stored(transitions: TransitionStore, transitionId: string): Promise<Transition> {
  const transition = await transitions.get(testOrganisationId, transitionId);
  assert.ok(transition);
  return transition;
}

async function allPages(transitions: TransitionStore, limit: number): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = await transitions.list(testOrganisationId, {
      open: false,
      limit,
      ...(cursor !== undefined && { cursor }),
    });
    pages.push(idsOf(page.items));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return pages;
}

function idsOf(transitions: readonly Transition[]): string[] {
  return transitions.map((transition) => transition.transitionId);
}
