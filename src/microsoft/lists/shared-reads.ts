import type { AppError } from '../../core/errors.ts';
import type { ReadOptions } from '../../core/ports/microsoft.ts';
import type { Clock } from '../../core/ports/runtime.ts';
import type { Log } from '../reading.ts';
import { takeList, type Entry, type ListOutcome, type Taken } from './take-list.ts';

export interface SharedReadsDeps<T> {
  /** In the log: a list of what. */
  name: string;
  /** One call. Throws AppError. */
  one(key: string): Promise<T | undefined>;
  /** Everything there is, each page one call. Throws AppError. */
  pages(): AsyncIterable<readonly Entry<T>[]>;
  clock: Clock;
  log: Log;
}

/** Things of one kind, each by its key: read alone, or out of a list that many share. */
export interface SharedReads<T> {
  /** Throws AppError. What a list does not have is undefined, though it may only have come too late for that list. */
  read(key: string, options?: ReadOptions): Promise<T | undefined>;
}

/** However long a visit is overdue, no older list answers it. */
const oldestMs = 10 * 60 * 1000;
/** How long a list that failed is left alone where Microsoft does not say. */
const restMs = 30 * 1000;
/** The same for one that keeps failing, or that Microsoft refuses us, or that does not fit. */
const longRestMs = 60 * 60 * 1000;
const failuresInARow = 3;

/**
 * Rent or buy: things are read alone until that has cost as many calls as the list does, and then the list is taken and
 * serves whoever it is new enough for. A round costs at most a small multiple of the better of the two that way, however
 * many are due, and without knowing it beforehand. A list that paid off is expected to do so again.
 */
export function createSharedReads<T>(deps: SharedReadsDeps<T>): SharedReads<T> {
  const shared = createSharedList(deps);
  let singles = 0;

  return {
    async read(key, { asOf } = {}) {
      if (!asOf) return deps.one(key);
      for (;;) {
        const entries = shared.entriesAsOf(asOf);
        if (entries) return entries.get(key);
        if (shared.isResting()) break;
        const isWorthIt = shared.isWorthIt(singles);
        if (!isWorthIt && !shared.isUnderWayFor(asOf)) break;
        if (!shared.isUnderWay()) singles = 0;
        await shared.take();
      }
      singles += 1;
      return deps.one(key);
    },
  };
}

interface SharedList<T> {
  /** Undefined: none that began then or later. */
  entriesAsOf(asOf: Date): ReadonlyMap<string, T> | undefined;
  /** After a failure. Throws it while a single read would fare no better. */
  isResting(): boolean;
  isWorthIt(singles: number): boolean;
  isUnderWay(): boolean;
  isUnderWayFor(asOf: Date): boolean;
  /** However many ask, one is under way; what it comes to is seen when it is over. */
  take(): Promise<void>;
}

function createSharedList<T>(deps: SharedReadsDeps<T>): SharedList<T> {
  const { clock } = deps;
  let latest: Taken<T> | undefined;
  let underWay: { begunAt: Date; done: Promise<void> } | undefined;
  /** In calls, as far as it is known. */
  let price = 1;
  let served = 0;
  let failures = 0;
  let rest: Rest | undefined;

  async function takeIt(begunAt: Date): Promise<void> {
    // Longer than thought may be: then it is given up, and tried again when it would be worth twice as much.
    const outcome = await takeList(deps, { begunAt, mostPages: 2 * price });
    switch (outcome.kind) {
      case 'taken':
        latest = outcome.list;
        price = outcome.list.pages;
        served = 0;
        failures = 0;
        return;
      case 'longer':
        latest = undefined;
        price *= 4;
        return;
      case 'failed':
        failures += 1;
        rest = restAfter(outcome, failures, clock.now());
        return;
      case 'tooLong':
      case 'refused':
        latest = undefined;
        rest = { until: later(clock.now(), longRestMs) };
    }
  }

  return {
    entriesAsOf(asOf) {
      if (!latest || latest.begunAt < asOf || later(latest.begunAt, oldestMs) < clock.now()) return undefined;
      served += 1;
      return latest.entries;
    },
    isResting() {
      if (!rest || clock.now() >= rest.until) return false;
      if (rest.error) throw rest.error;
      return true;
    },
    isWorthIt: (singles) => singles >= price || served > price,
    isUnderWay: () => underWay !== undefined,
    isUnderWayFor: (asOf) => underWay !== undefined && underWay.begunAt >= asOf,
    take() {
      if (!underWay) {
        const begunAt = clock.now();
        const done = takeIt(begunAt).finally(() => {
          underWay = undefined;
        });
        underWay = { begunAt, done };
      }
      return underWay.done;
    },
  };
}

interface Rest {
  until: Date;
  /** What everybody is told until then; absent where reading alone may still work. */
  error?: AppError;
}

function restAfter({ error, retryAfterMs }: Failed, failures: number, now: Date): Rest {
  if (failures >= failuresInARow) return { until: later(now, longRestMs) };
  return { until: later(now, Math.max(restMs, retryAfterMs)), error };
}

type Failed = Extract<ListOutcome<unknown>, { kind: 'failed' }>;

function later(from: Date, ms: number): Date {
  return new Date(from.getTime() + ms);
}
