import { bulkhead, BulkheadRejectedError } from 'cockatiel';
import { TurnedAway } from './turned-away.ts';

export interface LaneLimits {
  callsAtOnce: number;
  /** Behind them. One more is told that there are too many. */
  callsWaiting: number;
}

export type InLane = <T>(tenant: string, run: () => Promise<T>) => Promise<T>;

/** So that one tenant's trouble holds up that tenant alone. A lane is there only while somebody is in it. */
export function createLanes({ callsAtOnce, callsWaiting }: LaneLimits): InLane {
  const lanes = new Map<string, { policy: ReturnType<typeof bulkhead>; calls: number }>();

  return async (tenant, run) => {
    const lane = lanes.get(tenant) ?? { policy: bulkhead(callsAtOnce, callsWaiting), calls: 0 };
    lanes.set(tenant, lane);
    lane.calls += 1;
    try {
      return await lane.policy.execute(run);
    } catch (error) {
      if (!(error instanceof BulkheadRejectedError)) throw error;
      throw new TurnedAway('UPSTREAM_THROTTLED', { reason: 'too many calls at once' });
    } finally {
      lane.calls -= 1;
      if (lane.calls === 0) lanes.delete(tenant);
    }
  };
}
