import type { Timers } from '../../src/core/ports/runtime.ts';
import type { FakeClock } from '../support/fake-clock.ts';

export interface WireTimers extends Timers {
  /** Every wait between two tries, in milliseconds. */
  readonly waits: number[];
  /** The time that answers may take is over, for every call under way. */
  expire: () => void;
  /** That much time goes by, and with it whatever had less left. */
  pass: (ms: number) => void;
}

/** Waits between tries pass at once by the fake clock; an answer is waited for until the test says that it is late. */
export function createWireTimers(clock: FakeClock, timeoutMs: number): WireTimers {
  const deadlines = new Map<() => void, number>();
  const waits: number[] = [];
  function pass(ms: number): void {
    clock.advance(ms);
    const now = clock.now().getTime();
    for (const [run, dueAt] of [...deadlines]) if (dueAt <= now) run();
  }
  return {
    waits,
    after(ms, run) {
      if (ms === timeoutMs) {
        deadlines.set(run, clock.now().getTime() + ms);
        return () => deadlines.delete(run);
      }
      waits.push(ms);
      clock.advance(ms);
      setImmediate(run);
      return () => undefined;
    },
    expire: () => pass(timeoutMs),
    pass,
  };
}
