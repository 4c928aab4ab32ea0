import type { Clock, Ids, Timers } from '../core/ports/runtime.ts';
import type { Claim, Claimed } from '../core/ports/store/claim.ts';

type LogLine = (data: object, message: string) => void;

export interface LoopTools {
  clock: Clock;
  ids: Ids;
  timers: Timers;
  /** In [0, 1), for jitter. */
  random: () => number;
  log: { info: LogLine; warn: LogLine; error: LogLine };
}

/** What is claimed (`T`), and what its work comes to (`R`), which is then settled under the same lease. */
export interface ClaimLoopOptions<T, R> {
  /** In the logs. */
  name: string;
  /** Comes before each claim; the leases begin after it, so it may take its time. */
  prepare?(): Promise<void>;
  claim(claim: Claim): Promise<readonly Claimed<T>[]>;
  renew(claimed: Claimed<T>, until: Date): Promise<boolean>;
  /**
   * `stillOurs` asks whoever keeps the leases, and renews ours. False: somebody else has taken the item over, so nothing
   * of it may be written any more, and what it comes to is left.
   */
  perform(claimed: Claimed<T>, stillOurs: () => Promise<boolean>): Promise<R>;
  /** What it comes to when `perform` threw: later, never stuck. */
  recover(item: T): R;
  /** False: the lease was lost, and somebody else decides. */
  settle(claimed: Claimed<T>, result: R): Promise<boolean>;
  /** Items of one lane are performed one after another, in the order in which they were claimed. */
  laneOf(item: T): string;
  /** Ids for the log. */
  describe(item: T): object;
  concurrency: number;
  leaseMs: number;
  /** Then an item is taken to hang: its hand is freed, and the lease is left to run out. Ten leases when absent. */
  longestWorkMs?: number;
  pollIntervalMs: number;
}
