// Plants violations in a small tree of its own and asks the two tools that guard the rooms to find each of them.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { ESLint } from 'eslint';
import { after, before, describe, it } from 'mocha';

interface Planted {
  what: string;
  /** The rule that must speak. */
  rule: string;
  path: string;
  text: string;
}

const repository = resolve(import.meta.dirname, '../..');

/** What the planted files import, and the imports that are allowed. */
const innocent: Record<string, string> = {
  'src/core/a.ts': "import type { B } from './b.ts';\n\nexport const a = (b: B): number => b.size;\n",
  'src/core/b.ts': 'export interface B {\n  size: number;\n}\n',
  'src/core/circle-b.ts':
    "import type { CircleA } from './circle-a.ts';\n\nexport type CircleB = CircleA | undefined;\n",
  'src/core/time.ts': 'export const later = (now: Date, ms: number): Date => new Date(now.getTime() + ms);\n',
  'src/text/words.ts': "export const words = 'hello';\n",
  'src/cards/hello.ts':
    "import { Template } from 'adaptivecards-templating';\nimport type { B } from '../core/b.ts';\nimport { words } from '../text/words.ts';\nimport type { Log } from '../log.ts';\n\nexport const hello = (b: B, log: Log): unknown => [Template, words, b, log];\n",
  'src/watcher/rounds.ts': "import { loop } from '../claim-loop.ts';\n\nexport const rounds = loop;\n",
  'src/claim-loop.ts': "import { a } from './core/a.ts';\n\nexport const loop = a;\n",
  'src/store/database.ts': "import { DatabaseSync } from 'node:sqlite';\n\nexport const open = DatabaseSync;\n",
  'src/log.ts': "import type { Logger } from 'pino';\n\nexport type Log = Logger;\nexport const level = 'info';\n",
  'src/app.ts':
    "import { hello } from './cards/hello.ts';\nimport { later } from './core/time.ts';\nimport { open } from './store/database.ts';\nimport { rounds } from './watcher/rounds.ts';\n\nexport const app = [hello, later, open, rounds];\n",
  'src/main.ts':
    "import process from 'node:process';\nimport { app } from './app.ts';\n\nprocess.exitCode = app.length;\n",
};

const crossings: Planted[] = [
  {
    what: 'a type-only import of an SDK in core',
    rule: 'core-is-closed',
    path: 'src/core/sdk-type.ts',
    text: "import type { Activity } from 'botbuilder';\n\nexport type Told = Activity;\n",
  },
  {
    what: 'a module of Node in core',
    rule: 'core-is-closed',
    path: 'src/core/files.ts',
    text: "import { readFileSync } from 'node:fs';\n\nexport const read = readFileSync;\n",
  },
  {
    what: 'an import inside a function in core',
    rule: 'core-is-closed',
    path: 'src/core/later-import.ts',
    text: "export const load = async (): Promise<unknown> => import('zod');\n",
  },
  {
    what: 'core importing a room',
    rule: 'room-core',
    path: 'src/core/card.ts',
    text: "import type { hello } from '../cards/hello.ts';\n\nexport type Hello = typeof hello;\n",
  },
  {
    what: 'the stand-in for Microsoft sharing our code',
    rule: 'room-sandbox',
    path: 'src/sandbox/status.ts',
    text: "import { a } from '../core/a.ts';\n\nexport const status = a;\n",
  },
  {
    what: 'the stand-in for Microsoft naming a type of ours',
    rule: 'room-sandbox',
    path: 'src/sandbox/log.ts',
    text: "import type { Log } from '../log.ts';\n\nexport type SandboxLog = Log;\n",
  },
  {
    what: 'one room importing a room beside it',
    rule: 'room-watcher',
    path: 'src/watcher/card.ts',
    text: "import { hello } from '../cards/hello.ts';\n\nexport const card = hello;\n",
  },
  {
    what: 'a room that has no row in the table',
    rule: 'no-place-without-a-row',
    path: 'src/helpers/words.ts',
    text: "import { words } from '../text/words.ts';\n\nexport const same = words;\n",
  },
  {
    what: 'botbuilder outside the bot',
    rule: 'packages-of-bot',
    path: 'src/delivery/teams.ts',
    text: "import type { Activity } from 'botbuilder';\n\nexport type Sent = Activity;\n",
  },
  {
    what: 'dialogs outside the bot',
    rule: 'packages-of-bot',
    path: 'src/cards/dialog.ts',
    text: "import { Dialog } from 'botbuilder-dialogs';\n\nexport const dialog = Dialog;\n",
  },
  {
    what: 'restify outside http',
    rule: 'packages-of-http',
    path: 'src/connect/server.ts',
    text: "import type { Server } from 'restify';\n\nexport type Site = Server;\n",
  },
  {
    what: 'Graph outside microsoft',
    rule: 'packages-of-microsoft',
    path: 'src/mail/graph.ts',
    text: "import { Client } from '@microsoft/microsoft-graph-client';\n\nexport const client = Client;\n",
  },
  {
    what: 'SQLite outside the store',
    rule: 'packages-of-store',
    path: 'src/delivery/table.ts',
    text: "import { DatabaseSync } from 'node:sqlite';\n\nexport const table = DatabaseSync;\n",
  },
  {
    what: 'MongoDB outside its store',
    rule: 'packages-of-store/mongo',
    path: 'src/store/sqlite/documents.ts',
    text: "import { MongoClient } from 'mongodb';\n\nexport const client = MongoClient;\n",
  },
  {
    what: 'templates outside cards',
    rule: 'packages-of-cards',
    path: 'src/bot/template.ts',
    text: "import { Template } from 'adaptivecards-templating';\n\nexport const template = Template;\n",
  },
  {
    what: 'the view engine outside the site and mail',
    rule: 'packages-of-connect-mail-sandbox',
    path: 'src/cards/page.ts',
    text: "import { html } from 'htm/preact';\n\nexport const page = html;\n",
  },
  {
    what: 'a room making its own logger',
    rule: 'log-by-type-only',
    path: 'src/http/log-level.ts',
    text: "import { level } from '../log.ts';\n\nexport const logLevel = level;\n",
  },
  {
    what: 'a room importing the composition root',
    rule: 'app-is-the-root',
    path: 'src/http/app.ts',
    text: "import type { app } from '../app.ts';\n\nexport type App = typeof app;\n",
  },
  {
    what: 'a cycle made of type imports',
    rule: 'no-cycles',
    path: 'src/core/circle-a.ts',
    text: "import type { CircleB } from './circle-b.ts';\n\nexport type CircleA = { next: CircleB };\n",
  },
  {
    what: 'a development package at run time',
    rule: 'no-development-package-at-run-time',
    path: 'src/sandbox/dev.ts',
    text: "import sinon from 'sinon';\n\nexport const spy = sinon;\n",
  },
  {
    what: 'a file that nothing imports and that imports nothing',
    rule: 'no-orphans',
    path: 'src/text/orphan.ts',
    text: "export const orphan = 'alone';\n",
  },
  {
    what: 'a file that neither the service nor a command reaches',
    rule: 'in-use',
    path: 'src/text/unreached.ts',
    text: "import { words } from './words.ts';\n\nexport const unreached = words;\n",
  },
];

const impurities: Planted[] = [
  { what: 'Date.now', rule: 'no-restricted-properties', text: 'export const at = (): number => Date.now();\n' },
  {
    what: 'now taken out of Date',
    rule: 'no-restricted-properties',
    text: 'const { now } = Date;\n\nexport const at = (): number => now();\n',
  },
  { what: 'new Date()', rule: 'no-restricted-syntax', text: 'export const at = (): Date => new Date();\n' },
  { what: 'Date()', rule: 'no-restricted-syntax', text: 'export const at = (): string => Date();\n' },
  { what: 'Math.random', rule: 'no-restricted-properties', text: 'export const any = (): number => Math.random();\n' },
  { what: 'process', rule: 'no-restricted-globals', text: "export const key = process.env['KEY'];\n" },
  { what: 'globalThis', rule: 'no-restricted-globals', text: 'export const world = globalThis;\n' },
  { what: 'fetch', rule: 'no-restricted-globals', text: "export const get = async () => fetch('/');\n" },
  { what: 'setTimeout', rule: 'no-restricted-globals', text: 'export const wait = setTimeout;\n' },
  { what: 'crypto', rule: 'no-restricted-globals', text: 'export const id = (): string => crypto.randomUUID();\n' },
  { what: 'performance', rule: 'no-restricted-globals', text: 'export const at = (): number => performance.now();\n' },
  { what: 'console', rule: 'no-restricted-globals', text: "console.log('hello');\n" },
  { what: 'Buffer', rule: 'no-restricted-globals', text: 'export const bytes = Buffer;\n' },
].map((planted, index) => ({ ...planted, what: `${planted.what} in core`, path: `src/core/impure-${index}.ts` }));

const liberties: Planted[] = [
  {
    what: 'process outside main.ts and the commands',
    rule: 'no-restricted-globals',
    path: 'src/http/environment.ts',
    text: "export const key = process.env['KEY'];\n",
  },
  {
    what: 'process imported outside main.ts and the commands',
    rule: 'no-restricted-imports',
    path: 'src/http/exit.ts',
    text: "import { exit } from 'node:process';\n\nexport const stop = exit;\n",
  },
  {
    what: 'a rule switched off by a comment',
    rule: 'no-console',
    path: 'src/http/silenced.ts',
    text: "// eslint-disable-next-line no-console\nconsole.log('hello');\n",
  },
];

describe('the boundaries', function () {
  this.timeout(60_000);
  let tree: string;
  let crossed: { rule: string; from: string }[];
  let linted: Map<string, (string | null)[]>;

  before(async () => {
    tree = await mkdtemp(join(tmpdir(), 'boundaries-'));
    await Promise.all(
      ['package.json', 'tsconfig.json', 'src/core/tsconfig.json'].map((path) =>
        cp(join(repository, path), join(tree, path)),
      ),
    );
    await symlink(join(repository, 'node_modules'), join(tree, 'node_modules'));
    await plant(tree, innocent);
    await plant(
      tree,
      Object.fromEntries([...crossings, ...impurities, ...liberties].map(({ path, text }) => [path, text])),
    );
    [crossed, linted] = await Promise.all([cruise(tree), lint(tree)]);
  });

  after(() => rm(tree, { recursive: true, force: true }));

  for (const { what, rule, path } of crossings) {
    it(`reports ${what}`, () => {
      const rules = crossed.filter(({ from }) => from === path).map((violation) => violation.rule);

      assert.ok(rules.includes(rule), `${path} gave ${JSON.stringify(rules)}, not ${rule}`);
    });
  }

  for (const { what, rule, path } of [...impurities, ...liberties]) {
    it(`reports ${what}`, () => {
      assert.ok(linted.get(path)?.includes(rule), `${path} gave ${JSON.stringify(linted.get(path))}, not ${rule}`);
    });
  }

  it('says nothing about imports that the table allows', () => {
    const accused = crossed.filter(({ from }) => from in innocent && !from.includes('circle'));

    assert.deepEqual(accused, []);
  });

  it('says nothing about a core that is given the time', () => {
    assert.deepEqual(linted.get('src/core/time.ts'), []);
  });
});

async function plant(tree: string, files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(tree, path)), { recursive: true });
    await writeFile(join(tree, path), text);
  }
}

async function cruise(tree: string): Promise<{ rule: string; from: string }[]> {
  const command = join(repository, 'node_modules/.bin/depcruise');
  const rules = join(repository, '.dependency-cruiser.cjs');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [command, '--config', rules, '--output-type', 'json', 'src'],
    { cwd: tree, maxBuffer: 64 * 1024 * 1024 },
  );
  const { summary } = JSON.parse(stdout) as {
    summary: { violations: { rule: { name: string }; from: string; to: string }[] };
  };
  // `in-use` accuses the entry of not reaching the file; for a test the file is the culprit.
  return summary.violations.map(({ rule, from, to }) => ({
    rule: rule.name,
    from: rule.name === 'in-use' ? to : from,
  }));
}

async function lint(tree: string): Promise<Map<string, (string | null)[]>> {
  const eslint = new ESLint({ cwd: tree, overrideConfigFile: join(repository, 'eslint.config.js') });
  const results = await eslint.lintFiles(['src/core/impure-*.ts', 'src/core/time.ts', 'src/http/*.ts']);
  return new Map(
    results.map(({ filePath, messages }) => [filePath.slice(tree.length + 1), messages.map(({ ruleId }) => ruleId)]),
  );
}
