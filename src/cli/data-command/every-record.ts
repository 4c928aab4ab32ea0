import type { RecordKind, StoredRecord } from '../../core/ports/store/record-store.ts';
import type { Store } from '../../core/ports/store/store.ts';
import { recordKinds } from '../../store/records/portable-record.ts';
import { createTally, type Tallies } from './tally.ts';

const pageSize = 500;

/** Kind after kind, a transition before its visit; one page in memory at a time. */
export async function* everyRecord(store: Pick<Store, 'records'>): AsyncGenerator<StoredRecord> {
  for (const kind of recordKinds) yield* ofKind(store, kind);
}

async function* ofKind({ records }: Pick<Store, 'records'>, kind: RecordKind): AsyncGenerator<StoredRecord> {
  for (let after: string | undefined; ;) {
    const { items, next } = await records.dump(kind, { limit: pageSize, ...(after !== undefined && { after }) });
    yield* items;
    if (next === undefined) return;
    after = next;
  }
}

export async function tallyOf(store: Pick<Store, 'records'>): Promise<Tallies> {
  const tally = createTally();
  for await (const record of everyRecord(store)) tally.add(record);
  return tally.read();
}

export async function isEmpty({ records }: Pick<Store, 'records'>): Promise<boolean> {
  for (const kind of recordKinds) {
    const { items } = await records.dump(kind, { limit: 1 });
    if (items.length > 0) return false;
  }
  return true;
}
