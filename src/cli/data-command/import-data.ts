import type { Clock } from '../../core/ports/runtime.ts';
import { RecordClashError, type RecordKind, type StoredRecord } from '../../core/ports/store/record-store.ts';
import type { Store } from '../../core/ports/store/store.ts';
import { recordFromLine, recordKinds } from '../../store/records/portable-record.ts';
import { DataProblem } from './data-problem.ts';
import { isEmpty, tallyOf } from './every-record.ts';
import { footer, formatVersion, header, type Header } from './move-format.ts';
import { createTally, differences, type Tallies } from './tally.ts';

export interface ImportOptions {
  store: Store;
  clock: Clock;
  /** Also into a store that holds something else. */
  intoNonEmpty: boolean;
}

const batchSize = 200;
/** Names, in the target, the export that is being imported: repeating it after an interruption is no intrusion. */
const markKey = 'data-import';
const markKeptMs = 30 * 24 * 60 * 60 * 1000;

/** Writes every record, then reads the target again and compares. Rejects with a DataProblem when it is not the same. */
export async function importLines(lines: AsyncIterable<string>, options: ImportOptions): Promise<Tallies> {
  const { store, clock } = options;
  const source = parsed(lines);
  const first = await source.next();
  const { exportId } = readHeader(first.done === true ? undefined : first.value.value);
  await admit(options, exportId);
  const expected = await loadAll(source, store);
  await verify(await tallyOf(store), expected, options.intoNonEmpty);
  await store.ephemeral.take(markKey, clock.now());
  return expected;
}

interface Line {
  number: number;
  value: unknown;
}

async function* parsed(lines: AsyncIterable<string>): AsyncGenerator<Line> {
  let number = 0;
  for await (const line of lines) {
    number += 1;
    yield { number, value: orDamaged(number, () => JSON.parse(line) as unknown) };
  }
}

function orDamaged<T>(number: number, read: () => T): T {
  try {
    return read();
  } catch {
    throw new DataProblem(
      `Line ${String(number)} is cut off, damaged, or from a newer release. What stands before it may be written; import ` +
        'the whole file again.',
    );
  }
}

function readHeader(value: unknown): Header {
  const read = header.safeParse(value);
  if (read.success) return read.data;
  throw new DataProblem(`This is no export of format ${String(formatVersion)}: its first line does not say so.`);
}

async function admit({ store, clock, intoNonEmpty }: ImportOptions, exportId: string): Promise<void> {
  const now = clock.now();
  const begun = await store.ephemeral.get(markKey, now);
  const isRepeated = begun === JSON.stringify(exportId);
  if (!isRepeated && !intoNonEmpty && !(await isEmpty(store))) {
    throw new DataProblem(
      'The database of DATABASE_URL is not empty, so nothing was imported. Name an empty one, or add --into-non-empty: ' +
        'records with the same key are then replaced.',
    );
  }
  await store.ephemeral.put(markKey, JSON.stringify(exportId), new Date(now.getTime() + markKeptMs));
}

/** Answers what the file says it holds, which is what was read from it. */
async function loadAll(source: AsyncIterable<Line>, store: Store): Promise<Tallies> {
  const tally = createTally();
  let batch: StoredRecord[] = [];
  const flush = async () => {
    if (batch.length > 0) await orInTheWay(() => store.records.load(batch));
    batch = [];
  };
  for await (const { number, value } of source) {
    const end = footer.safeParse(value);
    if (end.success) {
      await flush();
      const read = tally.read();
      if (differences(read, end.data.end).length === 0) return read;
      throw new DataProblem('The file is not what was exported: its counts or hashes differ. Export it again.');
    }
    const record = orDamaged(number, () => recordFromLine(value));
    tally.add(record);
    batch.push(record);
    if (batch.length >= batchSize) await flush();
  }
  throw new DataProblem('The file ends before its last line. What is there was written; import the whole file again.');
}

async function orInTheWay(load: () => Promise<void>): Promise<void> {
  try {
    await load();
  } catch (error) {
    if (!(error instanceof RecordClashError)) throw error;
    throw new DataProblem(
      `The transition ${error.transitionId} of the file cannot be written: another one in the database of DATABASE_URL has ` +
        'its link, or is open for the same tenant. Cancel or forget that one, or name an empty database; then import the ' +
        'whole file again.',
    );
  }
}

async function verify(found: Tallies, expected: Tallies, intoNonEmpty: boolean): Promise<void> {
  const wrong = intoNonEmpty
    ? recordKinds.filter((kind) => found[kind].count < expected[kind].count)
    : differences(found, expected);
  if (wrong.length === 0) return;
  const said = wrong.map((kind) => sentence(kind, found, expected)).join('\n');
  throw new DataProblem(`The database does not hold what the file holds:\n${said}`);
}

function sentence(kind: RecordKind, found: Tallies, expected: Tallies): string {
  const counts = `${String(found[kind].count)} instead of ${String(expected[kind].count)}`;
  return `  ${kind}: ${found[kind].count === expected[kind].count ? 'the contents differ' : counts}`;
}
