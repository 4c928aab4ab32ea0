import { areTooFarApart, secondsApart } from './core/check-up/clocks-apart.ts';
import { AppError } from './core/errors.ts';
import type { Clock } from './core/ports/runtime.ts';
import type { Store } from './core/ports/store/store.ts';
import type { TransitionPage } from './core/ports/store/transition-store.ts';
import type { Transition } from './core/transition.ts';
import { forgetCustomer, restingSince } from './core/use-cases/forgetting/forget-customer.ts';
import { forgetGone } from './core/use-cases/forgetting/forget-gone.ts';

type LogLine = (data: object, message: string) => void;

interface HousekeepingDeps {
  store: Pick<
    Store,
    | 'dialogs'
    | 'turns'
    | 'ephemeral'
    | 'deliveries'
    | 'conversations'
    | 'subscriptions'
    | 'transitions'
    | 'audit'
    | 'personalData'
    | 'clockAheadMs'
  >;
  organisationIds: readonly string[];
  /** How long what is over is kept; absent: for ever. */
  retentionMs?: number;
  clock: Clock;
  timers: { after(ms: number, run: () => void): () => void };
  log: { info: LogLine; warn: LogLine; error: LogLine };
}

/** One round's work. */
interface Round extends HousekeepingDeps {
  /** Transitions that were said to be unreadable: two walks may come by the same one. */
  named: Set<string>;
}

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
/** A form that nobody touched for so long is abandoned; its card then answers as a stale one. */
const dialogsKeptMs = 30 * dayMs;
/** Microsoft's chat redelivers within minutes; a day leaves room for its bad days. */
const turnsKeptMs = dayMs;
/** What was sent is looked for when somebody asks what they were told; nobody does so after a quarter of a year. */
const sentKeptMs = 90 * dayMs;
/** Whoever comes back sooner finds their news still ordered. */
const goneKeptMs = 90 * dayMs;
const pageSize = 50;

const roundKey = 'housekeeping:round';
/** Shorter than an hour: timers that are not quite alike leave no round out. */
const roundHeldMs = 55 * 60 * 1000;
const unreadableKey = 'housekeeping:unreadable';
const retentionKey = 'housekeeping:retention';
/** Retention counts in days, and reads all that is old enough and not yet over. What nobody can read is told as often. */
const dailyRestsMs = dayMs - hourMs / 2;

/**
 * Removes, once an hour, what only had to be kept for a while, and says what waits for an operator. Of several instances
 * one does it; one that dies in it is relieved in the next hour.
 */
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
  const tidyUp = async (): Promise<void> => {
    const now = clock.now();
    const before = (keptMs: number) => new Date(now.getTime() - keptMs);
    const thisRound: Round = { ...deps, named: new Set() };
    const gone = await attempt('gone', () => forgetGone(store, deps.organisationIds, before(goneKeptMs)));
    const removed = {
      dialogs: await attempt('dialogs', () => store.dialogs.deleteOlderThan(before(dialogsKeptMs))),
      turns: await attempt('turns', () => store.turns.deleteOlderThan(before(turnsKeptMs))),
      ephemeral: await attempt('ephemeral', () => store.ephemeral.deleteExpired(now)),
      deliveries: await attempt('deliveries', () => store.deliveries.deleteSentBefore(before(sentKeptMs))),
      subscriptions: gone?.subscriptions,
      conversations: gone?.conversations,
      customers: await attempt('customers', () => forgetWhatIsOver(thisRound)),
    };
    log.info(removed, 'housekeeping: removed what had its time');
    await attempt('deadLetters', () => tellOfDeadLetters(deps));
    await attempt('unreadable', () => tellOfUnreadable(thisRound));
  };
  const sweep = async (): Promise<void> => {
    if (await attempt('round', () => beginRound(deps))) await tidyUp();
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

/** False: another instance has this hour's round. */
function beginRound({ store, clock }: HousekeepingDeps): Promise<boolean> {
  const now = clock.now();
  return store.ephemeral.putIfAbsent(roundKey, '{}', { now, expiresAt: new Date(now.getTime() + roundHeldMs) });
}

/** While there is much to look at, the next round waits for the end of this one. */
async function holdRound({ store, clock }: HousekeepingDeps): Promise<void> {
  await store.ephemeral.put(roundKey, '{}', new Date(clock.now().getTime() + roundHeldMs));
}

/** Once a day. The mark comes last: a walk that was broken off is made again in the next hour. */
async function forgetWhatIsOver(deps: Round): Promise<number> {
  const { store, organisationIds, retentionMs, clock } = deps;
  if (retentionMs === undefined) return 0;
  const now = clock.now();
  if ((await store.ephemeral.get(retentionKey, now)) !== undefined) return 0;
  const before = new Date(now.getTime() - retentionMs);
  let forgotten = 0;
  for (const organisationId of organisationIds) {
    for await (const { items } of pagesOf(deps, organisationId, { open: false, createdBefore: before })) {
      for (const transition of items) {
        const since = restingSince(transition, now);
        if (since && since < before && (await forget(deps, transition))) forgotten += 1;
      }
    }
  }
  await store.ephemeral.put(retentionKey, '{}', new Date(clock.now().getTime() + dailyRestsMs));
  return forgotten;
}

/** Names those that cannot be read. */
async function* pagesOf(
  deps: Round,
  organisationId: string,
  which: { open: boolean; createdBefore?: Date },
): AsyncGenerator<TransitionPage> {
  for (let cursor: string | undefined; ;) {
    const query = { ...which, limit: pageSize, ...(cursor !== undefined && { cursor }) };
    const page = await deps.store.transitions.list(organisationId, query);
    for (const transitionId of page.unreadable ?? []) {
      if (deps.named.has(transitionId)) continue;
      deps.named.add(transitionId);
      deps.log.error({ organisationId, transitionId }, 'a transition cannot be read');
    }
    yield page;
    await holdRound(deps);
    if (page.nextCursor === undefined) return;
    cursor = page.nextCursor;
  }
}

/** One that cannot be forgotten keeps no other from it. */
async function forget({ store, log }: HousekeepingDeps, transition: Transition): Promise<boolean> {
  const { organisationId, transitionId } = transition;
  try {
    const forgotten = await forgetCustomer(store, transition);
    log.info({ organisationId, transitionId, ...forgotten }, 'customer forgotten');
    return true;
  } catch (err) {
    // No fault of the customer's: the others would fail too.
    if (err instanceof AppError && err.code === 'STORE_UNAVAILABLE') throw err;
    log.error({ organisationId, transitionId, err }, 'a customer could not be forgotten');
    return false;
  }
}

/** Once a day: lists, searches and news leave out what cannot be read, and say nothing of it. */
async function tellOfUnreadable(deps: Round): Promise<void> {
  const { store, organisationIds, clock, log } = deps;
  if ((await store.ephemeral.get(unreadableKey, clock.now())) !== undefined) return;
  for (const organisationId of organisationIds) {
    const open = pagesOf(deps, organisationId, { open: true });
    while (!(await open.next()).done);
    for (const subscriptionId of await store.subscriptions.unreadable(organisationId)) {
      log.error({ organisationId, subscriptionId }, 'a subscription cannot be read');
    }
  }
  await store.ephemeral.put(unreadableKey, '{}', new Date(clock.now().getTime() + dailyRestsMs));
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
