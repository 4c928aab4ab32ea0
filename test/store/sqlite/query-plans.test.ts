import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { z } from 'zod';
import { openConnection, type Connection } from '../../../src/store/sqlite/engine/connection.ts';
import { migrate } from '../../../src/store/sqlite/schema/migrate.ts';
import { createSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';

const planRow = z.object({ detail: z.string() });

/** A scan of a full-text table is driven by its index when the plan names the MATCH (`M`). */
const isScan = (detail: string) => detail.startsWith('SCAN') && !/ VIRTUAL TABLE INDEX \d+:\S*M/.test(detail);
const isSort = (detail: string) => detail.includes('TEMP B-TREE');

describe('the plans of SQLite queries', () => {
  let connection: Connection;
  const statements: string[] = [];

  before(async () => {
    connection = await openConnection(':memory:', (database) => {
      migrate(database);
    });
    createSqliteStore({
      ...connection,
      query(sql, row) {
        statements.push(sql);
        return connection.query(sql, row);
      },
      command(sql) {
        statements.push(sql);
        return connection.command(sql);
      },
    });
  });

  after(() => {
    connection.close();
  });

  function planOf(sql: string): string[] {
    return connection
      .query(
        `EXPLAIN QUERY PLAN ${sql}`,
        planRow,
      )({})
      .map(({ detail }) => detail);
  }

  it('read no table from end to end and sort nothing', () => {
    assert.ok(statements.length > 40);

    for (const sql of statements) {
      const plan = planOf(sql);
      assert.deepEqual(
        plan.filter((detail) => isScan(detail) || isSort(detail)),
        [],
        `${sql}\n${plan.join('\n')}`,
      );
    }
  });

  it('would show a query that reads a whole table, a whole index or sorts', () => {
    assert.ok(planOf('SELECT * FROM transitions WHERE version = 1').some(isScan));
    assert.ok(planOf('SELECT organisation_id FROM transitions').some(isScan));
    assert.ok(planOf('SELECT search_text FROM transition_trigrams').some(isScan));
    assert.ok(planOf("SELECT * FROM transitions WHERE organisation_id = 'a' ORDER BY version").some(isSort));
  });
});
