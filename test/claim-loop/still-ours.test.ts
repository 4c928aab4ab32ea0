import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { createClaimLoop, type ClaimLoop } from '../../src/claim-loop/claim-loop.ts';
import type { ClaimLoopOptions } from '../../src/claim-loop/options.ts';
import { after, testNow } from '../support/fake-clock.ts';
import { createFakeQueue } from '../support/fake-queue.ts';
import { createTestTools, type TestTools } from '../support/loop-tools.ts';

type Options = ClaimLoopOptions<string, Date | undefined>;

const leaseMs = 30_000;
const inAnHour = after(testNow, 60 * 60 * 1000);

describe('work that asks whether its item is still its own', () => {
  let queue: ReturnType<typeof createFakeQueue>;
  let tools: TestTools;
  let heir: ClaimLoop;
  let inherited: string[];

  beforeEach(() => {
    queue = createFakeQueue();
    queue.put(testNow, 'a');
    tools = createTestTools();
    inherited = [];
    const perform: Options['perform'] = async ({ item }) => {
      inherited.push(item);
      return inAnHour;
    };
    heir = loopWith(perform, createTestTools(tools.clock, 'process-2'));
  });

  const loopWith = (perform: Options['perform'], own = tools): ClaimLoop =>
    createClaimLoop<string, Date | undefined>(
      {
        name: 'test',
        claim: queue.claim,
        renew: queue.renew,
        settle: queue.settle,
        perform,
        recover: () => after(own.clock.now(), 5_000),
        laneOf: (item) => item,
        describe: (item) => ({ item }),
        concurrency: 4,
        leaseMs,
        pollIntervalMs: 1_000,
      },
      own,
    );

  it('has its lease renewed by that', async () => {
    const answers: boolean[] = [];
    const asking = loopWith(async (_claimed, stillOurs) => {
      tools.clock.advance(leaseMs - 1);
      answers.push(await stillOurs());
      tools.clock.advance(leaseMs - 1);
      await heir.runOnce();
      return undefined;
    });

    await asking.runOnce();

    assert.deepEqual(answers, [true]);
    assert.deepEqual(inherited, []);
    assert.deepEqual(queue.names(), []);
  });

  it('keeps an item whose lease ran out, as long as nobody has taken it over', async () => {
    const answers: boolean[] = [];
    const asking = loopWith(async (_claimed, stillOurs) => {
      tools.clock.advance(2 * leaseMs);
      answers.push(await stillOurs());
      await heir.runOnce();
      return undefined;
    });

    await asking.runOnce();

    assert.deepEqual(answers, [true]);
    assert.deepEqual(inherited, []);
  });

  for (const [how, end] of [
    ['comes to nothing', async () => undefined],
    ['throws', () => Promise.reject(new Error('a bug'))],
  ] as const) {
    it(`settles nothing where it is another’s, when it ${how}`, async () => {
      const answers: boolean[] = [];
      const asking = loopWith(async (_claimed, stillOurs) => {
        tools.clock.advance(leaseMs);
        await heir.runOnce();
        answers.push(await stillOurs(), await stillOurs());
        return end();
      });

      await asking.runOnce();

      assert.deepEqual(answers, [false, false]);
      assert.deepEqual(inherited, ['a']);
      assert.deepEqual(queue.names(), ['a']);
      assert.deepEqual(
        tools.lines.map(({ message }) => message),
        how === 'throws' ? ['an item failed'] : [],
      );
    });
  }
});
