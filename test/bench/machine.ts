import { statfsSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';

const tmpfs = 0x01021994;

/** Figures of different machines cannot be compared; ratios can, a little. */
export function machine(): string {
  const processors = cpus();
  const memory = `${(totalmem() / 2 ** 30).toFixed(0)} GB`;
  const disk =
    statfsSync(tmpdir()).type === tmpfs ? 'database in memory (tmpfs: a commit costs no disk)' : 'database on disk';
  return `Node ${process.versions.node}, ${processors.length} × ${processors[0]?.model ?? 'unknown'}, ${memory}, ${disk}`;
}
