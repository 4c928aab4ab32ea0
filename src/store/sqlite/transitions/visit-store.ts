import { z } from 'zod';
import type { Claimed } from '../../../core/ports/store/claim.ts';
import type { Visit, VisitStore } from '../../../core/ports/store/visit-store.ts';
import type { Connection } from '../engine/connection.ts';

const visitRow = z
  .object({
    organisation_id: z.string(),
    transition_id: z.string(),
    due_at: z.number(),
    quiet_visits: z.number(),
  })
  .transform((row): Visit => ({
    organisationId: row.organisation_id,
    transitionId: row.transition_id,
    dueAt: new Date(row.due_at),
    quietVisits: row.quiet_visits,
  }));

export function createVisitStore(connection: Connection): VisitStore {
  const { claim, renew, settle, makeDue, nextDue } = prepareStatements(connection);

  return {
    async claimVisits({ now, until, token, limit }) {
      const visits = await connection.run(() => claim({ now: now.getTime(), until: until.getTime(), token, limit }));
      // RETURNING promises no order.
      return visits.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime()).map((item) => ({ item, token }));
    },

    async renewVisit(claimed, until) {
      return connection.run(() => renew({ ...leaseOf(claimed), until: until.getTime() }) === 1);
    },

    async settleVisit(claimed, next) {
      const { quietVisits } = next ?? claimed.item;
      return connection.run(
        () => settle({ ...leaseOf(claimed), dueAt: next?.dueAt.getTime() ?? null, quietVisits }) === 1,
      );
    },

    async makeDue(organisationId, transitionId, at) {
      return connection.run(() => makeDue({ organisationId, transitionId, dueAt: at.getTime() }) === 1);
    },

    async nextVisitAt(organisationId, transitionId) {
      const [next] = await connection.run(() => nextDue({ organisationId, transitionId }));
      return next && new Date(next.due_at);
    },
  };
}

function leaseOf({ item, token }: Claimed<Visit>) {
  return { organisationId: item.organisationId, transitionId: item.transitionId, token };
}

function prepareStatements(connection: Connection) {
  const named = 'organisation_id = :organisationId AND transition_id = :transitionId';
  const leased = `${named} AND lease_token = :token`;
  return {
    claim: connection.query(
      `UPDATE visits SET lease_token = :token, lease_until = :until, woken = 0
       WHERE (organisation_id, transition_id) IN
         (SELECT organisation_id, transition_id FROM visits
          WHERE due_at <= :now AND (lease_until IS NULL OR lease_until <= :now) ORDER BY due_at LIMIT :limit)
       RETURNING organisation_id, transition_id, due_at, quiet_visits`,
      visitRow,
    ),
    renew: connection.command(`UPDATE visits SET lease_until = :until WHERE ${leased}`),
    settle: connection.command(
      `UPDATE visits SET
         lease_token = NULL, lease_until = NULL,
         due_at = CASE WHEN woken THEN due_at ELSE :dueAt END,
         quiet_visits = CASE WHEN woken THEN min(quiet_visits, :quietVisits) ELSE :quietVisits END
       WHERE ${leased}`,
    ),
    makeDue: connection.command(`UPDATE visits SET due_at = :dueAt, quiet_visits = 0, woken = 1 WHERE ${named}`),
    nextDue: connection.query(
      `SELECT due_at FROM visits WHERE ${named} AND due_at IS NOT NULL`,
      z.object({ due_at: z.number() }),
    ),
  };
}
