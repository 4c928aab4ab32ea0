import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { exportLines } from '../../src/cli/data-command/export-data.ts';
import { DataProblem } from '../../src/cli/data-command/data-problem.ts';
import { importLines } from '../../src/cli/data-command/import-data.ts';
import type { Tallies } from '../../src/cli/data-command/tally.ts';
import type { Store } from '../../src/core/ports/store/store.ts';
import { openStore } from '../../src/store/open-store.ts';
import { createFakeClock, testNow } from '../support/fake-clock.ts';
import { createFakeIds } from '../support/fake-ids.ts';
import { fillStore } from '../support/fill-store.ts';
import { aDelivery, aSubscription, aTransition } from '../support/records.ts';
import { useStores, type CreateTestDatabase } from './test-database.ts';

const clock = createFakeClock();
let exports = 0;

/** Moving from this engine to SQLite and back. */
export function moveContract(name: string, create: CreateTestDatabase): void {
  describe(`moving the data of ${name}`, () => {
    const stores = useStores(create);
    const intoMemory = async (lines: readonly string[], use: (store: Store) => Promise<void>) => {
      const other = await openStore('sqlite::memory:');
      try {
        await load(lines, other);
        await use(other);
      } finally {
        await other.close();
      }
    };

    it('carries everything to SQLite, counted and compared', async () => {
      await fillStore(stores.store, 520);
      const { lines, tallies } = await unload(stores.store);

      await intoMemory(lines, async (other) => {
        assert.deepEqual((await unload(other)).tallies, tallies);
      });
      assert.equal(tallies.transition.count, 520);
      assert.equal(tallies.visit.count, 520);
    });

    it('brings everything back from there, and there again', async () => {
      const source = await openStore('sqlite::memory:');
      await fillStore(source, 30);
      const { lines, tallies } = await unload(source);
      await source.close();

      const imported = await load(lines, stores.store);

      assert.deepEqual(imported, tallies);
      const carried = await unload(stores.store);
      assert.deepEqual(carried.tallies, tallies);
      assert.deepEqual(carried.lines.slice(1, -1).toSorted(), lines.slice(1, -1).toSorted());
      await intoMemory(carried.lines, async (back) => {
        assert.deepEqual((await unload(back)).tallies, tallies);
      });
    });

    it('refuses to mix with what is there, unless told to', async () => {
      await fillStore(stores.store, 2);
      const { lines } = await unload(stores.store);
      const another = await openStore('sqlite::memory:');
      await another.subscriptions.subscribe(aSubscription({ userId: 'of the other store' }));

      await assert.rejects(load(lines, another), problem(/is not empty/));
      assert.equal((await unload(another)).tallies.transition.count, 0);
      await load(lines, another, true);

      assert.equal((await unload(another)).tallies.transition.count, 2);
      await another.close();
    });

    it('says which transition of the file another one is in the way of', async () => {
      await stores.store.transitions.insert(aTransition(), { visitDueAt: testNow });
      const { lines } = await unload(stores.store);
      const another = await openStore('sqlite::memory:');
      await another.transitions.insert(aTransition({ transitionId: 'in the way' }), { visitDueAt: testNow });

      const loading = load(lines, another, true);

      await assert.rejects(loading, problem(/The transition transition-contoso-1 of the file cannot be written/));
      await another.close();
    });

    it('can be repeated when it was interrupted, and only with the same file', async () => {
      const source = await openStore('sqlite::memory:');
      await fillStore(source, 300);
      const { lines, tallies } = await unload(source);
      const foreign = await unload(source);
      await source.close();
      await assert.rejects(load(lines.slice(0, -120), stores.store), problem(/ends before its last line/));

      await assert.rejects(load(['{"not":"ours"}'], stores.store), problem(/no export of format 1/));
      const imported = await load(lines, stores.store);

      assert.deepEqual(imported, tallies);
      await assert.rejects(load(foreign.lines, stores.store), problem(/is not empty/));
    });

    it('says so when the file was changed or cut', async () => {
      await fillStore(stores.store, 3);
      const { lines } = await unload(stores.store);
      const changed = lines.map((line) => line.replaceAll('Contoso', 'Fabrikam'));
      const missing = lines.filter((_, index) => index !== 2);
      const halved = [...lines.slice(0, 3), lines[3]!.slice(0, 20)];
      const unknown = [...lines.slice(0, 3), '{"kind":"carrierPigeon"}'];

      for (const [damaged, expected] of [
        [changed, /not what was exported/],
        [missing, /not what was exported/],
        [halved, /Line 4 is cut off/],
        [unknown, /Line 4 is cut off, damaged, or from a newer release/],
        [[], /no export/],
      ] as const) {
        await assert.rejects(
          intoMemory(damaged, async () => undefined),
          problem(expected),
        );
      }
    });

    it('says so when the target does not hold what was written', async () => {
      await fillStore(stores.store, 2);
      const { lines } = await unload(stores.store);
      const target = await openStore('sqlite::memory:');
      const forgetful: Store = {
        ...target,
        records: {
          dump: (kind, page) => target.records.dump(kind, page),
          load: (records) => target.records.load(records.filter(({ kind }) => kind !== 'secret')),
        },
      };

      await assert.rejects(load(lines, forgetful), problem(/secret: 0 instead of 1/));
      await target.close();
    });

    it('keeps a delivery of each state as it is', async () => {
      const states = ['pending', 'sending', 'sent', 'dead'] as const;
      await stores.store.deliveries.add(states.map((state) => aDelivery({ deliveryId: state, state })));
      const { lines } = await unload(stores.store);

      await intoMemory(lines, async (other) => {
        for (const state of states) assert.equal((await other.deliveries.get(state))?.state, state);
      });
    });
  });
}

async function unload(store: Store): Promise<{ lines: string[]; tallies: Tallies }> {
  exports += 1;
  const ids = createFakeIds(`export-${String(exports)}`);
  let tallies: Tallies | undefined;
  const lines: string[] = [];
  for await (const line of exportLines({ store, clock, ids }, (held) => (tallies = held))) lines.push(line);
  assert.ok(tallies);
  return { lines, tallies };
}

async function load(lines: readonly string[], store: Store, intoNonEmpty = false): Promise<Tallies> {
  async function* given() {
    yield* lines;
  }
  return importLines(given(), { store, clock: { now: () => testNow }, intoNonEmpty });
}

function problem(message: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof DataProblem && message.test(error.message);
}
