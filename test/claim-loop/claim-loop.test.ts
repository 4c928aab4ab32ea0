import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { createClaimLoop, type ClaimLoop } from '../../src/claim-loop/claim-loop.ts';
import type { ClaimLoopOptions } from '../../src/claim-loop/options.ts';
import { after, testNow } from '../support/fake-clock.ts';
import { createFakeQueue } from '../support/fake-queue.ts';
import { letEverythingRun } from '../support/fake-timers.ts';
import { createTestTools, type TestTools } from '../support/loop-tools.ts';

type Options = ClaimLoopOptions<string, Date | undefined>;

const leaseMs = 30_000;
const pollIntervalMs = 1_000;

describe('the claim loop', () => {
  let queue: ReturnType<typeof createFakeQueue>;
  let tools: TestTools;
  let done: string[];

  beforeEach(() => {
    queue = createFakeQueue();
    tools = createTestTools();
    done = [];
  });

  const loopWith = (overrides: Partial<Options> = {}, own = tools): ClaimLoop =>
    createClaimLoop<string, Date | undefined>(
      {
        name: 'test',
        claim: queue.claim,
        renew: queue.renew,
        settle: queue.settle,
        async perform({ item }) {
          done.push(item);
          return undefined;
        },
        recover: () => after(own.clock.now(), 5_000),
        laneOf: (item) => item,
        describe: (item) => ({ item }),
        concurrency: 4,
        leaseMs,
        pollIntervalMs,
        ...overrides,
      },
      own,
    );

  it('does everything that is due, in the order in which it is due, and nothing that is not', async () => {
    queue.put(after(testNow, -1), 'second');
    queue.put(after(testNow, -2), 'first');
    queue.put(after(testNow, 1), 'tomorrow');

    await loopWith().runUntilIdle();

    assert.deepEqual(done, ['first', 'second']);
    assert.deepEqual(queue.names(), ['tomorrow']);
  });

  it('goes on until nothing is due, however little it may hold at once', async () => {
    queue.put(testNow, 'a', 'b', 'c', 'd', 'e');

    await loopWith({ concurrency: 2 }).runUntilIdle();

    assert.deepEqual(done, ['a', 'b', 'c', 'd', 'e']);
  });

  it('does what became due while a claim was under way', async () => {
    const answered = Promise.withResolvers<undefined>();
    const claim: Options['claim'] = async (wanted) => {
      const claimed = await queue.claim(wanted);
      await answered.promise;
      return claimed;
    };
    const loop = loopWith({ claim });
    loop.start();
    await letEverythingRun();
    queue.put(testNow, 'meanwhile');

    const idle = loop.runUntilIdle();
    answered.resolve(undefined);
    await idle;

    assert.deepEqual(done, ['meanwhile']);
  });

  it('never holds more at once than it has hands', async () => {
    const gates = openGates();
    queue.put(testNow, 'a', 'b', 'c');
    const loop = loopWith({ concurrency: 2, perform: gates.perform });

    loop.start();
    await letEverythingRun();
    const atFirst = gates.begun();
    gates.open('a');
    await letEverythingRun();

    assert.deepEqual(atFirst, ['a', 'b']);
    assert.deepEqual(gates.begun(), ['a', 'b', 'c']);
    assert.deepEqual(
      queue.claims.map(({ limit }) => limit),
      [2, 1],
    );
  });

  it('does not keep a quick item waiting for a slow one', async () => {
    const gates = openGates();
    queue.put(testNow, 'slow');
    const loop = loopWith({ perform: gates.perform });
    loop.start();
    await letEverythingRun();

    queue.put(testNow, 'quick');
    loop.wake();
    await letEverythingRun();
    gates.open('quick');
    await letEverythingRun();

    assert.deepEqual(queue.names(), ['slow']);
  });

  it('performs items of one lane one after another', async () => {
    const gates = openGates();
    queue.put(testNow, 'lane1-a', 'lane1-b', 'lane2-a');
    const loop = loopWith({ perform: gates.perform, laneOf: (item) => item.slice(0, 5) });

    loop.start();
    await letEverythingRun();
    const atFirst = gates.begun();
    gates.open('lane1-a');
    await letEverythingRun();

    assert.deepEqual(atFirst, ['lane1-a', 'lane2-a']);
    assert.deepEqual(gates.begun(), ['lane1-a', 'lane2-a', 'lane1-b']);
  });

  it('goes on with the others when one fails, logs it once and tries it later', async () => {
    queue.put(testNow, 'bad', 'good');
    const perform: Options['perform'] = async ({ item }) => {
      if (item === 'bad' && done.length < 1) throw new Error('no');
      done.push(item);
      return undefined;
    };
    const loop = loopWith({ perform });

    await loop.runUntilIdle();
    const leftOver = queue.names();
    tools.clock.advance(5_000);
    await loop.runUntilIdle();

    assert.deepEqual(leftOver, ['bad']);
    assert.deepEqual(done, ['good', 'bad']);
    assert.deepEqual(
      tools.lines.map(({ level, message }) => [level, message]),
      [['error', 'an item failed']],
    );
  });

  it('claims when it is woken, without waiting for the poll', async () => {
    const loop = loopWith();
    loop.start();
    await letEverythingRun();

    queue.put(testNow, 'news');
    loop.wake();
    await letEverythingRun();

    assert.deepEqual(done, ['news']);
  });

  it('claims again when it is woken in the middle of a claim', async () => {
    let answer = (): void => {};
    const claim: Options['claim'] = async (request) => {
      const claimed = await queue.claim(request);
      await new Promise<void>((resolve) => (answer = resolve));
      return claimed;
    };
    const loop = loopWith({ claim });
    loop.start();
    await letEverythingRun();

    queue.put(testNow, 'late');
    loop.wake();
    answer();
    await letEverythingRun();
    answer();
    await letEverythingRun();

    assert.deepEqual(done, ['late']);
  });

  it('polls when nobody wakes it', async () => {
    const loop = loopWith();
    loop.start();
    await letEverythingRun();
    queue.put(testNow, 'forgotten');

    await tools.timers.advance(pollIntervalMs);

    assert.deepEqual(done, ['forgotten']);
  });

  it('claims nothing before it is started', async () => {
    queue.put(testNow, 'a');

    loopWith().wake();
    await letEverythingRun();

    assert.deepEqual(queue.claims, []);
  });

  it('survives a store that cannot be reached, and says so once', async () => {
    let reachable = false;
    queue.put(testNow, 'a');
    const loop = loopWith({
      claim: (claim) => (reachable ? queue.claim(claim) : Promise.reject(new Error('unreachable'))),
    });
    loop.start();
    await tools.timers.advance(3 * pollIntervalMs);

    reachable = true;
    await tools.timers.advance(pollIntervalMs);

    assert.deepEqual(done, ['a']);
    assert.deepEqual(
      tools.lines.map(({ level, message }) => [level, message]),
      [
        ['error', 'claiming failed'],
        ['info', 'claiming works again'],
      ],
    );
  });

  it('settles again when the store stumbles after the work was done', async () => {
    let stumbles = 2;
    queue.put(testNow, 'a');
    const loop = loopWith({
      async settle(claimed, result) {
        stumbles -= 1;
        if (stumbles >= 0) throw new Error('busy');
        return queue.settle(claimed, result);
      },
    });
    loop.start();

    await tools.timers.advance(leaseMs);

    assert.deepEqual(done, ['a']);
    assert.deepEqual(queue.names(), []);
  });

  it('leaves an item to its lease when it cannot be settled at all', async () => {
    queue.put(testNow, 'a');
    const loop = loopWith({ settle: () => Promise.reject(new Error('gone')) });
    loop.start();

    await tools.timers.advance(leaseMs - 1);

    assert.deepEqual(done, ['a']);
    assert.deepEqual(queue.names(), ['a']);
    assert.deepEqual(
      tools.lines.map(({ level, message }) => [level, message]),
      [['error', 'an item could not be settled; its lease runs out']],
    );
  });

  describe('leases', () => {
    it('begin when the preparation of the claim is over, however long that took', async () => {
      queue.put(after(testNow, leaseMs / 2), 'due by then');
      const prepare = async () => {
        tools.clock.advance(leaseMs);
      };

      await loopWith({ prepare }).runOnce();

      assert.deepEqual(done, ['due by then']);
      assert.deepEqual(queue.claims[0]?.until, after(testNow, 2 * leaseMs));
    });

    it('are renewed for as long as the work takes, so that nobody takes it over', async () => {
      const gates = openGates();
      queue.put(testNow, 'long');
      const first = loopWith({ perform: gates.perform });
      const second = loopWith({}, createTestTools(tools.clock, 'process-2'));
      first.start();

      await tools.timers.advance(3 * leaseMs);
      await second.runOnce();
      gates.open('long');
      await letEverythingRun();

      assert.deepEqual(done, []);
      assert.deepEqual(gates.begun(), ['long']);
      assert.deepEqual(queue.names(), []);
    });

    it('are kept through a store that does not answer once', async () => {
      let stumbled = false;
      const gates = openGates();
      queue.put(testNow, 'long');
      const loop = loopWith({
        perform: gates.perform,
        renew(claimed, until) {
          if (stumbled) return queue.renew(claimed, until);
          stumbled = true;
          return Promise.reject(new Error('busy'));
        },
      });
      loop.start();

      await tools.timers.advance(2 * leaseMs);
      gates.open('long');
      await letEverythingRun();

      assert.deepEqual(gates.begun(), ['long']);
      assert.deepEqual(queue.names(), []);
      assert.deepEqual(
        tools.lines.map(({ level, message }) => [level, message]),
        [['warn', 'the lease could not be renewed']],
      );
    });

    it('stop being renewed when the work is done', async () => {
      queue.put(testNow, 'a');

      await loopWith().runUntilIdle();

      assert.equal(tools.timers.pending(), 0);
    });

    it('hand the work of a dead process to another one', async () => {
      queue.put(testNow, 'a');
      const died = loopWith({ perform: () => new Promise(() => {}) });
      const heir = loopWith({}, createTestTools(tools.clock, 'process-2'));
      void died.runOnce();
      await letEverythingRun();

      await heir.runUntilIdle();
      const tooEarly = [...done];
      tools.clock.advance(leaseMs);
      await heir.runUntilIdle();

      assert.deepEqual(tooEarly, []);
      assert.deepEqual(done, ['a']);
    });

    it('that were lost make the late result void', async () => {
      const gates = openGates();
      queue.put(testNow, 'a');
      const slow = loopWith({ perform: gates.perform });
      const heir = loopWith(
        { perform: async () => after(testNow, 60 * 60 * 1000) },
        createTestTools(tools.clock, 'process-2'),
      );
      const slowRun = slow.runOnce();
      await letEverythingRun();
      tools.clock.advance(leaseMs);
      await heir.runOnce();

      gates.open('a');
      await slowRun;

      assert.deepEqual(queue.names(), ['a']);
      assert.deepEqual(
        tools.lines.map(({ level, message }) => [level, message]),
        [['warn', 'the lease was lost before the item was settled']],
      );
    });

    const unlessItHangs: Options['perform'] = async ({ item }) => {
      if (item === 'hangs') await new Promise(() => {});
      done.push(item);
      return undefined;
    };
    const giveUps = { 'after ten leases': {}, 'after what the loop says': { longestWorkMs: 25 * leaseMs } };
    for (const [when, limits] of Object.entries(giveUps)) {
      it(`of work that hangs are given up ${when}, and its hand is free for others`, async () => {
        const longestMs = 'longestWorkMs' in limits ? limits.longestWorkMs : 10 * leaseMs;
        queue.put(testNow, 'hangs', 'next');
        loopWith({ concurrency: 1, perform: unlessItHangs, ...limits }).start();
        await tools.timers.advance(longestMs - leaseMs);
        const before = [...done];

        await tools.timers.advance(leaseMs);

        assert.deepEqual(before, []);
        assert.deepEqual(done, ['next']);
        assert.deepEqual(
          tools.lines.map(({ level, message }) => [level, message]),
          [['error', 'an item hangs; others may take it over']],
        );
      });
    }

    it('that were lost are not renewed any more, and work that hangs frees its hand and lane all the same', async () => {
      const renewed: string[] = [];
      queue.put(testNow, 'hangs', 'next');
      const renew: Options['renew'] = async (claimed) => {
        renewed.push(claimed.item);
        // Another process took it over, and is done with it.
        await queue.settle(claimed, undefined);
        return false;
      };
      loopWith({ concurrency: 1, perform: unlessItHangs, renew, laneOf: () => 'lane' }).start();
      await tools.timers.advance(9 * leaseMs);
      const before = [...done];

      await tools.timers.advance(leaseMs);

      assert.deepEqual(before, []);
      assert.deepEqual(done, ['next']);
      assert.deepEqual(renewed, ['hangs']);
      assert.deepEqual(
        tools.lines.map(({ level, message }) => [level, message]),
        [
          ['warn', 'the lease was lost'],
          ['error', 'an item hangs; others may take it over'],
        ],
      );
    });

    it('let two loops on one queue do each item once', async () => {
      const names = Array.from({ length: 200 }, (_, index) => `item-${String(index)}`);
      queue.put(testNow, ...names);
      const other = loopWith({}, createTestTools(tools.clock, 'process-2'));

      await Promise.all([loopWith().runUntilIdle(), other.runUntilIdle()]);

      assert.deepEqual(done.toSorted(), names.toSorted());
    });
  });

  describe('stopping', () => {
    it('waits for what is in hand and claims no more', async () => {
      const gates = openGates();
      queue.put(testNow, 'a');
      const loop = loopWith({ concurrency: 1, perform: gates.perform });
      loop.start();
      await letEverythingRun();
      queue.put(testNow, 'b');

      const stopped = loop.stop(10_000);
      gates.open('a');
      await stopped;

      assert.deepEqual(gates.begun(), ['a']);
      assert.deepEqual(queue.names(), ['b']);
      assert.equal(tools.timers.pending(), 0);
    });

    it('does not wait beyond the deadline', async () => {
      queue.put(testNow, 'hangs');
      const loop = loopWith({ perform: () => new Promise(() => {}) });
      loop.start();
      await letEverythingRun();

      const stopped = loop.stop(10_000);
      await tools.timers.advance(10_000);
      await stopped;

      assert.deepEqual(
        tools.lines.map(({ message }) => message),
        ['stopped with items in hand'],
      );
    });
  });
});

/** Work that ends when the test says so. */
function openGates() {
  const waiting = new Map<string, () => void>();
  const begun: string[] = [];
  return {
    begun: () => [...begun],
    open: (item: string) => waiting.get(item)?.(),
    perform: async ({ item }: { item: string }): Promise<undefined> => {
      begun.push(item);
      await new Promise<void>((resolve) => waiting.set(item, resolve));
      return undefined;
    },
  };
}
