import assert from 'node:assert/strict';
import fc from 'fast-check';
import { beforeEach, describe, it } from 'mocha';
import { AppError } from '../../../src/core/errors.ts';
import { createSharedReads, type SharedReads } from '../../../src/microsoft/lists/shared-reads.ts';
import type { Entry } from '../../../src/microsoft/lists/take-list.ts';
import { createFakeClock, testNow, type FakeClock } from '../../support/fake-clock.ts';
import { warningLog } from '../microsoft-fixture.ts';

const minuteMs = 60_000;

/** A cloud with so many things, so many on a page, that counts what it is asked and breaks where a test says. */
class Cloud {
  readonly things = new Map<string, string>();
  readonly pageSize: number;
  singles = 0;
  pages = 0;
  breaksAt: { page: number; error: AppError } | undefined;
  /** Runs before each page is given. */
  beforePage: (page: number) => Promise<void> | void = () => undefined;

  constructor(count: number, pageSize = 10) {
    this.pageSize = pageSize;
    for (let index = 0; index < count; index += 1) this.things.set(String(index), `thing ${String(index)}`);
  }

  one(key: string): Promise<string | undefined> {
    this.singles += 1;
    return Promise.resolve(this.things.get(key));
  }

  async *list(): AsyncGenerator<readonly Entry<string>[]> {
    const all = [...this.things];
    for (let page = 1; page === 1 || (page - 1) * this.pageSize < all.length; page += 1) {
      this.pages += 1;
      await this.beforePage(page);
      if (this.breaksAt?.page === page) throw this.breaksAt.error;
      yield all.slice((page - 1) * this.pageSize, page * this.pageSize);
    }
  }
}

describe('reads that share a list', () => {
  let clock: FakeClock;
  let warnings: string[];

  beforeEach(() => {
    clock = createFakeClock();
    warnings = [];
  });

  it('are single where an answer must be asked now', async () => {
    const { cloud, reads } = start(5);

    for (let count = 0; count < 20; count += 1) assert.equal(await reads.read('3'), 'thing 3');

    assert.deepEqual([cloud.singles, cloud.pages], [20, 0]);
  });

  it('cost one list of one page for all that are due', async () => {
    const { cloud, reads } = start(10);

    const answers = await round(reads, 10);

    assert.deepEqual(answers, [...cloud.things.values()]);
    assert.deepEqual([cloud.singles, cloud.pages], [1, 1]);
  });

  it('cost no list where few are due of many that there are', async () => {
    const { cloud, reads } = start(1000);
    await round(reads, 1000);
    clock.advance(minuteMs);
    // The list has paid off, so it is expected to do so once more; after that it must be earned again.
    await round(reads, 3);
    const before = { singles: cloud.singles, pages: cloud.pages };

    for (let rounds = 0; rounds < 10; rounds += 1) {
      clock.advance(minuteMs);
      await round(reads, 3);
    }

    assert.ok(cloud.pages - before.pages <= cloud.singles - before.singles);
    assert.ok(cloud.singles - before.singles <= 30);
  });

  it('cost only the list when the one before has paid off', async () => {
    const { cloud, reads } = start(1000);
    await round(reads, 1000);
    const before = { singles: cloud.singles, pages: cloud.pages };

    clock.advance(minuteMs);
    await round(reads, 1000);

    assert.deepEqual([cloud.singles - before.singles, cloud.pages - before.pages], [0, 100]);
  });

  it('give up a list that is longer than it may be, having spent little on it', async () => {
    const { cloud, reads } = start(100_000);

    await round(reads, 6);

    assert.deepEqual([cloud.singles, cloud.pages], [6, 3 + 9]);
  });

  it('share the list that is under way', async () => {
    const { cloud, reads } = start(10);
    await reads.read('0', { asOf: testNow });

    const answers = await Promise.all([...cloud.things.keys()].map((key) => reads.read(key, { asOf: testNow })));

    assert.deepEqual(answers, [...cloud.things.values()]);
    assert.deepEqual([cloud.singles, cloud.pages], [1, 1]);
  });

  it('take no answer from a list that began before', async () => {
    const { cloud, reads } = start(5);
    await round(reads, 5);
    cloud.things.set('3', 'changed');
    clock.advance(1);

    assert.equal(await reads.read('3', { asOf: clock.now() }), 'changed');
  });

  it('take none from a list that is under way since before', async () => {
    const { cloud, reads } = start(5);
    await reads.read('0', { asOf: testNow });
    const { promise: held, resolve: letGo } = Promise.withResolvers<undefined>();
    cloud.beforePage = () => held;
    const early = reads.read('1', { asOf: testNow });
    clock.advance(1);

    const late = await reads.read('2', { asOf: clock.now() });
    letGo(undefined);

    assert.equal(late, 'thing 2');
    assert.equal(await early, 'thing 1');
    assert.deepEqual([cloud.singles, cloud.pages], [2, 1]);
  });

  it('take none from a list of ten minutes ago, however long they are due', async () => {
    const { cloud, reads } = start(5);
    await round(reads, 5);
    cloud.things.set('3', 'changed');

    clock.advance(10 * minuteMs + 1);

    assert.equal(await reads.read('3', { asOf: testNow }), 'changed');
  });

  it('say nothing of what a broken list did not come to', async () => {
    const { cloud, reads } = start(40);
    await round(reads, 40);
    clock.advance(minuteMs);
    cloud.breaksAt = { page: 3, error: new AppError('UPSTREAM_UNAVAILABLE') };

    const outcomes = await Promise.allSettled([...cloud.things.keys()].map((key) => reads.read(key, asOfNow())));

    assert.ok(outcomes.every(({ status }) => status === 'rejected'));
  });

  it('leave a throttled list alone for as long as Microsoft says, and one another', async () => {
    const { cloud, reads } = start(10);
    await round(reads, 10);
    clock.advance(minuteMs);
    cloud.breaksAt = { page: 1, error: new AppError('UPSTREAM_THROTTLED', { retryAfterMs: '120000' }) };
    await assert.rejects(reads.read('1', asOfNow()), { code: 'UPSTREAM_THROTTLED' });
    const { pages } = cloud;
    cloud.breaksAt = undefined;

    clock.advance(2 * minuteMs - 1);
    await assert.rejects(reads.read('1', asOfNow()), { code: 'UPSTREAM_THROTTLED' });
    clock.advance(1);

    assert.equal(await reads.read('1', asOfNow()), 'thing 1');
    assert.deepEqual([cloud.pages - pages, cloud.singles], [1, 1]);
  });

  it('are single again when the list keeps failing', async () => {
    const { cloud, reads } = start(10);
    await round(reads, 10);
    cloud.breaksAt = { page: 1, error: new AppError('UPSTREAM_UNAVAILABLE') };
    for (let failures = 0; failures < 3; failures += 1) {
      clock.advance(minuteMs);
      const [outcome] = await Promise.allSettled([reads.read('1', asOfNow())]);
      assert.equal(outcome.status, failures < 2 ? 'rejected' : 'fulfilled');
    }

    assert.equal(await reads.read('2', asOfNow()), 'thing 2');
  });

  it('are single where Microsoft refuses the list, for an hour', async () => {
    const { cloud, reads } = start(10);
    cloud.breaksAt = { page: 1, error: new AppError('PARTNER_ROLE_MISSING') };

    const answers = await round(reads, 10);

    assert.deepEqual(answers, [...cloud.things.values()]);
    assert.deepEqual([cloud.singles, cloud.pages], [10, 1]);
    assert.deepEqual(warnings, ['microsoft call failed']);
    clock.advance(60 * minuteMs);
    await round(reads, 10);
    assert.equal(cloud.pages, 2);
  });

  it('are single where the list does not fit', async () => {
    const { cloud, reads } = start(250_001, 250_001);

    const answers = await round(reads, 4);

    assert.deepEqual(answers, ['thing 0', 'thing 1', 'thing 2', 'thing 3']);
    assert.deepEqual([cloud.singles, cloud.pages], [4, 1]);
    assert.deepEqual(warnings, ['a list of microsoft is too long to be used']);
  });

  it('let a bug through', async () => {
    const { cloud, reads } = start(10);
    cloud.beforePage = () => {
      throw new TypeError('a bug');
    };

    await assert.rejects(round(reads, 2), TypeError);
  });

  it('say what single reads say, whatever is due, changes and comes in between', async () => {
    const steps = fc.array(
      fc.oneof(
        fc.record({ kind: fc.constant('due' as const), keys: fc.uniqueArray(fc.nat(60), { maxLength: 40 }) }),
        fc.record({ kind: fc.constant('change' as const), key: fc.nat(60), to: fc.option(fc.string()) }),
        fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 700_000 }) }),
      ),
      { maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(60), fc.integer({ min: 1, max: 30 }), steps, async (count, pageSize, history) => {
        clock = createFakeClock();
        const { cloud, reads } = start(count, pageSize);
        let due = 0;
        for (const step of history) {
          if (step.kind === 'pass') clock.advance(step.ms);
          else if (step.kind === 'change') change(cloud, step);
          else {
            clock.advance(1);
            due += step.keys.length;
            const answers = await Promise.all(step.keys.map((key) => reads.read(String(key), asOfNow())));
            assert.deepEqual(
              answers,
              step.keys.map((key) => cloud.things.get(String(key))),
            );
          }
        }
        assert.ok(cloud.singles <= due);
        assert.ok(cloud.pages <= 8 * due, `${String(cloud.pages)} pages for ${String(due)} reads`);
      }),
      { numRuns: 60 },
    );
  });

  function start(count: number, pageSize?: number): { cloud: Cloud; reads: SharedReads<string> } {
    const cloud = new Cloud(count, pageSize);
    const reads = createSharedReads({
      name: 'things',
      one: async (key) => cloud.one(key),
      pages: () => cloud.list(),
      clock,
      log: warningLog((_facts, message) => void warnings.push(message)),
    });
    return { cloud, reads };
  }

  function asOfNow() {
    return { asOf: clock.now() };
  }

  /** So many are due now, and come one after another. */
  async function round(reads: SharedReads<string>, due: number): Promise<(string | undefined)[]> {
    const asOf = clock.now();
    const answers = [];
    for (let key = 0; key < due; key += 1) answers.push(await reads.read(String(key), { asOf }));
    return answers;
  }

  function change(cloud: Cloud, { key, to }: { key: number; to: string | null }): void {
    if (to === null) cloud.things.delete(String(key));
    else cloud.things.set(String(key), to);
  }
});
