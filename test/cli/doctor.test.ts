// The command as a process of its own, against a stand-in for Microsoft's cloud in this one.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { sandboxApp, sandboxPartner } from '../../src/sandbox/directory.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { compiledCode } from '../support/compiled-code.ts';

interface Report {
  ok: boolean;
  liveCloudTried: boolean;
  findings: { check: string; code: string; level: string; says: string }[];
}

describe('npm run doctor', () => {
  const sandbox = createSandbox({ clock: () => new Date(), normalAfterSeconds: 0 });
  const folder = mkdtempSync(join(tmpdir(), 'partner-connect-doctor-'));
  let sandboxPort = '';
  before(async () => {
    sandboxPort = new URL((await sandbox.start()).url).port;
  });
  after(async () => {
    await sandbox.stop();
    rmSync(folder, { recursive: true });
  });

  const doctor = async (args: readonly string[], environment: Record<string, string> = {}) =>
    run('doctor', args, environment);

  async function run(command: string, args: readonly string[], environment: Record<string, string>) {
    const child = spawn(process.execPath, [`src/cli/${command}.ts`, ...args], {
      cwd: new URL('../..', import.meta.url),
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'], ...compiledCode, ...environment },
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, stdout, stderr };
  }
  const ofSandbox = () => ({ SANDBOX_PORT: sandboxPort, DATABASE_URL: `sqlite:${join(folder, 'doctor.db')}` });
  const inSandbox = async (...args: string[]) => doctor(['--sandbox', ...args], ofSandbox());

  it('finds nothing wrong with the sandbox, and says that the live cloud has not been tried', async () => {
    // As `npm start` does while it runs.
    await run('webhooks', ['register', '--sandbox'], ofSandbox());

    const { code, stdout, stderr } = await inSandbox();

    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /✓ passed: Delegated admin relationships\./);
    assert.match(stdout, /Partner Center’s registration is ours/);
    assert.match(stdout, /Everything that was looked at is right\.\n.*the live cloud has not been tried/);
    assert.doesNotMatch(stdout, /failed|warning/);
  });

  it('tells a machine what failed, in codes, without a secret, and with exit code 1', async () => {
    sandbox.controls.setTroubles({ refreshTokenExpired: true });

    const { code, stdout } = await inSandbox('--json');

    sandbox.controls.setTroubles({ refreshTokenExpired: false });
    const report = JSON.parse(stdout) as Report;
    const failed = report.findings.filter(({ level }) => level === 'failed');
    assert.deepEqual([code, report.ok, report.liveCloudTried], [1, false, false]);
    assert.deepEqual(
      failed.map((one) => `${one.check} ${one.code}`),
      ['serviceAccount REFRESH_TOKEN_DEAD'],
    );
    assert.match(failed[0]!.says, /Sign the account in again/);
    for (const secret of [sandboxApp.clientSecret, sandboxPartner.serviceAccountRefreshToken]) {
      assert.ok(!stdout.includes(secret));
    }
  });

  it('says that nobody answers when the sandbox does not run', async () => {
    const { code, stdout } = await doctor(['--sandbox'], { SANDBOX_PORT: '1', DATABASE_URL: 'sqlite::memory:' });

    assert.equal(code, 1);
    assert.match(stdout, /✗ failed: Microsoft’s sign-in\. Microsoft does not answer/);
    assert.match(stdout, /One check failed\./);
  });

  it('names every key that is missing or wrong', async () => {
    const { code, stdout } = await doctor([], { PORT: 'eighty', SECRET_LINK_KEYS: 'a short secret' });

    assert.equal(code, 1);
    for (const problem of ['PORT must be a port number', 'PUBLIC_URL is missing', 'SECRET_LINK_KEYS must be keys']) {
      assert.ok(stdout.includes(`✗ failed: Configuration. ${problem}`), stdout);
    }
    assert.ok(!stdout.includes('a short secret'));
  });

  it('says how it is used', async () => {
    for (const [args, said] of [
      [['--env', 'nowhere'], /env\/\.env\.nowhere does not exist/],
      [['--env', '../x'], /takes the <name>/],
      [['--everything'], /usage: npm run doctor/],
    ] as const) {
      const { code, stderr } = await doctor(args);

      assert.equal(code, 1);
      assert.match(stderr, said);
    }
  });
});
