import type { Timers } from '../../src/core/ports/runtime.ts';
import type { FakeClock } from './fake-clock.ts';

export interface FakeTimers extends Timers {
  /** Moves the clock, stopping at each timer on the way, and lets what each began go on before the next. */
  advance(ms: number): Promise<void>;
  pending(): number;
}

export function createFakeTimers(clock: FakeClock): FakeTimers {
  const timers = new Set<{ at: number; run: () => void }>();

  return {
    after(ms, run) {
      const timer = { at: clock.now().getTime() + ms, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async advance(ms) {
      const end = clock.now().getTime() + ms;
      for (;;) {
        await letEverythingRun();
        const [next] = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (!next) break;
        timers.delete(next);
        if (next.at > clock.now().getTime()) clock.set(new Date(next.at));
        next.run();
      }
      clock.set(new Date(end));
      await letEverythingRun();
    },
    pending: () => timers.size,
  };
}

/** Promises that wait for nothing outside this process have come as far as they can when this resolves. */
export async function letEverythingRun(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
