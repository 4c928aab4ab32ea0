import { startFastConnector } from '../fast-connector.ts';
import { transitionJourney } from '../journeys.ts';
import { table } from '../table.ts';
import { startContender, type Contender, type TurnRateOptions } from '../turn-rate.ts';
import { comparedCells, comparedHeader, type Filled } from './measure-questions.ts';

/** Our bot over each of the databases, one after the other and again: whole journeys, which write more of them. */
export async function measureStoredTurns(filled: readonly Filled[], options: TurnRateOptions): Promise<string> {
  const connector = await startFastConnector();
  const bots: Contender[] = [];
  try {
    for (const { url } of filled) {
      const how = { name: 'transition-bot', args: [url], journey: transitionJourney, connector };
      bots.push(await startContender(how, options));
    }
    for (const bot of bots) await bot.warmUp();
    const taken = filled.map((): { kind: string; durationMs: number }[] => []);
    for (let round = 0; round < options.rounds; round += 1) {
      for (const [at, bot] of bots.entries()) taken[at]?.push(...(await bot.round()).turns);
    }
    const kinds = [...new Set(taken.flat().map(({ kind }) => kind))];
    const row = (name: string, isWanted: (kind: string) => boolean) => [
      name,
      ...comparedCells(taken.map((turns) => turns.filter(({ kind }) => isWanted(kind)).map((turn) => turn.durationMs))),
    ];
    return table([
      comparedHeader(filled.map(({ size }) => size)),
      row('all turns', () => true),
      ...kinds.map((kind) => row(`  ${kind}`, (other) => other === kind)),
    ]);
  } finally {
    for (const bot of bots) await bot.stop();
    await connector.stop();
  }
}
