import { z } from 'zod';
import type { InsertOutcome, TransitionStore } from '../../../core/ports/store/transition-store.ts';
import { placeOf, type PagePlace } from '../../page-cursor.ts';
import { readableOnes, readablePage } from '../../readable.ts';
import type { Connection } from '../engine/connection.ts';
import { isTaken } from '../engine/sqlite-error.ts';
import { createTransitionSearch } from './transition-search.ts';
import {
  rawTransitionRow,
  transitionColumns,
  transitionOf,
  transitionRow,
  transitionValues,
} from './transition-row.ts';
import { createVisitSchedule } from './visit-schedule.ts';

export function createTransitionStore(connection: Connection): TransitionStore {
  const statements = prepareWrites(connection);
  const { byId, byLink, openByTenant, byTenant, byRelationship } = prepareLookups(connection);
  const schedule = createVisitSchedule(connection);

  return {
    search: createTransitionSearch(connection),
    list: createTransitionList(connection),

    insert(transition, { visitDueAt }) {
      return connection.transact((): InsertOutcome => {
        const { organisationId, transitionId, tenant } = transition;
        if (statements.insert(transitionValues(transition)) === 1) {
          schedule.begin(transition, visitDueAt);
          return { kind: 'inserted' };
        }
        const [same] = byId({ organisationId, transitionId });
        if (same) return { kind: 'exists', transition: same };
        const [taker] = openByTenant({ organisationId, tenantId: tenant.tenantId });
        if (taker) return { kind: 'tenantTaken', transition: taker };
        throw new Error('the link id of a new transition is in use');
      });
    },

    async replace(transition, options) {
      try {
        return await connection.transact(() => {
          const written = statements.replace(transitionValues(transition)) === 1;
          if (written && options?.visitDueAt) schedule.restart(transition, options.visitDueAt);
          return written;
        });
      } catch (error) {
        if (isTaken(error)) return false;
        throw error;
      }
    },

    get: (organisationId, transitionId) => connection.run(() => byId({ organisationId, transitionId })[0]),
    getByLinkId: (linkId) => connection.run(() => byLink({ linkId })[0]),
    async listAbout(subject) {
      const found = await connection.run(() => ('tenantId' in subject ? byTenant(subject) : byRelationship(subject)));
      return readableOnes(found, transitionOf);
    },
  };
}

function prepareLookups(connection: Connection) {
  const find = (condition: string) =>
    connection.query(`SELECT ${transitionColumns} FROM transitions WHERE ${condition}`, transitionRow);
  const findAll = (condition: string) =>
    connection.query(
      `SELECT ${transitionColumns} FROM transitions WHERE ${condition} ORDER BY row_id DESC`,
      rawTransitionRow,
    );
  return {
    byId: find('organisation_id = :organisationId AND transition_id = :transitionId'),
    byLink: find('link_id = :linkId'),
    openByTenant: find('organisation_id = :organisationId AND tenant_id = :tenantId AND is_open = 1'),
    byTenant: findAll('tenant_id = :tenantId'),
    byRelationship: findAll("json_extract(document, '$.transition.relationshipId') = :relationshipId"),
  };
}

function prepareWrites(connection: Connection) {
  return {
    insert: connection.command(
      `INSERT INTO transitions
         (organisation_id, transition_id, version, link_id, tenant_id, is_open, owner_id, created_at, search_text,
          document, last_event_seq, outbox_since)
       VALUES
         (:organisationId, :transitionId, :version, :linkId, :tenantId, :isOpen, :ownerId, :createdAt, :searchText,
          :document, :lastEventSeq, :outboxSince)
       ON CONFLICT DO NOTHING`,
    ),
    // The relay may have marked events expanded since this transition was read: its mark stays, theirs are left out.
    replace: connection.command(
      `UPDATE transitions SET
         version = :version, link_id = :linkId, tenant_id = :tenantId, is_open = :isOpen, owner_id = :ownerId,
         created_at = :createdAt, search_text = :searchText, document = :document, last_event_seq = :lastEventSeq,
         outbox_since = CASE WHEN :lastEventSeq > expanded_seq THEN :outboxSince END
       WHERE organisation_id = :organisationId AND transition_id = :transitionId AND version = :version - 1`,
    ),
  };
}

const listedRow = rawTransitionRow.extend({ created_at: z.number(), transition_id: z.string() });

function createTransitionList(connection: Connection): TransitionStore['list'] {
  const page = (condition: string) =>
    connection.query(
      `SELECT ${transitionColumns}, created_at, transition_id FROM transitions
       WHERE organisation_id = :organisationId AND (created_at, transition_id) < (:createdAt, :transitionId)
       ${condition}
       ORDER BY created_at DESC, transition_id DESC LIMIT :limit`,
      listedRow,
    );
  const everybodys = { all: page(''), open: page('AND is_open = 1') };
  const owned = { all: page('AND owner_id = :ownerId'), open: page('AND owner_id = :ownerId AND is_open = 1') };

  return async (organisationId, { open, ownerId, createdBefore, cursor, limit }) => {
    const { createdAt, transitionId } = firstOf(placeOf(cursor), createdBefore);
    const which = open ? 'open' : 'all';
    const place = { organisationId, createdAt: createdAt.getTime(), transitionId, limit: limit + 1 };
    const found = await connection.run(() =>
      ownerId === undefined ? everybodys[which](place) : owned[which]({ ...place, ownerId }),
    );
    return readablePage(found, {
      limit,
      itemOf: transitionOf,
      placeOf: (row) => ({ createdAt: new Date(row.created_at), transitionId: row.transition_id }),
    });
  };
}

/** Where a list goes on: after the cursor's place, and not before what is old enough. */
function firstOf(place: PagePlace, createdBefore: Date | undefined): PagePlace {
  return createdBefore && createdBefore <= place.createdAt ? { createdAt: createdBefore, transitionId: '' } : place;
}
