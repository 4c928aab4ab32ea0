import type { Collection, Db } from 'mongodb';
import type { TurnHold, TurnStore, TurnTicket } from '../../core/ports/store/turn-store.ts';
import { removedWhenUntouchedFor, touched, type Touched } from './engine/abandoned.ts';
import { atOnce } from './engine/at-once.ts';
import type { CollectionPlan } from './engine/collection.ts';
import { unlessDuplicate } from './engine/upsert.ts';

/**
 * One document a lane, with all activities of it: taking and letting go of both is one write. An activity always comes
 * with the same lane. No unique index but that of `_id`: engines on PostgreSQL find writers that meet at another one
 * deadlocked, after a second.
 */
export interface LaneDocument extends Touched {
  /** The lane. */
  _id: string;
  schemaVersion: number;
  running?: { activityKey: string; token: string; until: Date };
  done: { activityKey: string; at: Date }[];
  /** Nothing in here was over before. Beside the list, because an index on a list is written anew for all of it. */
  oldestAt: Date;
}

export const lanesPlan: CollectionPlan = {
  name: 'lanes',
  indexes: [{ name: 'age', key: { oldestAt: 1 } }, removedWhenUntouchedFor(7)],
};

type Lanes = Collection<LaneDocument>;

const made = { schemaVersion: 1 } as const;

export function createTurnStore(lanes: Lanes): TurnStore {
  return {
    async begin(turn, times) {
      for (let attempt = 1; ; attempt += 1) {
        const refusal = await refusalOf(lanes, turn, times.now);
        if (refusal) return refusal;
        if (await take(lanes, turn, times)) return { kind: 'begin' };
        // Somebody took the lane just now.
        if (attempt === maxAttempts) return { kind: 'laneBusy' };
      }
    },

    // Index: _id
    async renew(turn, until) {
      const renewed = await lanes.updateOne(heldBy(turn), { $set: { 'running.until': until }, ...touched });
      return renewed.matchedCount === 1;
    },

    // Index: _id
    async finish(turn, at) {
      const { activityKey, lane } = turn;
      const done = { $push: { done: { activityKey, at } }, $min: { oldestAt: at }, ...touched };
      const ended = await lanes.updateOne(heldBy(turn), { ...done, $unset: { running: '' } });
      if (ended.matchedCount === 1) return;
      // The lane is somebody else's by now. An activity that another token runs, or that is done, refuses the insert.
      const unknown = { 'running.activityKey': { $ne: activityKey }, 'done.activityKey': { $ne: activityKey } };
      await unlessDuplicate(() =>
        lanes.updateOne({ _id: lane, ...unknown }, { ...done, $setOnInsert: made }, { upsert: true }),
      );
    },

    deleteOlderThan: (before) => deleteOlderThan(lanes, before),
  };
}

/** Released before lanes had documents: what is in it lives for minutes, and the instances that wrote it are stopped. */
export async function dropFormerTurns(db: Db): Promise<void> {
  await db.dropCollection('turns');
}

const maxAttempts = 10;

/** Index: _id. */
async function refusalOf(lanes: Lanes, turn: TurnHold, now: Date): Promise<TurnTicket | undefined> {
  const { activityKey, lane } = turn;
  // Of what is done, this activity only.
  const projection = { running: 1, done: { $elemMatch: { activityKey } } };
  const known = await lanes.findOne<Partial<LaneDocument>>({ _id: lane }, { projection });
  if (known?.done?.length) return { kind: 'done' };
  if (!known?.running || known.running.until <= now) return undefined;
  return { kind: known.running.activityKey === activityKey ? 'running' : 'laneBusy' };
}

/** Also from a holder that died: should Teams bring its activity again, it begins anew. Index: _id. */
function take(lanes: Lanes, turn: TurnHold, { now, until }: { now: Date; until: Date }): Promise<boolean> {
  const { activityKey, lane, token } = turn;
  const free = { 'running.until': { $not: { $gt: now } }, 'done.activityKey': { $ne: activityKey } };
  return unlessDuplicate(() =>
    lanes.updateOne(
      { _id: lane, ...free },
      {
        $set: { running: { activityKey, token, until } },
        $setOnInsert: { ...made, done: [] },
        $min: { oldestAt: until },
        ...touched,
      },
      { upsert: true },
    ),
  );
}

function heldBy({ activityKey, lane, token }: TurnHold) {
  return { _id: lane, 'running.activityKey': activityKey, 'running.token': token };
}

const batchSize = 500;

/** Index: age. */
async function deleteOlderThan(lanes: Lanes, before: Date): Promise<number> {
  const over = { $lt: before };
  for (let deleted = 0; ;) {
    const found = await atOnce(lanes.find({ oldestAt: over }), batchSize);
    const _id = { $in: found.map((lane) => lane._id) };
    await lanes.updateMany({ _id, 'running.until': over }, { $unset: { running: '' } });
    await lanes.updateMany({ _id }, { $pull: { done: { at: over } }, $max: { oldestAt: before } });
    await lanes.deleteMany({ _id, done: { $size: 0 }, running: { $exists: false } });
    deleted += found.flatMap(endsOf).filter((end) => end < before).length;
    if (found.length < batchSize) return deleted;
  }
}

function endsOf({ done, running }: LaneDocument): Date[] {
  return [...done.map(({ at }) => at), ...(running ? [running.until] : [])];
}
