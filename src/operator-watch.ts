import type { Clock } from './core/ports/runtime.ts';
import { watchAccess, type WatchAccessDeps } from './core/use-cases/visit/watch-access.ts';

interface OperatorWatchDeps extends WatchAccessDeps {
  clock: Clock;
  timers: { after(ms: number, run: () => void): () => void };
  random: () => number;
  log: { error(data: object, message: string): void };
}

const firstAfterMs = 60 * 1000;
const everyMs = 10 * 60 * 1000;
/** Installations that were started together do not ask Microsoft together for ever. */
const spreadMs = 60 * 1000;

/** Looks every ten minutes whether Microsoft still lets the service in, for as long as there is somebody to tell. */
export function createOperatorWatch(deps: OperatorWatchDeps, roles: { operators: readonly string[] }) {
  const { clock, timers, random, log } = deps;
  let cancel = () => {};
  let underWay = Promise.resolve();
  let dueAt = Number.POSITIVE_INFINITY;

  const look = async (): Promise<void> => {
    await watchAccess(deps).catch((err: unknown) => {
      log.error({ err }, 'operator watch failed');
    });
  };
  const schedule = (afterMs: number): void => {
    dueAt = clock.now().getTime() + afterMs;
    cancel = timers.after(afterMs, round);
  };
  const round = (): void => {
    underWay = look();
    schedule(everyMs - Math.floor(spreadMs * random()));
  };
  return {
    start() {
      if (roles.operators.length > 0) schedule(firstAfterMs);
    },
    /** Resolves when a look that is under way has ended. */
    stop(): Promise<void> {
      cancel();
      return underWay;
    },
    /** The look that is due by the clock, if one is: what tests call instead of waiting. */
    async settle(): Promise<void> {
      if (dueAt > clock.now().getTime()) return;
      cancel();
      round();
      await underWay;
    },
  };
}
