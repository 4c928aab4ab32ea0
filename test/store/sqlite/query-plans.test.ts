import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { z } from 'zod';
import { openConnection, type Connection } from '../../../src/store/sqlite/engine/connection.ts';
import { migrate } from '../../../src/store/sqlite/schema/migrate.ts';
import { createSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';

/** What the plans rely on, besides primary keys. */
const indexes = [
  'conversations_gone',
  'conversations_personal',
  'deliveries_by_id',
  'deliveries_by_transition',
  'deliveries_dead',
  'deliveries_due',
  'deliveries_sent',
  'deliveries_unsent',
  'dialog_states_by_age',
  'ephemeral_values_by_end',
  'subscriptions_listed',
  'transitions_by_id',
  'transitions_by_link',
  'transitions_by_relationship',
  'transitions_by_tenant',
  'transitions_listed',
  'transitions_listed_open',
  'transitions_open_by_tenant',
  'transitions_owned',
  'transitions_owned_open',
  'transitions_unexpanded',
  'turns_by_age',
  'turns_running',
  'visits_due',
];

/** By their columns, as what tells of a conflict; without one of these the store does not open. */
const statementsName = ['deliveries_by_id', 'transitions_by_id'];

/** They hold what is small in every organisation: who wants news, and what is not sent yet. */
const smallInEveryOrganisation = ['subscriptions_listed', 'deliveries_unsent'];

const planRow = z.object({ detail: z.string() });

/** A scan of a full-text table is driven by its index when the plan names the MATCH (`M`). */
const isScan = (detail: string) => detail.startsWith('SCAN') && !/ VIRTUAL TABLE INDEX \d+:\S*M/.test(detail);
const isSort = (detail: string) => detail.includes('TEMP B-TREE');
const indexOf = (detail: string) => / INDEX ([a-z_]+) \(/.exec(detail)?.[1];
/** Most databases hold one organisation: its key alone narrows nothing. */
const isWholeOrganisation = (detail: string) =>
  detail.endsWith(' (organisation_id=?)') && !smallInEveryOrganisation.includes(indexOf(detail) ?? '');
const isTooMuch = (detail: string) => isScan(detail) || isSort(detail) || isWholeOrganisation(detail);

describe('the plans of SQLite queries', () => {
  it('read no table and no organisation from end to end and sort nothing', async () => {
    const plans = await plansOfStore();

    assert.ok(plans.size > 70);
    for (const [sql, plan] of plans) assert.deepEqual(plan.filter(isTooMuch), [], `${sql}\n${plan.join('\n')}`);
  });

  it('rely on every index that there is, and on no other', async () => {
    const names = await withConnection({}, (connection) =>
      connection.query(
        "SELECT name AS detail FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name",
        planRow,
      )({}),
    );

    assert.deepEqual(
      names.map(({ detail }) => detail),
      indexes,
    );
    assert.deepEqual(indexesIn(await plansOfStore()), indexes);
  });

  for (const dropped of ['transitions_listed', 'visits_due', 'deliveries_unsent']) {
    it(`read too much without ${dropped}`, async () => {
      const plans = await plansOfStore({ dropped });

      assert.ok([...plans.values()].flat().some(isTooMuch));
    });
  }

  it('show an index that is gone, also where another one takes its place', async () => {
    for (const dropped of indexes.filter((name) => !statementsName.includes(name))) {
      const plans = await plansOfStore({ dropped });

      const without = indexes.filter((name) => name !== dropped);
      assert.deepEqual(indexesIn(plans), without);
    }
  });

  it('are not even made without an index that upserts name', async () => {
    for (const dropped of statementsName) await assert.rejects(plansOfStore({ dropped }));
  });

  it('would show a query that reads a whole table, a whole index or a whole organisation, or sorts', async () => {
    await withConnection({}, (connection) => {
      const plan = (sql: string) => planOf(connection, sql);
      assert.ok(plan('SELECT * FROM transitions WHERE version = 1').some(isScan));
      assert.ok(plan('SELECT organisation_id FROM transitions').some(isScan));
      assert.ok(plan('SELECT search_text FROM transition_trigrams').some(isScan));
      assert.ok(plan("SELECT * FROM transitions WHERE organisation_id = 'a'").some(isWholeOrganisation));
      assert.ok(plan("SELECT * FROM transitions WHERE organisation_id = 'a' ORDER BY version").some(isSort));
    });
  });
});

interface Schema {
  /** The index that this one lacks. */
  dropped?: string;
}

async function withConnection<T>({ dropped }: Schema, use: (connection: Connection) => T): Promise<T> {
  const connection = await openConnection(':memory:', (database) => {
    const version = migrate(database);
    if (dropped !== undefined) database.exec(`DROP INDEX ${dropped}`);
    return version;
  });
  try {
    return use(connection);
  } finally {
    connection.close();
  }
}

/** Of every statement that the ports prepare: all that they ever run. */
function plansOfStore(schema: Schema = {}): Promise<Map<string, string[]>> {
  return withConnection(schema, (connection) => {
    const plans = new Map<string, string[]>();
    createSqliteStore({
      ...connection,
      query(sql, row) {
        plans.set(sql, planOf(connection, sql));
        return connection.query(sql, row);
      },
      command(sql) {
        plans.set(sql, planOf(connection, sql));
        return connection.command(sql);
      },
    });
    return plans;
  });
}

function planOf(connection: Connection, sql: string): string[] {
  const explain = connection.query(`EXPLAIN QUERY PLAN ${sql}`, planRow);
  return explain({}).map(({ detail }) => detail);
}

function indexesIn(plans: ReadonlyMap<string, readonly string[]>): string[] {
  const named = [...plans.values()].flat().flatMap((detail) => indexOf(detail) ?? []);
  return [...new Set(named)].filter((name) => !name.startsWith('sqlite_autoindex')).sort();
}
