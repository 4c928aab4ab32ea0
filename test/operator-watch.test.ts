import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createOperatorWatch } from '../src/operator-watch.ts';
import { createCheckUpRig, read } from './support/check-up-rig.ts';
import { createMemoryEphemeralStore } from './support/memory-ephemeral-store.ts';

const minuteMs = 60 * 1000;
const hourMs = 60 * minuteMs;

function scene({ operators = ['alex'], random = 0 }: { operators?: string[]; random?: number } = {}) {
  const { deps, clock, signIn } = createCheckUpRig();
  const waits: number[] = [];
  const seenSince: (Date | undefined)[] = [];
  signIn.mfaCompliance = async (options) => {
    seenSince.push(options?.seenSince);
    return read(true)();
  };
  const after = (ms: number) => {
    waits.push(ms);
    return () => undefined;
  };
  const watch = createOperatorWatch(
    {
      ...deps,
      timers: { after },
      random: () => random,
      log: { error: (data) => assert.fail(JSON.stringify(data)) },
      ephemeral: createMemoryEphemeralStore(),
      operators: { tell: async () => 1 },
    },
    { operators },
  );
  return { clock, watch, waits, seenSince };
}

describe('the watch over our own access', () => {
  it('looks a minute after the start and then about every ten minutes, never together with others for long', async () => {
    const punctual = scene();
    const early = scene({ random: 0.999 });

    for (const { watch, clock } of [punctual, early]) {
      watch.start();
      clock.advance(minuteMs);
      await watch.settle();
    }

    assert.deepEqual(punctual.waits, [minuteMs, 10 * minuteMs]);
    assert.equal(early.waits[1], 10 * minuteMs - 59_940);
  });

  it('is content with what any call of the service account has shown of its multi-factor authentication for six hours', async () => {
    const { watch, clock, seenSince } = scene();
    watch.start();
    clock.advance(minuteMs);

    await watch.settle();

    assert.deepEqual(seenSince, [new Date(clock.now().getTime() - 6 * hourMs)]);
  });

  it('looks at nothing where nobody could be told', () => {
    const { watch, waits } = scene({ operators: [] });

    watch.start();

    assert.deepEqual(waits, []);
  });
});
