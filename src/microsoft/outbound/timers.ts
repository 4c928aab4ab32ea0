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

export async function pause(timers: Timers, ms: number): Promise<void> {
  if (ms <= 0) return;
  await new Promise<void>((resolve) => {
    timers.after(ms, resolve);
  });
}
