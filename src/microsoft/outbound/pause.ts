import type { Timers } from '../../core/ports/runtime.ts';

export async function pause(timers: Timers, ms: number): Promise<void> {
  if (ms <= 0) return;
  await new Promise<void>((resolve) => {
    timers.after(ms, resolve);
  });
}
