import { randomUUID } from 'node:crypto';
import { RecordClashError, type RecordKind, type StoredRecord } from '../../../core/ports/store/record-store.ts';
import type { Transition } from '../../../core/transition.ts';
import { eventToJson } from '../../records/event-record.ts';
import { conversationValues, upsertConversation } from '../conversation-store.ts';
import { deliveryValues, insertDelivery } from '../deliveries/delivery-row.ts';
import type { Connection } from '../engine/connection.ts';
import { isTaken } from '../engine/sqlite-error.ts';
import { insertSubscription, subscriptionValues } from '../subscription-store.ts';
import { transitionValues } from '../transitions/transition-row.ts';

type Writers = { [Kind in RecordKind]: (record: Extract<StoredRecord, { kind: Kind }>) => unknown };

/** Writes one record over the one with its key. The caller holds the write lock. */
export function createRecordLoader(connection: Connection): (record: StoredRecord) => void {
  const put = prepareUpserts(connection);
  const writers: Writers = {
    transition: ({ transition }) =>
      orClash(transition, () =>
        put.transition({ ...transitionValues(transition), expandedSeq: expandedSeqOf(transition) }),
      ),
    visit: ({ visit: { organisationId, transitionId, quietVisits, dueAt } }) =>
      put.visit({ organisationId, transitionId, quietVisits, dueAt: dueAt?.getTime() ?? null }),
    delivery: ({ delivery }) => put.delivery(deliveryValues(delivery)),
    conversation: ({ conversation }) => put.conversation(conversationValues(conversation)),
    subscription: ({ subscription }) => put.subscription(subscriptionValues(subscription)),
    auditEvent({ event }) {
      const { organisationId, transitionId, seq } = event;
      return put.auditEvent({ organisationId, transitionId, seq, document: eventToJson(event) });
    },
    dialog: ({ dialog: { key, json, writtenAt } }) =>
      put.dialog({ key, json, eTag: randomUUID(), writtenAt: writtenAt.getTime() }),
    secret: ({ secret: { name, version, value } }) => put.secret({ name, version, value }),
  };
  return (record) => {
    // One writer of the table, whatever the kind: the table's type pairs them.
    const write = writers[record.kind] as (record: StoredRecord) => unknown;
    write(record);
  };
}

function orClash({ transitionId }: Transition, write: () => number): number {
  try {
    return write();
  } catch (error) {
    throw isTaken(error) ? new RecordClashError(transitionId, { cause: error }) : error;
  }
}

function expandedSeqOf({ outbox, lastEventSeq }: Transition): number {
  const [first] = outbox;
  return first ? first.seq - 1 : lastEventSeq;
}

function prepareUpserts(connection: Connection) {
  return {
    ...prepareTransitionUpserts(connection),
    delivery: connection.command(
      `${insertDelivery} ON CONFLICT (delivery_id) DO UPDATE SET
         organisation_id = excluded.organisation_id, transition_id = excluded.transition_id,
         message = excluded.message, state = excluded.state, created_at = excluded.created_at,
         due_at = excluded.due_at, attempts = excluded.attempts, activity_id = excluded.activity_id,
         failure = excluded.failure, lease_token = NULL, lease_until = NULL`,
    ),
    conversation: connection.command(upsertConversation),
    subscription: connection.command(
      `${insertSubscription} ON CONFLICT DO UPDATE SET
         display_name = excluded.display_name, conversation_id = excluded.conversation_id, since = excluded.since`,
    ),
    auditEvent: connection.command(
      `INSERT INTO audit_events (organisation_id, transition_id, seq, document)
       VALUES (:organisationId, :transitionId, :seq, :document)
       ON CONFLICT DO UPDATE SET document = excluded.document`,
    ),
    dialog: connection.command(
      `INSERT INTO dialog_states (key, json, etag, written_at) VALUES (:key, :json, :eTag, :writtenAt)
       ON CONFLICT DO UPDATE SET json = excluded.json, etag = excluded.etag, written_at = excluded.written_at`,
    ),
    secret: connection.command(
      `INSERT INTO secrets (name, version, value) VALUES (:name, :version, :value)
       ON CONFLICT DO UPDATE SET version = excluded.version, value = excluded.value`,
    ),
  };
}

function prepareTransitionUpserts(connection: Connection) {
  return {
    transition: connection.command(
      `INSERT INTO transitions
         (organisation_id, transition_id, version, link_id, tenant_id, is_open, owner_id, created_at, search_text,
          document, last_event_seq, expanded_seq, outbox_since)
       VALUES
         (:organisationId, :transitionId, :version, :linkId, :tenantId, :isOpen, :ownerId, :createdAt, :searchText,
          :document, :lastEventSeq, :expandedSeq, :outboxSince)
       ON CONFLICT (organisation_id, transition_id) DO UPDATE SET
         version = excluded.version, link_id = excluded.link_id, tenant_id = excluded.tenant_id,
         is_open = excluded.is_open, owner_id = excluded.owner_id, created_at = excluded.created_at,
         search_text = excluded.search_text, document = excluded.document, last_event_seq = excluded.last_event_seq,
         expanded_seq = excluded.expanded_seq, outbox_since = excluded.outbox_since`,
    ),
    visit: connection.command(
      `INSERT INTO visits (organisation_id, transition_id, due_at, quiet_visits, woken)
       SELECT :organisationId, :transitionId, :dueAt, :quietVisits, 0 WHERE EXISTS
         (SELECT 1 FROM transitions WHERE organisation_id = :organisationId AND transition_id = :transitionId)
       ON CONFLICT DO UPDATE SET
         due_at = excluded.due_at, quiet_visits = excluded.quiet_visits, woken = 0, lease_token = NULL, lease_until = NULL`,
    ),
  };
}
