import type { Clock } from '../../src/core/ports/runtime.ts';

export interface FakeClock extends Clock {
  /** Moves time forward; nothing fires by itself. */
  advance(ms: number): void;
  set(at: Date): void;
}

/** Every test that does not care starts at this instant. */
export const testNow = new Date('2026-11-02T09:00:00.000Z');

export function createFakeClock(start: Date = testNow): FakeClock {
  let time = start.getTime();
  return {
    now: () => new Date(time),
    advance(ms) {
      time += ms;
    },
    set(at) {
      time = at.getTime();
    },
  };
}

export function after(start: Date, ms: number): Date {
  return new Date(start.getTime() + ms);
}
