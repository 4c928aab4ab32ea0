// The command as a process of its own, in a folder of its own, with the network taken away.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { after, describe, it } from 'mocha';

const repository = resolve(import.meta.dirname, '../..');
const complete: Readonly<Record<string, string>> = {
  TEAMS_APP_ID: '11111111-1111-4111-8111-111111111111',
  BOT_APP_ID: '22222222-2222-4222-8222-222222222222',
  DEVELOPER_NAME: 'Fabrikam',
  DEVELOPER_WEBSITE_URL: 'https://www.fabrikam.com',
  DEVELOPER_PRIVACY_URL: 'https://www.fabrikam.com/privacy',
  DEVELOPER_TERMS_URL: 'https://www.fabrikam.com/terms',
};
const noNetwork = `data:text/javascript,globalThis.fetch=()=>{throw new Error('the network was asked')}`;
const folders: string[] = [];

interface Run {
  env?: Record<string, string>;
  args?: readonly string[];
  environment?: Record<string, string>;
  /** Replaces the schema that the manifest names. */
  schema?: string;
}

function packageApp({ env = complete, args = ['--env', 'test'], environment = {}, schema }: Run = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'partner-connect-package-'));
  folders.push(folder);
  for (const file of ['manifest.json', 'color.png', 'outline.png']) {
    cpSync(join(repository, 'appPackage', file), join(folder, 'appPackage', file));
  }
  if (schema !== undefined) {
    const manifest = readFileSync(join(folder, 'appPackage/manifest.json'), 'utf8').replace('v1.25', schema);
    writeFileSync(join(folder, 'appPackage/manifest.json'), manifest);
  }
  mkdirSync(join(folder, 'env'));
  const lines = Object.entries(env).map(([key, value]) => `${key}=${value}\n`);
  writeFileSync(join(folder, 'env/.env.test'), lines.join(''));
  const command = [`--import=${noNetwork}`, join(repository, 'src/cli/package.ts'), ...args];
  const { NODE_V8_COVERAGE: coverage } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...(coverage !== undefined && { NODE_V8_COVERAGE: coverage }), ...environment },
  });
  const bytes = () => readFileSync(join(folder, 'appPackage/build/partner-connect.zip'));
  return { status, stdout, stderr, bytes, files: () => unzipSync(bytes()) };
}

function textOf(files: Record<string, Uint8Array>, name: string): string {
  const file = files[name];
  assert.ok(file, name);
  return strFromU8(file);
}

describe('npm run package', () => {
  after(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  it('writes the manifest and both icons, and nothing else, at the root of the zip', () => {
    const { status, stdout, files } = packageApp();

    assert.equal(status, 0);
    assert.match(stdout, /appPackage\/build\/partner-connect\.zip is ready/);
    assert.deepEqual(Object.keys(files()).sort(), ['color.png', 'manifest.json', 'outline.png']);
    for (const icon of ['color.png', 'outline.png']) {
      assert.deepEqual(Buffer.from(files()[icon] ?? []), readFileSync(join(repository, 'appPackage', icon)));
    }
  });

  it('fills in every placeholder from the file', () => {
    const manifest = textOf(packageApp().files(), 'manifest.json');

    assert.ok(!manifest.includes('${{'));
    for (const [key, value] of Object.entries(complete)) assert.ok(manifest.includes(`"${value}"`), key);
  });

  it('lets the environment of the process win over the file', () => {
    const { files } = packageApp({ environment: { DEVELOPER_NAME: 'Northwind' } });

    assert.match(textOf(files(), 'manifest.json'), /"name": "Northwind"/);
  });

  it('keeps a value in its place, whatever it contains', () => {
    const name = `A", "x": "$&\${{BOT_APP_ID}}`;

    const { status, files } = packageApp({ environment: { DEVELOPER_NAME: name } });

    assert.equal(status, 0);
    const manifest = JSON.parse(textOf(files(), 'manifest.json')) as { developer: { name: string } };
    assert.equal(manifest.developer.name, name);
  });

  it('gives the same bytes each time', () => {
    const [first, second] = [packageApp().bytes(), packageApp().bytes()];

    assert.deepEqual(first, second);
  });

  it('names every missing or wrong key at once', () => {
    const env = { ...complete, TEAMS_APP_ID: '', BOT_APP_ID: 'my-bot', DEVELOPER_TERMS_URL: 'http://www.fabrikam.com' };

    const { status, stdout, stderr, bytes } = packageApp({ env });

    assert.equal(status, 1);
    assert.equal(stdout, '');
    assert.equal(
      stderr,
      [
        'Not packaged: env/.env.test is not complete:',
        '  TEAMS_APP_ID is missing',
        '  DEVELOPER_TERMS_URL must begin with https://',
        '  BOT_APP_ID must be a GUID',
        '',
      ].join('\n'),
    );
    assert.throws(bytes, { code: 'ENOENT' });
  });

  it('says where the filled manifest breaks the rules of Teams', () => {
    const { status, stderr, bytes } = packageApp({ environment: { DEVELOPER_NAME: 'F'.repeat(33) } });

    assert.equal(status, 1);
    assert.match(stderr, /not valid:\n {2}\/developer\/name must NOT have more than 32 characters/);
    assert.throws(bytes, { code: 'ENOENT' });
  });

  it('refuses a manifest whose schema is not at hand', () => {
    const { status, stderr } = packageApp({ schema: 'v9.99' });

    assert.equal(status, 1);
    assert.match(stderr, /Failed to get manifest at url .*v9\.99/);
  });

  it('tells how it is used when the name is missing or odd', () => {
    for (const args of [[], ['--env', '../secret'], ['--env']]) {
      const { status, stderr } = packageApp({ args });

      assert.equal(status, 1);
      assert.match(stderr, /--env/);
    }
  });

  it('says which file it looked for', () => {
    const { status, stderr } = packageApp({ args: ['--env', 'production'] });

    assert.equal(status, 1);
    assert.match(stderr, /env\/\.env\.production does not exist: copy env\/\.env\.example/);
  });
});
