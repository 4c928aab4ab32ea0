import { z } from 'zod';
import type { TurnStore, TurnTicket } from '../../core/ports/store.ts';
import type { Connection } from './engine/connection.ts';
import { deleteInBatches } from './engine/delete-in-batches.ts';

export function createTurnStore(connection: Connection): TurnStore {
  const { take, find, finish, abandon, removeOld } = prepareStatements(connection);

  return {
    begin(activityKey, { now, until }) {
      return connection.transact((): TurnTicket => {
        if (take({ activityKey, now: now.getTime(), until: until.getTime() }) === 1) return { kind: 'begin' };
        const isDone = find({ activityKey }).some((turn) => turn.is_done === 1);
        return { kind: isDone ? 'done' : 'running' };
      });
    },

    async finish(activityKey, at) {
      await connection.run(() => finish({ activityKey, at: at.getTime() }));
    },

    async abandon(activityKey) {
      await connection.run(() => abandon({ activityKey }));
    },

    deleteOlderThan: (before) =>
      deleteInBatches(connection, ({ limit }) => removeOld({ before: before.getTime(), limit })),
  };
}

/** `ends_at`: when a running turn may be taken over; when a done one was done. */
function prepareStatements(connection: Connection) {
  return {
    take: connection.command(
      `INSERT INTO turns (activity_key, is_done, ends_at) VALUES (:activityKey, 0, :until)
       ON CONFLICT DO UPDATE SET ends_at = excluded.ends_at WHERE is_done = 0 AND ends_at <= :now`,
    ),
    find: connection.query(
      'SELECT is_done FROM turns WHERE activity_key = :activityKey',
      z.object({ is_done: z.number() }),
    ),
    finish: connection.command(
      `INSERT INTO turns (activity_key, is_done, ends_at) VALUES (:activityKey, 1, :at)
       ON CONFLICT DO UPDATE SET is_done = 1, ends_at = excluded.ends_at`,
    ),
    abandon: connection.command('DELETE FROM turns WHERE activity_key = :activityKey AND is_done = 0'),
    removeOld: connection.command(
      `DELETE FROM turns WHERE activity_key IN
         (SELECT activity_key FROM turns WHERE ends_at < :before LIMIT :limit)`,
    ),
  };
}
