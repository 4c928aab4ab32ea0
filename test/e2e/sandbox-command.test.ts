import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { afterEach, describe, it } from 'mocha';
import { compiledCode } from '../support/compiled-code.ts';
import { createFolder } from '../support/sqlite-database.ts';
import { startSandboxCommand, type RunningSandbox } from '../support/running-sandbox.ts';

const withoutPlayground = { PLAYGROUND: 'off', ...compiledCode };

/** `npm start` with settings that it must refuse: what it says, and its exit code. */
async function refusalOf(settings: Record<string, string>): Promise<{ said: string; code: number | null }> {
  const child = spawn(process.execPath, ['src/cli/sandbox.ts'], {
    cwd: new URL('../..', import.meta.url),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], ...withoutPlayground, ...settings },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { said, code };
}

describe('the sandbox command', () => {
  const running: RunningSandbox[] = [];
  const start = async () => {
    const sandbox = await startSandboxCommand(withoutPlayground);
    running.push(sandbox);
    return sandbox;
  };
  afterEach(async () => {
    for (const sandbox of running.splice(0)) await sandbox.stop();
  });

  it('says where to go, answers there, and stops on Ctrl-C with exit code 0', async () => {
    const sandbox = await start();
    const { serviceUrl, cloudUrl } = sandbox;

    const ready = await fetch(`${serviceUrl}/readyz`);
    const tenants = await fetch(cloudUrl);
    const mails = await fetch(`${cloudUrl}/outbox`);
    running.splice(0);
    const code = await sandbox.stop();

    assert.match(sandbox.output(), /Chat with the bot +switched off \(PLAYGROUND=off\)/);
    for (const address of [`${serviceUrl}/healthz`, cloudUrl, `${cloudUrl}/outbox`]) {
      assert.ok(sandbox.output().includes(address), address);
    }
    assert.equal(ready.status, 200);
    assert.match(await tenants.text(), /contoso\.com/);
    assert.equal(mails.status, 200);
    assert.equal(code, 0);
    assert.match(sandbox.output(), /Stopping\./);
    assert.doesNotMatch(sandbox.output(), /Could not stop cleanly/);
  });

  it('runs twice side by side', async () => {
    const both = await Promise.all([start(), start()]);

    const answers = await Promise.all(both.map(({ serviceUrl }) => fetch(`${serviceUrl}/readyz`)));

    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200],
    );
    assert.equal(new Set(both.flatMap(({ serviceUrl, cloudUrl }) => [serviceUrl, cloudUrl])).size, 4);
  });

  it('names every setting that is wrong, and ends with exit code 1', async () => {
    const { said, code } = await refusalOf({
      PORT: 'eighty',
      PLAYGROUND: 'maybe',
      DATABASE_URL: 'mongodb://somewhere',
    });

    assert.equal(code, 1);
    for (const problem of [
      'PORT must be a port number',
      'PLAYGROUND must be on or off',
      'DATABASE_URL must be sqlite:<file>',
    ]) {
      assert.ok(said.includes(problem), `${problem}: ${said}`);
    }
    assert.doesNotMatch(said, /\n\s+at /);
  });

  it('says which port is taken, without a stack trace, and leaves nothing running', async () => {
    const { serviceUrl } = await start();
    const { port } = new URL(serviceUrl);

    const folder = await createFolder();

    const { said, code } = await refusalOf({
      PORT: port,
      SANDBOX_PORT: '0',
      DATABASE_URL: `sqlite:${folder}/refused.db`,
    });
    await rm(folder, { recursive: true });

    assert.equal(code, 1);
    assert.match(said, new RegExp(`Not started: .*${port}`));
    assert.doesNotMatch(said, /\n\s+at /);
  });
});
