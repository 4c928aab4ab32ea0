import type { Collection } from 'mongodb';
import type { TurnHold, TurnStore, TurnTicket } from '../../core/ports/store/turn-store.ts';
import { removedWhenUntouchedFor, touched, type Touched } from './engine/abandoned.ts';
import type { CollectionPlan } from './engine/collection.ts';
import { deleteInBatches } from './engine/delete-in-batches.ts';
import { keyOf } from './engine/key-of.ts';
import { unlessDuplicate } from './engine/upsert.ts';

/** One document is the record of the activity and the lease on its lane, so that one write takes both. */
export interface TurnDocument extends Touched {
  /** The activity's key. */
  _id: string;
  schemaVersion: number;
  isDone: boolean;
  /** When a running turn may be taken over; when a done one was done. */
  endsAt: Date;
  /** Unique: the lane's while it runs, its own when it is done. */
  laneClaim: string;
  token?: string;
}

export const turnsPlan: CollectionPlan = {
  name: 'turns',
  indexes: [
    { name: 'laneClaim', key: { laneClaim: 1 }, unique: true },
    { name: 'age', key: { endsAt: 1 } },
    removedWhenUntouchedFor(7),
  ],
};

type Turns = Collection<TurnDocument>;
interface Times {
  now: Date;
  until: Date;
}

export function createTurnStore(turns: Turns): TurnStore {
  return {
    async begin(turn, times) {
      for (let attempt = 1; ; attempt += 1) {
        const refusal = await refusalOf(turns, turn, times.now);
        if (refusal) return refusal;
        if (await take(turns, turn, times)) return { kind: 'begin' };
        // Somebody took the activity or the lane just now.
        if (attempt === maxAttempts) return { kind: 'laneBusy' };
      }
    },

    // Index: _id
    async renew({ activityKey, token }, until) {
      const running = { _id: activityKey, token, isDone: false };
      return (await turns.updateOne(running, { $set: { endsAt: until }, ...touched })).matchedCount === 1;
    },

    // Index: _id
    async finish({ activityKey, token }, at) {
      const done = { schemaVersion: 1, isDone: true, endsAt: at, laneClaim: keyOf('done', activityKey) };
      // One that another token runs, or that is done, refuses the insert, and stays as it is.
      await unlessDuplicate(() =>
        turns.updateOne(
          { _id: activityKey, token, isDone: false },
          { $set: done, $unset: { token: '' }, ...touched },
          { upsert: true },
        ),
      );
    },

    // Index: age
    deleteOlderThan: (before) => deleteInBatches(turns, { endsAt: { $lt: before } }),
  };
}

const maxAttempts = 10;

/** Why it cannot begin. What died in its way is cleared: should Teams bring it again, it begins anew. */
async function refusalOf(turns: Turns, { activityKey, lane }: TurnHold, now: Date): Promise<TurnTicket | undefined> {
  // Indexes: _id, laneClaim
  const known = await turns.findOne({ _id: activityKey });
  if (known?.isDone) return { kind: 'done' };
  if (known && known.endsAt > now) return { kind: 'running' };
  const holder = await turns.findOne({ laneClaim: laneClaimOf(lane), _id: { $ne: activityKey } });
  if (!holder) return undefined;
  if (holder.endsAt > now) return { kind: 'laneBusy' };
  await turns.deleteOne({ _id: holder._id, isDone: false, endsAt: { $lte: now } });
  return undefined;
}

/** Inserts, or takes over from a holder that died; `_id` or the lane refuses everything else. Index: _id. */
function take(turns: Turns, { activityKey, lane, token }: TurnHold, { now, until }: Times): Promise<boolean> {
  const running = { schemaVersion: 1, endsAt: until, laneClaim: laneClaimOf(lane), token };
  return unlessDuplicate(() =>
    turns.updateOne(
      { _id: activityKey, isDone: false, endsAt: { $lte: now } },
      { $set: running, ...touched },
      { upsert: true },
    ),
  );
}

function laneClaimOf(lane: string): string {
  return keyOf('running', lane);
}
