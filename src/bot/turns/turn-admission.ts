import type { Activity } from 'botbuilder';
import type { Clock, HashOf } from '../../core/ports/runtime.ts';
import type { TurnStore } from '../../core/ports/store.ts';

export interface TurnAdmission {
  /** False: this activity has been handled, or is being handled elsewhere right now. */
  admit(activity: Activity): Promise<boolean>;
  finish(activity: Activity): Promise<void>;
}

/** Teams sends an activity again after 15 s without an answer; by then a holder that died no longer counts. */
const leaseMs = 15_000;
const pollMs = 500;

/**
 * Within this process a redelivery waits in its person's lane until the first run is done. One that is `running` here
 * belongs to another process, living or dead: it is waited for, and taken over when its lease has run out.
 */
export function createTurnAdmission(deps: {
  turns: TurnStore;
  clock: Clock;
  hashOf: HashOf;
  wait: (ms: number) => Promise<void>;
}): TurnAdmission {
  const { turns, clock, hashOf, wait } = deps;
  // Teams numbers activities within a conversation.
  const keyOf = ({ channelId, conversation, id }: Activity) =>
    id === undefined ? undefined : hashOf('turn', channelId, conversation.id, id);
  return {
    async admit(activity) {
      const key = keyOf(activity);
      if (key === undefined) return true;
      for (let waitedMs = 0; waitedMs <= leaseMs; waitedMs += pollMs) {
        const now = clock.now();
        const ticket = await turns.begin(key, { now, until: new Date(now.getTime() + leaseMs) });
        if (ticket.kind !== 'running') return ticket.kind === 'begin';
        await wait(pollMs);
      }
      return false;
    },
    async finish(activity) {
      const key = keyOf(activity);
      if (key !== undefined) await turns.finish(key, clock.now());
    },
  };
}
