// `npm run bench:store`: how the store and the turns over it fare with few and with very many transitions, in
// milliseconds. BENCH_SIZES and BENCH_ENGINES choose; MongoDB needs MONGODB_URI. Says how fast, and never that it is too
// slow. Fails only when something does not work.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createMongoDatabase, serverUrl } from '../support/mongo-database.ts';
import { machine } from './machine.ts';
import { fillMongo } from './stored/fill-mongo.ts';
import { fillSqlite } from './stored/fill-sqlite.ts';
import { measureQuestions, type Filled } from './stored/measure-questions.ts';
import { measureStoredTurns } from './stored/measure-turns.ts';

const say = (text: string) => void process.stdout.write(`${text}\n\n`);
const sizes = (process.env['BENCH_SIZES'] ?? '100,10000,1000000').split(',').map(Number);
const engines = (process.env['BENCH_ENGINES'] ?? 'sqlite,mongodb').split(',');
if (!sizes.every((size) => size >= 100)) throw new Error('BENCH_SIZES: numbers from 100 on, with commas between them');

const statisticsMs = 90_000;

async function measure(engine: string, filled: readonly Filled[], now: Date): Promise<void> {
  // Of 100 answers p99 would be the slowest one.
  const runs = engine === 'SQLite' ? 500 : 300;
  say(`${engine}: questions to the store, each ${runs} times\n${await measureQuestions(filled, { runs, now })}`);
  const options = { people: 2, rounds: 4, roundMs: 3_000, warmUpMs: 3_000 };
  say(`${engine}: turns of ${options.people} people at once\n${await measureStoredTurns(filled, options)}`);
}

async function secondsOf(work: () => Promise<void>): Promise<string> {
  const startedAt = performance.now();
  await work();
  return `${((performance.now() - startedAt) / 1000).toFixed(0)} s`;
}

async function onSqlite(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const now = new Date();
  const filled: Filled[] = [];
  try {
    for (const size of sizes) {
      const path = join(folder, `${String(size)}.db`);
      const seconds = await secondsOf(() => fillSqlite(path, size, now));
      const megabytes = (statSync(path).size / 2 ** 20).toFixed(0);
      say(`SQLite, ${size.toLocaleString('en')}: rows inserted past the ports in ${seconds}, ${megabytes} MB`);
      filled.push({ url: `sqlite:${path}`, size });
    }
    await measure('SQLite', filled, now);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function onMongo(): Promise<void> {
  const now = new Date();
  const filled: (Filled & { remove: () => Promise<void> })[] = [];
  try {
    for (const size of sizes) {
      const database = await createMongoDatabase();
      filled.push({ url: database.url, size, remove: () => database.remove() });
      const seconds = await secondsOf(() => fillMongo(database.url, size, now));
      say(`MongoDB, ${size.toLocaleString('en')}: documents inserted past the ports in ${seconds}`);
    }
    // Azure DocumentDB's planner goes by statistics, which it takes each minute; without them it reads everything.
    await wait(statisticsMs);
    await measure('MongoDB', filled, now);
  } finally {
    for (const { remove } of filled) await remove();
  }
}

say(machine());
if (engines.includes('sqlite')) await onSqlite();
if (serverUrl === undefined) say('MongoDB: SKIPPED, MONGODB_URI names no server');
else if (engines.includes('mongodb')) await onMongo();
