import type { Timers } from '../../src/core/ports/runtime.ts';
import type { FakeClock } from '../support/fake-clock.ts';

export interface WireTimers extends Timers {
  /** Every wait between two tries, in milliseconds. */
  readonly waits: number[];
  /** The time that answers may take is over, for every call under way. */
  expire: () => void;
}

/** Waits between tries pass at once by the fake clock; an answer is waited for until the test says that it is late. */
export function createWireTimers(clock: FakeClock, timeoutMs: number): WireTimers {
  const deadlines = new Set<() => void>();
  const waits: number[] = [];
  return {
    waits,
    after(ms, run) {
      if (ms === timeoutMs) {
        deadlines.add(run);
        return () => deadlines.delete(run);
      }
      waits.push(ms);
      clock.advance(ms);
      setImmediate(run);
      return () => undefined;
    },
    expire() {
      clock.advance(timeoutMs);
      for (const run of [...deadlines]) run();
    },
  };
}
