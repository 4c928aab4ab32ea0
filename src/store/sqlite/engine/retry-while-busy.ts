import { setTimeout as wait } from 'node:timers/promises';
import { isBusy } from './sqlite-error.ts';

/** With the waits below, some five seconds: longer than any write of ours, shorter than a person's patience. */
const maxAttempts = 80;
const longestWaitMs = 100;

/**
 * Runs `work` again while another process has the lock. SQLite's own wait blocks the event loop and is kept short;
 * this one lets everything else go on. The wait varies, so that processes do not meet again in step.
 */
export async function retryWhileBusy<T>(work: () => T, pause: (ms: number) => Promise<unknown> = wait): Promise<T> {
  for (let attempt = 1; attempt < maxAttempts; attempt += 1) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error)) throw error;
    }
    await pause(Math.ceil(Math.random() * Math.min(longestWaitMs, 2 ** attempt)));
  }
  return work();
}
