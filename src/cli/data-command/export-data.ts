import type { Clock, Ids } from '../../core/ports/runtime.ts';
import type { Store } from '../../core/ports/store/store.ts';
import { recordToLine } from '../../store/records/portable-record.ts';
import { everyRecord } from './every-record.ts';
import { formatVersion, type Header } from './move-format.ts';
import { createTally, type Tallies } from './tally.ts';

/** The lines of the file; `done` is called with what they held when the last one was taken. */
export async function* exportLines(
  { store, clock, ids }: { store: Pick<Store, 'records'>; clock: Clock; ids: Ids },
  done: (tallies: Tallies) => void,
): AsyncGenerator<string> {
  const header: Header = {
    format: 'partner-connect-data',
    version: formatVersion,
    exportId: ids.random(),
    exportedAt: clock.now().toISOString(),
  };
  yield `${JSON.stringify(header)}\n`;
  const tally = createTally();
  for await (const record of everyRecord(store)) {
    tally.add(record);
    yield `${recordToLine(record)}\n`;
  }
  const tallies = tally.read();
  yield `${JSON.stringify({ end: tallies })}\n`;
  done(tallies);
}
