import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { sandboxApp, sandboxPartner } from '../../src/sandbox/directory.ts';
import { runCommand, startCommandSandbox, type CommandSandbox } from '../support/operator-command.ts';

interface Report {
  ok: boolean;
  liveCloudTried: boolean;
  findings: { check: string; code: string; level: string; says: string }[];
}

describe('npm run doctor', () => {
  let sandbox: CommandSandbox;
  before(async () => {
    sandbox = await startCommandSandbox();
  });
  after(() => sandbox.stop());

  const doctor = async (args: readonly string[], environment: Record<string, string> = {}) =>
    runCommand('doctor', args, { environment });
  const inSandbox = async (...args: string[]) => doctor(['--sandbox', ...args], sandbox.environment);

  it('finds nothing wrong with the sandbox, and says that the live cloud has not been tried', async () => {
    // As `npm start` does while it runs.
    await runCommand('webhooks', ['register', '--sandbox'], sandbox);

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
