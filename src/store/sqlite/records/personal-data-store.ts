import { z } from 'zod';
import type { PersonalDataStore } from '../../../core/ports/store/personal-data-store.ts';
import { containsOneOf } from '../../mentions.ts';
import { eventToJson } from '../../records/event-record.ts';
import type { Connection } from '../engine/connection.ts';

export function createPersonalDataStore(connection: Connection): PersonalDataStore {
  const removeTransition = connection.command(
    `DELETE FROM transitions
     WHERE organisation_id = :organisationId AND transition_id = :transitionId AND version = :version`,
  );
  const removeDeliveries = connection.command(
    'DELETE FROM deliveries WHERE organisation_id = :organisationId AND transition_id = :transitionId',
  );
  const removeNews = connection.command(
    `DELETE FROM deliveries WHERE organisation_id = :organisationId AND transition_id = :transitionId
     AND json_extract(message, '$.content.event.seq') = :seq`,
  );
  const rewrite = connection.command(
    `UPDATE audit_events SET document = :document
     WHERE organisation_id = :organisationId AND transition_id = :transitionId AND seq = :seq`,
  );
  const places = [createMentions(connection, 'dialog_states'), createMentions(connection, 'ephemeral_values')];

  return {
    async removeTransition({ organisationId, transitionId, version }) {
      const removed = await connection.run(() => removeTransition({ organisationId, transitionId, version }));
      await connection.emptyLog();
      return removed === 1;
    },

    async removeDeliveries(organisationId, transitionId) {
      const removed = await connection.run(() => removeDeliveries({ organisationId, transitionId }));
      await connection.emptyLog();
      return removed;
    },

    async removeNews(events) {
      let removed = 0;
      for (const { organisationId, transitionId, seq } of events) {
        removed += await connection.run(() => removeNews({ organisationId, transitionId, seq }));
      }
      await connection.emptyLog();
      return removed;
    },

    async rewriteAudit(events) {
      await connection.transact(() => {
        for (const event of events) {
          const { organisationId, transitionId, seq } = event;
          rewrite({ organisationId, transitionId, seq, document: eventToJson(event) });
        }
      });
      await connection.emptyLog();
    },

    async removeMentions(texts) {
      let removed = 0;
      for (const removeFrom of places) removed += await removeFrom(texts);
      await connection.emptyLog();
      return removed;
    },
  };
}

const pageSize = 200;

/** Goes through a table by its key: rare enough, and in pieces that hold nobody up. */
function createMentions(connection: Connection, table: 'dialog_states' | 'ephemeral_values') {
  const page = connection.query(
    `SELECT key, json FROM ${table} WHERE key > :after ORDER BY key LIMIT ${String(pageSize)}`,
    z.object({ key: z.string(), json: z.string() }),
  );
  // One that was written again meanwhile may say something else.
  const remove = connection.command(`DELETE FROM ${table} WHERE key = :key AND json = :json`);

  return async (texts: readonly string[]): Promise<number> => {
    const mentions = containsOneOf(texts);
    let removed = 0;
    for (let after = ''; ;) {
      const rows = await connection.run(() => page({ after }));
      for (const { key, json } of rows) {
        if (mentions(json)) removed += await connection.run(() => remove({ key, json }));
      }
      const last = rows.at(-1);
      if (!last || rows.length < pageSize) return removed;
      after = last.key;
    }
  };
}
