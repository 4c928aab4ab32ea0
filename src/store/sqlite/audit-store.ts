import { z } from 'zod';
import type { AuditStore } from '../../core/ports/store/audit-store.ts';
import { eventFromJson, eventToJson } from '../records/event-record.ts';
import type { Connection } from './engine/connection.ts';

const eventRow = z.object({ document: z.string() }).transform(({ document }) => eventFromJson(document));

export function createAuditStore(connection: Connection): AuditStore {
  const insert = connection.command(
    `INSERT INTO audit_events (organisation_id, transition_id, seq, document)
     VALUES (:organisationId, :transitionId, :seq, :document) ON CONFLICT DO NOTHING`,
  );
  const eventsOf = connection.query(
    `SELECT document FROM audit_events
     WHERE organisation_id = :organisationId AND transition_id = :transitionId ORDER BY seq`,
    eventRow,
  );

  return {
    async append(events) {
      await connection.transact(() => {
        for (const event of events) {
          const { organisationId, transitionId, seq } = event;
          insert({ organisationId, transitionId, seq, document: eventToJson(event) });
        }
      });
    },
    listFor: (organisationId, transitionId) => connection.run(() => eventsOf({ organisationId, transitionId })),
  };
}
