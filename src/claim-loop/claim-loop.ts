// The one claim-do-settle loop. The watcher and the delivery are two uses of it.
import { createHands, type Hands } from './hands.ts';
import type { ClaimLoopOptions, LoopTools } from './options.ts';
import { beforeDeadline } from './before-deadline.ts';

export interface ClaimLoop {
  /** Claims by itself from now on: when woken, when a full claim suggests that there is more, and at each poll. */
  start: () => void;
  /** Something may be due now. */
  wake: () => void;
  /** Claims once and waits until everything in hand is settled. Answers how many were claimed. */
  runOnce: () => Promise<number>;
  runUntilIdle: () => Promise<void>;
  /** Claims no more, and waits for what is in hand, at most until the deadline: the leases then hand it to others. */
  stop: (deadlineMs: number) => Promise<void>;
}

export function createClaimLoop<T, R>(options: ClaimLoopOptions<T, R>, tools: LoopTools): ClaimLoop {
  const hands = createHands(options, tools);
  const { claimOnce, settled } = createClaiming(options, tools, hands);
  const pacemaker = createPacemaker(options, tools, { claimOnce, hands });

  const pass = async (): Promise<ClaimResult> => {
    // One that is under way may have begun before what is due now was due.
    await settled();
    const result = await claimOnce();
    await hands.empty();
    return result;
  };

  return {
    start: pacemaker.start,
    wake: pacemaker.beat,
    runOnce: async () => (await pass()).count,
    async runUntilIdle() {
      for (let last = await pass(); last.count > 0 || last.full;) last = await pass();
    },
    async stop(deadlineMs) {
      const drained = pacemaker.stop().then(hands.empty);
      const inTime = await beforeDeadline(drained, tools.timers, deadlineMs);
      if (!inTime) tools.log.warn({ loop: options.name, held: hands.count() }, 'stopped with items in hand');
    },
  };
}

interface ClaimResult {
  count: number;
  /** Every free hand was filled, so there may be more. */
  full: boolean;
}

/** One claim at a time, however many ask; only as many items as there are hands for, so that work begins at once. */
function createClaiming<T, R>(
  options: ClaimLoopOptions<T, R>,
  { clock, ids }: LoopTools,
  hands: Hands<T>,
): { claimOnce: () => Promise<ClaimResult>; settled: () => Promise<unknown> } {
  let claiming: Promise<ClaimResult> | undefined;
  const claim = async (): Promise<ClaimResult> => {
    const limit = options.concurrency - hands.count();
    if (limit <= 0) return { count: 0, full: true };
    await options.prepare?.();
    const now = clock.now();
    const claimed = await options.claim({ now, until: later(now, options.leaseMs), token: ids.random(), limit });
    for (const one of claimed) hands.take(one);
    return { count: claimed.length, full: claimed.length >= limit };
  };
  return {
    claimOnce() {
      claiming ??= claim().finally(() => {
        claiming = undefined;
      });
      return claiming;
    },
    settled: () => Promise.allSettled([claiming]),
  };
}

interface Beats {
  start: () => void;
  beat: () => void;
  /** Resolves when a claim that is under way has come back. */
  stop: () => Promise<void>;
}

/** When to claim. A store that cannot be reached is logged once, not at every beat. */
function createPacemaker<T, R>(
  { name, pollIntervalMs }: ClaimLoopOptions<T, R>,
  { timers, random, log }: LoopTools,
  { claimOnce, hands }: { claimOnce: () => Promise<ClaimResult>; hands: Hands<T> },
): Beats {
  let running = false;
  let failing = false;
  let round: Promise<void> | undefined;
  let wokenMeanwhile = false;
  let cancelPoll = () => {};

  const claimAll = async (): Promise<void> => {
    try {
      const { full } = await claimOnce();
      hands.whenFreed(full ? beat : undefined);
      if (failing) log.info({ loop: name }, 'claiming works again');
      failing = false;
    } catch (err) {
      if (!failing) log.error({ loop: name, err }, 'claiming failed');
      failing = true;
    }
  };
  const beat = (): void => {
    wokenMeanwhile = round !== undefined;
    if (!running || round) return;
    cancelPoll();
    round = claimAll().finally(() => {
      round = undefined;
      if (!running) return;
      if (wokenMeanwhile) beat();
      else cancelPoll = timers.after(pollIntervalMs * (0.9 + 0.2 * random()), beat);
    });
  };
  return {
    beat,
    start() {
      running = true;
      beat();
    },
    stop() {
      running = false;
      cancelPoll();
      return round ?? Promise.resolve();
    },
  };
}

function later(from: Date, ms: number): Date {
  return new Date(from.getTime() + ms);
}
