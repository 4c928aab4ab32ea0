import type { Clock } from './core/ports/runtime.ts';
import { areTooFarApart, secondsApart } from './core/check-up/clocks-apart.ts';
import type { Store } from './core/ports/store/store.ts';
import { forgetCustomer, restingSince } from './core/use-cases/forget-customer.ts';

type LogLine = (data: object, message: string) => void;

interface HousekeepingDeps {
  store: Pick<
    Store,
    'dialogs' | 'turns' | 'ephemeral' | 'deliveries' | 'transitions' | 'audit' | 'personalData' | 'clockAheadMs'
  >;
  organisationIds: readonly string[];
  /** How long what is over is kept; absent: for ever. */
  retentionMs?: number;
  clock: Clock;
  timers: { after(ms: number, run: () => void): () => void };
  log: { info: LogLine; warn: LogLine; error: LogLine };
}

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
/** A form that nobody touched for so long is abandoned; its card then answers as a stale one. */
const dialogsKeptMs = 30 * dayMs;
/** Microsoft's chat redelivers within minutes; a day leaves room for its bad days. */
const turnsKeptMs = dayMs;
/** What was sent is looked for when somebody asks what they were told; nobody does so after a quarter of a year. */
const sentKeptMs = 90 * dayMs;
const pageSize = 50;

/** Removes, once an hour, what only had to be kept for a while, and says what waits for an operator. */
export function createHousekeeping(deps: HousekeepingDeps) {
  const { store, clock, timers, log } = deps;
  let cancel = () => {};
  let underWay = Promise.resolve();

  /** A step that fails each time keeps the others from nothing. */
  const attempt = async <T>(step: string, run: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await run();
    } catch (err) {
      log.error({ step, err }, 'housekeeping failed');
      return undefined;
    }
  };
  const sweep = async (): Promise<void> => {
    const now = clock.now();
    const before = (keptMs: number) => new Date(now.getTime() - keptMs);
    const removed = {
      dialogs: await attempt('dialogs', () => store.dialogs.deleteOlderThan(before(dialogsKeptMs))),
      turns: await attempt('turns', () => store.turns.deleteOlderThan(before(turnsKeptMs))),
      ephemeral: await attempt('ephemeral', () => store.ephemeral.deleteExpired(now)),
      deliveries: await attempt('deliveries', () => store.deliveries.deleteSentBefore(before(sentKeptMs))),
      customers: await attempt('customers', () => forgetWhatIsOver(deps)),
    };
    log.info(removed, 'housekeeping: removed what had its time');
    await attempt('deadLetters', () => tellOfDeadLetters(deps));
    await attempt('clocks', () => tellOfClocks(deps));
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

async function forgetWhatIsOver({
  store,
  organisationIds,
  retentionMs,
  clock,
  log,
}: HousekeepingDeps): Promise<number> {
  if (retentionMs === undefined) return 0;
  const now = clock.now();
  const createdBefore = new Date(now.getTime() - retentionMs);
  let forgotten = 0;
  for (const organisationId of organisationIds) {
    for (let cursor: string | undefined; ;) {
      const query = { open: false, createdBefore, limit: pageSize, ...(cursor !== undefined && { cursor }) };
      const page = await store.transitions.list(organisationId, query);
      for (const transition of page.items) {
        const since = restingSince(transition, now);
        if (!since || since >= createdBefore) continue;
        const { transitionId } = transition;
        log.info({ organisationId, transitionId, ...(await forgetCustomer(store, transition)) }, 'customer forgotten');
        forgotten += 1;
      }
      if (page.nextCursor === undefined) break;
      cursor = page.nextCursor;
    }
  }
  return forgotten;
}

/** Who holds what is judged by each instance's own clock. */
async function tellOfClocks({ store, log }: HousekeepingDeps): Promise<void> {
  const seconds = secondsApart((await store.clockAheadMs()) ?? 0);
  if (areTooFarApart(seconds)) log.warn({ seconds }, 'the clocks of this machine and of the database disagree');
}

async function tellOfDeadLetters({ store, organisationIds, log }: HousekeepingDeps): Promise<void> {
  for (const organisationId of organisationIds) {
    const { dead } = await store.deliveries.countByState(organisationId);
    if (dead > 0) log.warn({ organisationId, dead }, 'deliveries were given up and wait for somebody to look at them');
  }
}
