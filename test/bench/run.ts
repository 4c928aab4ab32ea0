// `npm run bench`: says how fast, and never that it is too slow. Fails only when something does not work.
import { statfsSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { measureRoundCost } from './round-cost.ts';
import { measureStartUp } from './start-up.ts';
import { measureTurnRate } from './turn-rate.ts';

const say = (text: string) => void process.stdout.write(`${text}\n\n`);
const tmpfs = 0x01021994;

/** Figures of different machines cannot be compared; ratios can, a little. */
function machine(): string {
  const processors = cpus();
  const memory = `${(totalmem() / 2 ** 30).toFixed(0)} GB`;
  const disk =
    statfsSync(tmpdir()).type === tmpfs ? 'database in memory (tmpfs: a commit costs no disk)' : 'database on disk';
  return `Node ${process.versions.node}, ${processors.length} × ${processors[0]?.model ?? 'unknown'}, ${memory}, ${disk}`;
}

say(await measureRoundCost([10, 1_000, 100_000]));
say(await measureTurnRate({ people: 16, rounds: 4, roundMs: 4_000, warmUpMs: 4_000 }));
say(await measureStartUp({ runs: 7 }));
say(machine());
