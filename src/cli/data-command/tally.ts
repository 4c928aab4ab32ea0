import { createHash } from 'node:crypto';
import type { RecordKind, StoredRecord } from '../../core/ports/store/record-store.ts';
import { recordKinds, recordToLine } from '../../store/records/portable-record.ts';

/** How many records of a kind there are, and a hash of all of them that does not depend on their order. */
interface KindTally {
  count: number;
  hash: string;
}

export type Tallies = Record<RecordKind, KindTally>;

export interface Tally {
  add(record: StoredRecord): void;
  read(): Tallies;
}

const modulus = 2n ** 256n;

/** Sums of SHA-256: two stores agree when they hold the same records, in whatever order each engine gives them. */
export function createTally(): Tally {
  const sums = new Map<RecordKind, { count: number; sum: bigint }>();
  return {
    add(record) {
      const before = sums.get(record.kind) ?? { count: 0, sum: 0n };
      const hash = BigInt(`0x${createHash('sha256').update(recordToLine(record)).digest('hex')}`);
      sums.set(record.kind, { count: before.count + 1, sum: (before.sum + hash) % modulus });
    },
    read() {
      const entries = recordKinds.map((kind): [RecordKind, KindTally] => {
        const { count, sum } = sums.get(kind) ?? { count: 0, sum: 0n };
        return [kind, { count, hash: sum.toString(16).padStart(64, '0') }];
      });
      return Object.fromEntries(entries) as Tallies;
    },
  };
}

/** The kinds in which two stores differ. */
export function differences(a: Tallies, b: Tallies): RecordKind[] {
  return recordKinds.filter((kind) => a[kind].count !== b[kind].count || a[kind].hash !== b[kind].hash);
}

export function countsOf(tallies: Tallies): string {
  return recordKinds.map((kind) => `  ${kind}: ${String(tallies[kind].count)}\n`).join('');
}
