import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { z } from 'zod';
import { openStore } from '../../../src/store/open-store.ts';
import { deliveryValues } from '../../../src/store/sqlite/deliveries/delivery-row.ts';
import { transitionValues } from '../../../src/store/sqlite/transitions/transition-row.ts';
import { customerOf } from './customers.ts';

type Values = Record<string, string | number | null>;

const made = z.array(z.object({ type: z.enum(['index', 'trigger']), name: z.string(), sql: z.string() }));

/**
 * As the store itself would write the rows, but in one transaction that nobody waits for, with the indexes made
 * afterwards: a million through the port takes an hour.
 */
export async function fillSqlite(path: string, size: number, now: Date): Promise<void> {
  await (await openStore(`sqlite:${path}`)).close();
  const database = new DatabaseSync(path, { enableForeignKeyConstraints: false });
  database.exec(
    'PRAGMA journal_mode = DELETE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000',
  );
  const aside = made.parse(
    database.prepare("SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql > ''").all(),
  );
  for (const { type, name } of aside) database.exec(`DROP ${type} ${name}`);
  database.exec('BEGIN');
  const put = createInserts(database);
  for (let number = size - 1; number >= 0; number -= 1) {
    const { transition, visitDueAt, deliveries } = customerOf(number, now);
    const { organisationId, transitionId, lastEventSeq, outbox } = transition;
    put('transitions', { ...transitionValues(transition), expandedSeq: lastEventSeq - outbox.length });
    put('visits', { organisationId, transitionId, dueAt: visitDueAt.getTime(), quietVisits: 3, woken: 0 });
    for (const delivery of deliveries) put('deliveries', deliveryValues(delivery));
  }
  for (const { sql } of aside) database.exec(sql);
  for (const index of ['transition_trigrams', 'transition_words']) {
    database.exec(`INSERT INTO ${index} (${index}) VALUES ('rebuild')`);
  }
  database.exec('COMMIT');
  database.close();
}

function createInserts(database: DatabaseSync): (table: string, values: Values) => void {
  const statements = new Map<string, StatementSync>();
  return (table, values) => {
    let statement = statements.get(table);
    if (!statement) {
      const names = Object.keys(values);
      const columns = names.map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
      const places = names.map((name) => `:${name}`);
      statement = database.prepare(`INSERT INTO ${table} (${columns.join()}) VALUES (${places.join()})`);
      statements.set(table, statement);
    }
    statement.run(values);
  };
}
