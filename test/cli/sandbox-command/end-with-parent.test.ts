import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { it } from 'mocha';

const preload = new URL('../../../src/cli/sandbox-command/end-with-parent.ts', import.meta.url).href;
const child = ['--import', preload, '--eval', 'process.send("runs"); setInterval(() => {}, 1000)'];
/** Hands its own output on to the child, so that the output ends with whichever lives longer. */
const parent = `
  import { spawn } from 'node:child_process';
  const child = spawn(process.execPath, ${JSON.stringify(child)}, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  child.once('message', () => process.kill(process.pid, 'SIGKILL'));
`;

it('a child process ends with a parent that is killed outright', async () => {
  const killed = spawn(process.execPath, ['--input-type=module', '--eval', parent], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(killed, 'exit') as Promise<[number | null, string | null]>;

  const [output, [, signal]] = await Promise.all([text(killed.stdout), exited]);

  assert.deepEqual([output, signal], ['', 'SIGKILL']);
});
