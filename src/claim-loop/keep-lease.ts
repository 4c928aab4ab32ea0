import type { Claimed } from '../core/ports/store/claim.ts';
import type { ClaimLoopOptions, LoopTools } from './options.ts';

const longestWorkInLeases = 10;

/** Renews at a third of the lease until the answer is called. One that is lost is still watched for work that hangs. */
export function keepLease<T, R>(
  claimed: Claimed<T>,
  { options, tools, letGo }: { options: ClaimLoopOptions<T, R>; tools: LoopTools; letGo: () => void },
): () => void {
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
  /** What is lost is lost for good. A store that does not answer may answer the next time. */
  async function renew(): Promise<void> {
    if (lost) return;
    try {
      lost = !(await options.renew(claimed, later(clock.now(), leaseMs)));
      if (lost && !over) log.warn(about, 'the lease was lost');
    } catch (err) {
      log.warn({ ...about, err }, 'the lease could not be renewed');
    }
  }
  return () => {
    over = true;
    cancel();
  };
}

function later(from: Date, ms: number): Date {
  return new Date(from.getTime() + ms);
}
