import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { Connection } from './connection.ts';

const batchSize = 500;

/** Housekeeping in small writes: neither the event loop nor another process waits for a large one. */
export async function deleteInBatches(
  connection: Connection,
  deleteSome: (batch: { limit: number }) => number,
): Promise<number> {
  let deleted = 0;
  for (;;) {
    const batch = await connection.run(() => deleteSome({ limit: batchSize }));
    deleted += batch;
    if (batch < batchSize) return deleted;
    await letOthersRun();
  }
}
