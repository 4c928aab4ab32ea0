// Turns per second of our bot against an echo bot on the same SDK, in turns: what else the machine does meets both.
import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from './child.ts';
import { startFastConnector, type FastConnector } from './fast-connector.ts';
import { echoJourney, transitionJourney, type Journey } from './journeys.ts';
import { createPeople, type TurnTaken } from './people.ts';
import { percentile, spreadOf, type Spread } from './statistics.ts';
import { table } from './table.ts';

export interface TurnRateOptions {
  people: number;
  rounds: number;
  roundMs: number;
  warmUpMs: number;
}

interface Round {
  turns: TurnTaken[];
  elapsedMs: number;
  processorMs: number;
}

export interface Contender {
  warmUp(): Promise<Round>;
  round(): Promise<Round>;
  stop(): Promise<void>;
}

export async function measureTurnRate(options: TurnRateOptions): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const databaseFile = join(folder, 'bench.db');
  const connector = await startFastConnector();
  const contenders: Contender[] = [];
  const enter = async (name: string, journey: Journey, ...args: string[]) => {
    const contender = await startContender({ name, args, journey, connector }, options);
    contenders.push(contender);
    return contender;
  };
  try {
    const ours = await enter('transition-bot', transitionJourney, `sqlite:${databaseFile}`);
    const echo = await enter('echo-bot', echoJourney);
    const warmUps = [await ours.warmUp(), await echo.warmUp()];
    const rounds: RoundPair[] = [];
    while (rounds.length < options.rounds) rounds.push({ ours: await ours.round(), echo: await echo.round() });
    const all = [...rounds.map((round) => round.ours), ...warmUps.slice(0, 1)].flatMap(({ turns }) => turns);
    demandCommitted(databaseFile, all);
    return report(rounds, options);
  } finally {
    for (const contender of contenders) await contender.stop();
    await connector.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function startContender(
  { name, args, journey, connector }: { name: string; args: string[]; journey: Journey; connector: FastConnector },
  { people: count, roundMs, warmUpMs }: TurnRateOptions,
): Promise<Contender> {
  const server = await startChild(name, ...args);
  const people = createPeople(count, server.port, { connector, journey });
  const talk = async (forMs: number): Promise<Round> => {
    const before = await server.processorMs();
    const talked = await people.talk(forMs);
    return { ...talked, processorMs: (await server.processorMs()) - before };
  };
  return {
    warmUp: () => talk(warmUpMs),
    round: () => talk(roundMs),
    stop: () => server.stop(),
  };
}

/** Read by a connection of our own, which sees what is committed only: each turn is done, each review a transition. */
function demandCommitted(file: string, turns: readonly TurnTaken[]): void {
  const database = new DatabaseSync(file, { readOnly: true });
  const count = (sql: string) => Number(database.prepare(sql).get()?.['n']);
  const done = count('SELECT count(*) AS n FROM turns WHERE is_done = 1');
  const transitions = count('SELECT count(*) AS n FROM transitions');
  database.close();
  const reviews = turns.filter(({ kind }) => kind === 'review').length;
  if (done !== turns.length || transitions !== reviews) {
    throw new Error(
      `${done} of ${turns.length} turns and ${transitions} of ${reviews} transitions are in the database`,
    );
  }
}

interface RoundPair {
  ours: Round;
  echo: Round;
}

function report(rounds: readonly RoundPair[], { people, roundMs }: TurnRateOptions): string {
  const perSecond = ({ turns, elapsedMs }: Round) => (turns.length / elapsedMs) * 1000;
  const processorMs = ({ turns, processorMs: used }: Round) => used / turns.length;
  const seconds = roundMs / 1000;
  return [
    `Turns per second: ${people} people at once, ${rounds.length} rounds of ${seconds} s each, one after the other`,
    comparison(rounds, perSecond, 0),
    '',
    'Processor milliseconds a turn: what is left to compare where the machine has other things to do',
    comparison(rounds, processorMs, 2),
    '',
    'Milliseconds a turn; our bot’s mix is one transition after the other, from the command to the submitted review',
    durations(rounds),
  ].join('\n');
}

function comparison(rounds: readonly RoundPair[], measure: (round: Round) => number, digits: number): string {
  const ratios = rounds.map(({ ours, echo }) => measure(ours) / measure(echo));
  const row = (side: keyof RoundPair) => cells(spreadOf(rounds.map((round) => measure(round[side]))), digits);
  return table([
    ['', 'least', 'median', 'most'],
    ['our bot, SQLite', ...row('ours')],
    ['botbuilder echo', ...row('echo')],
    ['ours / echo, per round', ...cells(spreadOf(ratios), 2)],
  ]);
}

function durations(rounds: readonly RoundPair[]): string {
  const row = (name: string, turns: readonly TurnTaken[]) => {
    const ms = turns.map(({ durationMs }) => durationMs);
    return [name, String(ms.length), percentile(ms, 50).toFixed(1), percentile(ms, 99).toFixed(1)];
  };
  const turnsOf = (side: keyof RoundPair) => rounds.flatMap((round) => round[side].turns);
  const ours = turnsOf('ours');
  const kinds = [...Map.groupBy(ours, ({ kind }) => kind)];
  return table([
    ['', 'turns', 'p50', 'p99'],
    row('botbuilder echo', turnsOf('echo')),
    row('our bot, all', ours),
    ...kinds.map(([kind, turns]) => row(`  ${kind}`, turns)),
  ]);
}

export function cells({ least, median, most }: Spread, digits: number): string[] {
  return [least, median, most].map((value) => value.toFixed(digits));
}
