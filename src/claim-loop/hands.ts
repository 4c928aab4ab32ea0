import type { Claimed } from '../core/ports/store/claim.ts';
import { keepLease, type Lease } from './keep-lease.ts';
import type { ClaimLoopOptions, LoopTools } from './options.ts';

/** What is claimed and not yet settled. */
export interface Hands<T> {
  take: (claimed: Claimed<T>) => void;
  count: () => number;
  /** Resolves when nothing is held. */
  empty: () => Promise<void>;
  /** Called whenever an item is out of hand, until told otherwise. */
  whenFreed: (run: (() => void) | undefined) => void;
}

export function createHands<T, R>(options: ClaimLoopOptions<T, R>, tools: LoopTools): Hands<T> {
  const held = new Set<Promise<undefined>>();
  const lanes = new Map<string, Promise<undefined>>();
  let freed: (() => void) | undefined;

  return {
    take(claimed) {
      const lane = options.laneOf(claimed.item);
      const { promise: over, resolve: letGo } = Promise.withResolvers<undefined>();
      const lease = keepLease(claimed, { options, tools, letGo: () => letGo(undefined) });
      const turn = lanes.get(lane) ?? Promise.resolve(undefined);
      lanes.set(lane, over);
      held.add(over);
      void turn
        .then(() => carryOut(options, tools, { claimed, lease }))
        .finally(lease.end)
        .then(() => letGo(undefined));
      void over.then(() => {
        held.delete(over);
        if (lanes.get(lane) === over) lanes.delete(lane);
        freed?.();
      });
    },
    count: () => held.size,
    async empty() {
      while (held.size > 0) await Promise.all(held);
    },
    whenFreed(run) {
      freed = run;
    },
  };
}

async function carryOut<T, R>(
  options: ClaimLoopOptions<T, R>,
  tools: LoopTools,
  { claimed, lease }: { claimed: Claimed<T>; lease: Lease },
): Promise<void> {
  const about = { loop: options.name, ...options.describe(claimed.item) };
  let performed: { result: R } | undefined;
  try {
    performed = { result: await options.perform(claimed, lease.stillOurs) };
  } catch (err) {
    tools.log.error({ ...about, err }, 'an item failed');
  }
  if (lease.isLost()) return;
  try {
    const { result } = performed ?? { result: options.recover(claimed.item) };
    const settled = await settle(options, tools, { claimed, result });
    if (!settled) tools.log.warn(about, 'the lease was lost before the item was settled');
  } catch (err) {
    tools.log.error({ ...about, err }, 'an item could not be settled; its lease runs out');
  }
}

const settleAttempts = 4;

/** The work is done and perhaps cannot be done twice without harm: a store that stumbles is asked again. */
async function settle<T, R>(
  options: ClaimLoopOptions<T, R>,
  { timers }: LoopTools,
  { claimed, result }: { claimed: Claimed<T>; result: R },
): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await options.settle(claimed, result);
    } catch (err) {
      if (attempt === settleAttempts) throw err;
      await new Promise<void>((resolve) => timers.after(options.leaseMs / 10, resolve));
    }
  }
}
