import type { Clock, Timers } from '../../src/core/ports/runtime.ts';

/** A time that several processes of one machine share without talking to each other, and that goes faster. */
export interface Pace {
  /** Where the machine's clock stood when this time began. */
  startedAtMs: number;
  /** What this time showed then; ISO 8601. */
  start: string;
  /** Its seconds in one of ours. */
  factor: number;
}

export function createScaledClock({ startedAtMs, start, factor }: Pace): Clock {
  const startMs = new Date(start).getTime();
  return { now: () => new Date(startMs + (Date.now() - startedAtMs) * factor) };
}

export function createScaledTimers({ factor }: Pace): Timers {
  return {
    after(ms, run) {
      const timer = setTimeout(run, ms / factor);
      return () => {
        clearTimeout(timer);
      };
    },
  };
}
