// From the spawn of the process until the service listens, against the import of botbuilder alone.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from './child.ts';
import { spreadOf } from './statistics.ts';
import { table } from './table.ts';
import { cells } from './turn-rate.ts';

export async function measureStartUp({ runs }: { runs: number }): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const service: number[] = [];
    const alone: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      service.push(await readyAfterMs('service', `sqlite:${join(folder, `${String(run)}.db`)}`));
      alone.push(await readyAfterMs('botbuilder-alone'));
    }
    const ratio = service.map((ms, run) => ms / (alone[run] ?? Number.NaN));
    return [
      `Start-up in milliseconds, ${runs} runs each in turns; the service starts with an empty database`,
      table([
        ['', 'least', 'median', 'most'],
        ['service listens', ...cells(spreadOf(service), 0)],
        ['botbuilder imported', ...cells(spreadOf(alone), 0)],
        ['service / botbuilder, per run', ...cells(spreadOf(ratio), 2)],
      ]),
    ].join('\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function readyAfterMs(name: string, ...args: readonly string[]): Promise<number> {
  const child = await startChild(name, ...args);
  await child.stop();
  return child.readyAfterMs;
}
