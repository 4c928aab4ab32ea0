import type { Order } from './crash-worker.ts';

export interface Strike {
  /** None: killed at no point at all. */
  order?: Order;
  /** Of one that is frozen: it goes on when the journey is over, or already when its leases are. */
  isLongFrozen: boolean;
}

export interface StrikePlan {
  /** The strike after so many. */
  next(strikes: number): Strike;
  came(strike: Strike, point: string): void;
  missed(): void;
}

const everyFrozen = 5;
const everyRandom = 10;
/** Then what is left hardly ever comes, and everything is as good again. */
const mostMisses = 5;

/** Where an instance holds what others take over meanwhile: before it writes what it has read, and while it sends. */
const worthFreezing =
  /^before (transitions\.replace|visits\.settle|deliveries\.(mark|settle)|outbox\.|turns\.finish)|^after deliveries\.mark/;

/**
 * Each strike is at whichever point comes first of those that are still to be seen, after some of them were passed: so
 * none waits for a point that does not come, a short run sees as many points as it can, and no two runs are the same.
 * `times`: how often each point is passed in a journey without a strike.
 */
export function planStrikes(times: ReadonlyMap<string, number>): StrikePlan {
  const points = [...times.keys()];
  const wanted = {
    SIGKILL: { all: points, left: new Set(points) },
    SIGSTOP: { all: points.filter((point) => worthFreezing.test(point)), left: new Set<string>() },
  };
  let misses = 0;

  const orderFor = (signal: Order['signal']): Order => {
    const { all, left } = wanted[signal];
    if (left.size === 0 || misses >= mostMisses) for (const point of all) left.add(point);
    const expected = [...left].reduce((sum, point) => sum + (times.get(point) ?? 0), 0);
    // One instance of the two passes about half of them. Who came to none in the rest of a journey takes the first.
    const skip = misses > 0 ? 0 : Math.floor((Math.random() * expected) / 2);
    return { points: [...left], skip, signal };
  };
  return {
    next(strikes) {
      const isLongFrozen = strikes % (2 * everyFrozen) === everyFrozen - 1;
      if (strikes % everyFrozen === everyFrozen - 1) return { order: orderFor('SIGSTOP'), isLongFrozen };
      return strikes % everyRandom === 2 ? { isLongFrozen } : { order: orderFor('SIGKILL'), isLongFrozen };
    },
    came({ order }, point) {
      misses = 0;
      if (order) wanted[order.signal].left.delete(point);
    },
    missed() {
      misses += 1;
    },
  };
}
