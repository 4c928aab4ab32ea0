import type { Claimed } from '../core/ports/store/claim.ts';
import type { ClaimLoopOptions, LoopTools } from './options.ts';

const longestWorkInLeases = 10;

export interface Lease {
  /** Renews it. What is lost is lost for good. */
  stillOurs: () => Promise<boolean>;
  isLost: () => boolean;
  end: () => void;
}

/** Renews at a third of the lease until it is ended. One that is lost is still watched for work that hangs. */
export function keepLease<T, R>(
  claimed: Claimed<T>,
  { options, tools, letGo }: { options: ClaimLoopOptions<T, R>; tools: LoopTools; letGo: () => void },
): Lease {
  const { clock, timers, log } = tools;
  const { leaseMs, longestWorkMs = longestWorkInLeases * leaseMs } = options;
  const about = { loop: options.name, ...options.describe(claimed.item) };
  const givenUpAt = later(clock.now(), longestWorkMs);
  let over = false;
  let lost = false;
  let cancel = timers.after(leaseMs / 3, tick);

  function tick(): void {
    if (clock.now() >= givenUpAt) {
      log.error(about, 'an item hangs; others may take it over');
      letGo();
      return;
    }
    void renew().then(() => {
      if (!over) cancel = timers.after(leaseMs / 3, tick);
    });
  }
  async function stillOurs(): Promise<boolean> {
    if (!lost && !(await options.renew(claimed, later(clock.now(), leaseMs)))) lost = true;
    return !lost;
  }
  /** A store that does not answer may answer the next time. */
  async function renew(): Promise<void> {
    if (lost) return;
    try {
      if (!(await stillOurs()) && !over) log.warn(about, 'the lease was lost');
    } catch (err) {
      log.warn({ ...about, err }, 'the lease could not be renewed');
    }
  }
  return {
    stillOurs,
    isLost: () => lost,
    end() {
      over = true;
      cancel();
    },
  };
}

function later(from: Date, ms: number): Date {
  return new Date(from.getTime() + ms);
}
