// The command as a process of its own, against a stand-in for Microsoft's cloud in this one.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { compiledCode } from '../support/compiled-code.ts';

describe('npm run webhooks', () => {
  const sandbox = createSandbox({ clock: () => new Date(), normalAfterSeconds: 0 });
  const folder = mkdtempSync(join(tmpdir(), 'partner-connect-webhooks-'));
  let sandboxPort = '';
  before(async () => {
    sandboxPort = new URL((await sandbox.start()).url).port;
  });
  after(async () => {
    await sandbox.stop();
    rmSync(folder, { recursive: true });
  });

  async function webhooks(args: readonly string[], port = '3978') {
    const child = spawn(process.execPath, ['src/cli/webhooks.ts', '--sandbox', ...args], {
      cwd: new URL('../..', import.meta.url),
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        ...compiledCode,
        PORT: port,
        SANDBOX_PORT: sandboxPort,
        DATABASE_URL: `sqlite:${join(folder, 'webhooks.db')}`,
      },
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, stdout, stderr };
  }

  it('shows, makes and keeps the registration, and takes another program’s only when asked to by name', async () => {
    const nobody = await webhooks(['status']);
    const made = await webhooks(['register']);
    const ours = await webhooks(['status']);
    const refused = await webhooks(['register'], '3979');
    const taken = await webhooks(['register', '--take-over'], '3979');
    const others = await webhooks(['status']);

    assert.match(nobody.stdout, /Nobody is registered/);
    assert.match(made.stdout, /127\.0\.0\.1:3978\/webhooks\/partner-center is registered for:\n {2}test-created/);
    assert.match(ours.stdout, /^Ours: /);
    assert.match(refused.stdout, /Not registered: http:\/\/127\.0\.0\.1:3978\S+ is\./);
    assert.match(taken.stdout, /127\.0\.0\.1:3979\S+ is registered/);
    assert.match(others.stdout, /^Another program’s: http:\/\/127\.0\.0\.1:3979/);
    assert.deepEqual(
      [nobody, made, ours, refused, taken, others].map(({ code }) => code),
      [1, 0, 0, 1, 0, 1],
    );
  });

  it('says what it takes when it is asked for something else', async () => {
    const { code, stderr } = await webhooks(['steal']);

    assert.equal(code, 1);
    assert.match(stderr, /usage: npm run webhooks -- <status \| register/);
  });
});
