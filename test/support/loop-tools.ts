import type { LoopTools } from '../../src/claim-loop/options.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { createFakeIds } from './fake-ids.ts';
import { createFakeTimers, type FakeTimers } from './fake-timers.ts';

interface LogLine {
  level: 'info' | 'warn' | 'error';
  data: object;
  message: string;
}

export interface TestTools extends LoopTools {
  clock: FakeClock;
  timers: FakeTimers;
  lines: LogLine[];
}

/** Time that tests move, no jitter, and a log that can be read. Each `series` is a process of its own. */
export function createTestTools(clock = createFakeClock(), series = 'process-1'): TestTools {
  const lines: LogLine[] = [];
  const writing = (level: LogLine['level']) => (data: object, message: string) => {
    lines.push({ level, data, message });
  };
  return {
    clock,
    ids: createFakeIds(series),
    timers: createFakeTimers(clock),
    random: () => 0,
    log: { info: writing('info'), warn: writing('warn'), error: writing('error') },
    lines,
  };
}
