// `npm run data -- export | import | forget | dead-letters`: what an operator does with the stored data itself.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { environmentSchema } from '../config.ts';
import type { Store } from '../core/ports/store/store.ts';
import { randomIds, systemClock } from '../runtime.ts';
import { openStore } from '../store/open-store.ts';
import { DataProblem } from './data-command/data-problem.ts';
import { deadLetters } from './data-command/dead-letters.ts';
import { exportLines } from './data-command/export-data.ts';
import { forget } from './data-command/forget.ts';
import { importLines } from './data-command/import-data.ts';
import { countsOf, type Tallies } from './data-command/tally.ts';
import { doctorEnvironment, EnvironmentFileMissing } from './doctor-command/environment.ts';

const usage = `usage: npm run data -- <command> [--env <name> | --sandbox]
  export <file | ->
  import <file | -> [--into-non-empty]
  forget <transition id | domain | tenant id> [--force] [--yes]
  dead-letters [list | retry <id> | retry --all | drop <id>]
`;

const options = {
  env: { type: 'string' },
  sandbox: { type: 'boolean' },
  'into-non-empty': { type: 'boolean' },
  force: { type: 'boolean' },
  yes: { type: 'boolean' },
  all: { type: 'boolean' },
} as const;

interface Task {
  store: Store;
  organisationIds: readonly string[];
  words: readonly string[];
  has: (flag: 'into-non-empty' | 'force' | 'yes' | 'all') => boolean;
}

const clock = systemClock;
const say = (text: string) => void process.stdout.write(`${text}\n`);
/** Standard output may be the export. */
const report = (text: string) => void process.stderr.write(text);

function demanded(word: string | undefined, what: string): string {
  if (word === undefined) throw new TypeError(`${what} is missing`);
  return word;
}

async function exportData({ store, words: [file] }: Task): Promise<void> {
  const target = demanded(file, 'the file');
  let held: Tallies | undefined;
  const lines = Readable.from(exportLines({ store, clock, ids: randomIds }, (tallies) => (held = tallies)));
  if (target === '-') {
    await pipeline(lines, process.stdout, { end: false });
  } else {
    const part = `${target}.part`;
    try {
      // A file that is there keeps its mode, whatever is asked for: what an earlier export left goes first.
      await rm(part, { force: true });
      await pipeline(lines, createWriteStream(part, { mode: 0o600, flags: 'wx' }));
      await rename(part, target);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
  }
  if (held) report(`Exported:\n${countsOf(held)}`);
}

async function importData({ store, words: [file], has }: Task): Promise<void> {
  const source = demanded(file, 'the file');
  const wishes = { store, clock, intoNonEmpty: has('into-non-empty') };
  if (source === '-') {
    report(`Imported and compared:\n${countsOf(await importLines(createInterface(process.stdin), wishes))}`);
    return;
  }
  const handle = await open(source);
  try {
    report(`Imported and compared:\n${countsOf(await importLines(handle.readLines(), wishes))}`);
  } finally {
    await handle.close();
  }
}

/** What is looked for is looked for in these. */
function organisationsOf({ organisationIds }: Task): readonly string[] {
  if (organisationIds.length === 0) throw new DataProblem('ORGANISATIONS is missing: see env/.env.example.');
  return organisationIds;
}

async function forgetData(task: Task): Promise<void> {
  const { store, words, has } = task;
  const who = demanded(words[0], 'whom to forget');
  const deps = { store, clock, organisationIds: organisationsOf(task), say };
  await forget(deps, { who, isForced: has('force'), isConfirmed: has('yes') });
}

async function lookAtDeadLetters(task: Task): Promise<void> {
  const { store, words, has } = task;
  const deps = { deadLetters: store.deadLetters, clock, organisationIds: organisationsOf(task), say };
  await deadLetters(deps, { verb: words[0], deliveryId: words[1], all: has('all') });
}

const commands: ReadonlyMap<string | undefined, (task: Task) => Promise<void>> = new Map([
  ['export', exportData],
  ['import', importData],
  ['forget', forgetData],
  ['dead-letters', lookAtDeadLetters],
]);

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  const [name, ...words] = positionals;
  const command = commands.get(name);
  if (!command) throw new TypeError('which command?');
  const { databaseUrl, organisationIds } = settingsOf(doctorEnvironment(values, process.env));
  const store = await openStore(databaseUrl);
  try {
    await command({ store, organisationIds, words, has: (flag) => values[flag] === true });
  } finally {
    await store.close();
  }
}

/** Only what concerns the data, so that a database can be moved where the service is not set up. */
function settingsOf(environment: Readonly<Record<string, string | undefined>>) {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim() !== ''));
  const settings = environmentSchema.pick({ DATABASE_URL: true, ORGANISATIONS: true }).safeParse(present);
  if (!settings.success) throw new DataProblem('DATABASE_URL or ORGANISATIONS is wrong: see env/.env.example.');
  const { DATABASE_URL: databaseUrl, ORGANISATIONS: organisations } = settings.data;
  return { databaseUrl, organisationIds: organisations.map(({ organisationId }) => organisationId) };
}

try {
  await run();
  if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain');
} catch (error) {
  process.exitCode = 1;
  const isUsage = error instanceof EnvironmentFileMissing || error instanceof TypeError;
  report(`${error instanceof Error ? error.message : String(error)}\n${isUsage ? usage : ''}`);
}
