import type { Clock } from './core/ports/runtime.ts';
import type { Store } from './core/ports/store.ts';

interface HousekeepingDeps {
  store: Pick<Store, 'dialogs' | 'turns' | 'ephemeral'>;
  clock: Clock;
  timers: { after(ms: number, run: () => void): () => void };
  log: { info(data: object, message: string): void; error(data: object, message: string): void };
}

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
/** A form that nobody touched for so long is abandoned; its card then answers as a stale one. */
const dialogsKeptMs = 30 * dayMs;
/** Microsoft's chat redelivers within minutes; a day leaves room for its bad days. */
const turnsKeptMs = dayMs;

/** Removes, once an hour, what only had to be kept for a while. */
export function createHousekeeping({ store, clock, timers, log }: HousekeepingDeps) {
  let cancel = () => {};
  let underWay = Promise.resolve();

  const sweep = async (): Promise<void> => {
    const now = clock.now();
    const before = (keptMs: number) => new Date(now.getTime() - keptMs);
    try {
      const removed = {
        dialogs: await store.dialogs.deleteOlderThan(before(dialogsKeptMs)),
        turns: await store.turns.deleteOlderThan(before(turnsKeptMs)),
        ephemeral: await store.ephemeral.deleteExpired(now),
      };
      log.info(removed, 'housekeeping: removed what had its time');
    } catch (err) {
      log.error({ err }, 'housekeeping failed');
    }
  };
  const round = (): void => {
    underWay = sweep();
    cancel = timers.after(hourMs, round);
  };
  return {
    start: round,
    /** Resolves when a sweep that is under way has ended. */
    stop(): Promise<void> {
      cancel();
      return underWay;
    },
    sweep,
  };
}
