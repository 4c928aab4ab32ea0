// `npm run bench`: says how fast, and never that it is too slow. Fails only when something does not work.
import { machine } from './machine.ts';
import { measureRoundCost } from './round-cost.ts';
import { measureStartUp } from './start-up.ts';
import { measureTurnRate } from './turn-rate.ts';

const say = (text: string) => void process.stdout.write(`${text}\n\n`);

say(await measureRoundCost([10, 1_000, 100_000]));
say(await measureTurnRate({ people: 16, rounds: 4, roundMs: 4_000, warmUpMs: 4_000 }));
say(await measureStartUp({ runs: 7 }));
say(machine());
