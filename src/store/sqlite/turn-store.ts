import { z } from 'zod';
import type { TurnHold, TurnStore, TurnTicket } from '../../core/ports/store/turn-store.ts';
import type { Connection } from './engine/connection.ts';
import { deleteInBatches } from './engine/delete-in-batches.ts';

export function createTurnStore(connection: Connection): TurnStore {
  const { find, findHolder, dismiss, take, renew, finish, removeOld } = prepareStatements(connection);

  /** Inside the write lock, so that nothing changes between looking and taking. */
  const ticketFor = ({ activityKey, lane }: TurnHold, nowMs: number): TurnTicket => {
    const [known] = find({ activityKey });
    if (known?.is_done === 1) return { kind: 'done' };
    if (known && known.ends_at > nowMs) return { kind: 'running' };
    const [holder] = findHolder({ lane, activityKey });
    if (!holder) return { kind: 'begin' };
    if (holder.ends_at > nowMs) return { kind: 'laneBusy' };
    dismiss({ activityKey: holder.activity_key });
    return { kind: 'begin' };
  };

  return {
    begin(turn, { now, until }) {
      return connection.transact(() => {
        const ticket = ticketFor(turn, now.getTime());
        if (ticket.kind === 'begin') take({ ...valuesOf(turn), until: until.getTime() });
        return ticket;
      });
    },

    renew: ({ activityKey, token }, until) =>
      connection.run(() => renew({ activityKey, token, until: until.getTime() }) === 1),

    async finish({ activityKey, token }, at) {
      await connection.run(() => finish({ activityKey, token, at: at.getTime() }));
    },

    deleteOlderThan: (before) =>
      deleteInBatches(connection, ({ limit }) => removeOld({ before: before.getTime(), limit })),
  };
}

function valuesOf({ activityKey, lane, token }: TurnHold) {
  return { activityKey, lane, token };
}

/** `ends_at`: when a running turn may be taken over; when a done one was done. */
function prepareStatements(connection: Connection) {
  const turnRow = z.object({ activity_key: z.string(), is_done: z.number(), ends_at: z.number() });
  const columns = 'activity_key, is_done, ends_at';
  return {
    find: connection.query(`SELECT ${columns} FROM turns WHERE activity_key = :activityKey`, turnRow),
    findHolder: connection.query(
      `SELECT ${columns} FROM turns WHERE lane = :lane AND is_done = 0 AND activity_key <> :activityKey`,
      turnRow,
    ),
    /** Its holder died: should Teams bring the activity again, it begins anew. */
    dismiss: connection.command('DELETE FROM turns WHERE activity_key = :activityKey'),
    take: connection.command(
      `INSERT INTO turns (activity_key, is_done, ends_at, lane, token) VALUES (:activityKey, 0, :until, :lane, :token)
       ON CONFLICT (activity_key) DO UPDATE SET ends_at = excluded.ends_at, lane = excluded.lane, token = excluded.token`,
    ),
    renew: connection.command(
      'UPDATE turns SET ends_at = :until WHERE activity_key = :activityKey AND token = :token AND is_done = 0',
    ),
    finish: connection.command(
      `INSERT INTO turns (activity_key, is_done, ends_at) VALUES (:activityKey, 1, :at)
       ON CONFLICT (activity_key) DO UPDATE SET is_done = 1, ends_at = excluded.ends_at
         WHERE is_done = 0 AND token IS :token`,
    ),
    removeOld: connection.command(
      `DELETE FROM turns WHERE activity_key IN
         (SELECT activity_key FROM turns WHERE ends_at < :before LIMIT :limit)`,
    ),
  };
}
