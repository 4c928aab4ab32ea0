import { z } from 'zod';
import type { RecordKind, StoredRecord } from '../../../core/ports/store/record-store.ts';
import { eventFromJson } from '../../records/event-record.ts';
import { conversationColumns, conversationRow } from '../conversation-store.ts';
import { deliveryColumns, deliveryOf, rawDeliveryRow } from '../deliveries/delivery-row.ts';
import type { Connection } from '../engine/connection.ts';
import { subscriptionColumns, subscriptionRow } from '../subscription-store.ts';
import { rawTransitionRow, transitionOf } from '../transitions/transition-row.ts';

interface Placed {
  record: StoredRecord;
  /** Its key, as `after` takes it. */
  place: string;
}

type ReadPage = (page: { after: string | undefined; limit: number }) => Placed[];

/** Each table from its beginning to its end, by its key. */
export function createRecordTables(connection: Connection): Record<RecordKind, ReadPage> {
  const table = <Row>(options: Omit<TableOptions<Row>, 'connection'>) => readTable({ connection, ...options });
  return {
    transition: table({
      from: 'transitions',
      columns: 'row_id, document, expanded_seq',
      keys: [['row_id', 0]],
      row: rawTransitionRow,
      recordOf: (row) => ({ kind: 'transition', transition: transitionOf(row) }),
    }),
    visit: table({
      from: 'visits',
      columns: 'organisation_id, transition_id, due_at, quiet_visits',
      keys: keyed('transition_id'),
      row: visitRow,
      recordOf: (visit) => ({ kind: 'visit', visit }),
    }),
    delivery: table({
      from: 'deliveries',
      columns: deliveryColumns,
      keys: [['row_id', 0]],
      row: rawDeliveryRow,
      recordOf: (row) => ({ kind: 'delivery', delivery: deliveryOf(row) }),
    }),
    conversation: table({
      from: 'conversations',
      columns: conversationColumns,
      keys: keyed('conversation_id'),
      row: conversationRow,
      recordOf: (conversation) => ({ kind: 'conversation', conversation }),
    }),
    subscription: table({
      from: 'subscriptions',
      columns: subscriptionColumns,
      keys: keyed('user_id'),
      row: subscriptionRow,
      recordOf: (subscription) => ({ kind: 'subscription', subscription }),
    }),
    auditEvent: table({
      from: 'audit_events',
      columns: 'organisation_id, transition_id, seq, document',
      keys: [...keyed('transition_id'), ['seq', 0]],
      row: z.object({ document: z.string() }),
      recordOf: ({ document }) => ({ kind: 'auditEvent', event: eventFromJson(document) }),
    }),
    ...smallTables(table),
  };
}

function smallTables(table: <Row>(options: Omit<TableOptions<Row>, 'connection'>) => ReadPage) {
  return {
    dialog: table({
      from: 'dialog_states',
      columns: 'key, json, written_at',
      keys: [['key', '']],
      row: z.object({ key: z.string(), json: z.string(), written_at: z.number() }),
      recordOf: ({ key, json, written_at: at }) => ({ kind: 'dialog', dialog: { key, json, writtenAt: new Date(at) } }),
    }),
    secret: table({
      from: 'secrets',
      columns: 'name, version, value',
      keys: [['name', '']],
      row: z.object({ name: z.string(), version: z.number(), value: z.string() }),
      recordOf: (secret) => ({ kind: 'secret', secret }),
    }),
  };
}

/** Within an organisation. */
function keyed(name: string): Keys {
  return [
    ['organisation_id', ''],
    [name, ''],
  ];
}

const visitRow = z
  .object({
    organisation_id: z.string(),
    transition_id: z.string(),
    due_at: z.number().nullable(),
    quiet_visits: z.number(),
  })
  .transform((row) => ({
    organisationId: row.organisation_id,
    transitionId: row.transition_id,
    quietVisits: row.quiet_visits,
    ...(row.due_at !== null && { dueAt: new Date(row.due_at) }),
  }));

/** Columns of a key, each with what lies before its first value. */
type Keys = readonly (readonly [string, string | number])[];

interface TableOptions<Row> {
  connection: Connection;
  from: string;
  columns: string;
  keys: Keys;
  row: z.ZodType<Row>;
  recordOf: (row: Row) => StoredRecord;
}

const keyValues = z.array(z.union([z.string(), z.number()]));

function readTable<Row>({ connection, from, columns, keys, row, recordOf }: TableOptions<Row>): ReadPage {
  const names = keys.map(([name]) => name).join(', ');
  const rows = connection.query(
    `SELECT ${columns} FROM ${from} WHERE (${names}) > (${keys.map(([name]) => `:${name}`).join(', ')})
     ORDER BY ${names} LIMIT :limit`,
    z.record(z.string(), z.unknown()),
  );
  return ({ after, limit }) => {
    const values = after === undefined ? keys.map(([, first]) => first) : keyValues.parse(JSON.parse(after));
    const place = Object.fromEntries(keys.map(([name], index) => [name, values[index] ?? null]));
    return rows({ ...place, limit }).map((found) => ({
      record: recordOf(row.parse(found)),
      place: JSON.stringify(keys.map(([name]) => found[name])),
    }));
  };
}
