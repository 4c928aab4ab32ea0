// `npm run package -- --env <name>`: the app package that a Teams administrator uploads, from appPackage/ and
// env/.env.<name>. Everything happens on this machine: the schemas come with Microsoft's library.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs, parseEnv } from 'node:util';
import { AppManifestUtils, type AppManifest } from '@microsoft/app-manifest';
import { zipSync } from 'fflate';

const source = 'appPackage';
const target = `${source}/build/partner-connect.zip`;
const placeholder = /\$\{\{(\w+)\}\}/g;
const guid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
/** The same input gives the same bytes, whenever it is packed. */
const packedAt = new Date(1980, 0, 1);

/** What the person who packs must put right, in lines ready to be shown. */
class NotPackaged extends Error {}

type Manifest = AppManifest & { icons: { color: string; outline: string } };

function environmentName(): string {
  const { env } = parseArgs({ options: { env: { type: 'string' } } }).values;
  if (env === undefined || !/^[\w-]+$/.test(env)) {
    throw new NotPackaged('usage: npm run package -- --env <name>, which reads env/.env.<name>');
  }
  return env;
}

/** The process's own environment wins over the file, as with `node --env-file`. */
function readEnvironment(file: string): NodeJS.Dict<string> {
  try {
    return { ...parseEnv(readFileSync(file, 'utf8')), ...process.env };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    throw new NotPackaged(`${file} does not exist: copy env/.env.example and fill it in`);
  }
}

/** Clearer than the schema, which answers with a pattern, and stricter: it takes http too. */
function problemOf(key: string, value: string): string | undefined {
  if (value === '') return `${key} is missing`;
  if (key.endsWith('_ID') && !guid.test(value)) return `${key} must be a GUID`;
  if (key.endsWith('_URL') && !value.startsWith('https://')) return `${key} must begin with https://`;
  return undefined;
}

/** Fills the strings of the parsed template, so that no value can break out of its place. */
function fillIn(template: string, environment: NodeJS.Dict<string>, file: string): Manifest {
  const valueOf = (key: string) => environment[key]?.trim() ?? '';
  const keys = new Set(Array.from(template.matchAll(placeholder), ([, key]) => key ?? ''));
  const problems = [...keys].flatMap((key) => problemOf(key, valueOf(key)) ?? []);
  if (problems.length > 0) {
    throw new NotPackaged([`${file} is not complete:`, ...problems.map((problem) => `  ${problem}`)].join('\n'));
  }
  const fill = (text: string) => text.replace(placeholder, (_, key: string) => valueOf(key));
  return JSON.parse(template, (_, value: unknown) => (typeof value === 'string' ? fill(value) : value)) as Manifest;
}

async function packageApp(): Promise<string> {
  const file = `env/.env.${environmentName()}`;
  const template = readFileSync(`${source}/manifest.json`, 'utf8');
  const manifest = fillIn(template, readEnvironment(file), file);
  const problems = await AppManifestUtils.validateAgainstSchema(manifest);
  if (problems.length > 0) {
    throw new NotPackaged(['the filled manifest is not valid:', ...problems.map((text) => `  ${text}`)].join('\n'));
  }
  const { color, outline } = manifest.icons;
  const icons = [color, outline].map((name) => [name, readFileSync(`${source}/${name}`)] as const);
  const files = {
    'manifest.json': Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`),
    ...Object.fromEntries(icons),
  };
  mkdirSync(`${source}/build`, { recursive: true });
  writeFileSync(target, zipSync(files, { mtime: packedAt }));
  return target;
}

try {
  process.stdout.write(`${await packageApp()} is ready to be uploaded in the Teams admin center.\n`);
} catch (error) {
  process.exitCode = 1;
  // An option that does not exist is told by parseArgs in words of its own.
  process.stderr.write(`Not packaged: ${error instanceof Error ? error.message : String(error)}\n`);
}
