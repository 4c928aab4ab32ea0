/** Timers as a port, so that tests fire them by hand. The answer cancels. */
export interface Timers {
  after(ms: number, run: () => void): () => void;
}

export const systemTimers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

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
