import type { Timers } from '../core/ports/runtime.ts';

/** True: it was done in time. */
export async function beforeDeadline(done: Promise<void>, timers: Timers, deadlineMs: number): Promise<boolean> {
  const { promise: deadline, resolve } = Promise.withResolvers<false>();
  const cancel = timers.after(deadlineMs, () => resolve(false));
  try {
    return await Promise.race([done.then(() => true), deadline]);
  } finally {
    cancel();
  }
}
