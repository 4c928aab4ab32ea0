import type { RecordStore } from '../../../core/ports/store/record-store.ts';
import type { Connection } from '../engine/connection.ts';
import { createRecordLoader } from './record-loader.ts';
import { createRecordTables } from './record-tables.ts';

export function createRecordStore(connection: Connection): RecordStore {
  const tables = createRecordTables(connection);
  const load = createRecordLoader(connection);

  return {
    async dump(kind, { after, limit }) {
      const page = await connection.run(() => tables[kind]({ after, limit: limit + 1 }));
      const items = page.slice(0, limit);
      const next = page.length > limit ? items.at(-1)?.place : undefined;
      return { items: items.map(({ record }) => record), ...(next !== undefined && { next }) };
    },
    async load(records) {
      await connection.transact(() => {
        for (const record of records) load(record);
      });
    },
  };
}
