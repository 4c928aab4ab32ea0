import type { Connection } from '../engine/connection.ts';

interface TransitionKey {
  organisationId: string;
  transitionId: string;
}

/**
 * What a transition's own writes do to its visits. `woken` outlives a lease that is held meanwhile: the settle then
 * leaves the due time alone, even one of the same instant.
 */
export function createVisitSchedule(connection: Connection) {
  const insert = connection.command(
    `INSERT INTO visits (organisation_id, transition_id, due_at, quiet_visits, woken)
     VALUES (:organisationId, :transitionId, :dueAt, 0, 0)`,
  );
  const restart = connection.command(
    `UPDATE visits SET due_at = :dueAt, quiet_visits = 0, woken = 1
     WHERE organisation_id = :organisationId AND transition_id = :transitionId`,
  );
  return {
    begin({ organisationId, transitionId }: TransitionKey, dueAt: Date): void {
      insert({ organisationId, transitionId, dueAt: dueAt.getTime() });
    },
    /** Something changed: due at `dueAt`, and the schedule is quick again. */
    restart({ organisationId, transitionId }: TransitionKey, dueAt: Date): void {
      restart({ organisationId, transitionId, dueAt: dueAt.getTime() });
    },
  };
}
