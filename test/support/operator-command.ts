// A command of the operator as a process of its own, against a stand-in for Microsoft's cloud in this one.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { compiledCode } from './compiled-code.ts';

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** `npm run <command> -- <args>` with these settings and no others; `input` is what is typed into it. */
export async function runCommand(command: string, args: readonly string[], given: Given = {}): Promise<Ended> {
  return runScript(`src/cli/${command}.ts`, args, given);
}

interface Given {
  environment?: Readonly<Record<string, string | undefined>>;
  input?: string;
}

/** The same of a script anywhere in the repository. */
export async function runScript(
  path: string,
  args: readonly string[],
  { environment = {}, input = '' }: Given = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [path, ...args], {
    cwd: new URL('../..', import.meta.url),
    env: { PATH: process.env['PATH'], ...compiledCode, ...environment },
  });
  child.stdin.on('error', () => undefined).end(input);
  const ended = once(child, 'close') as Promise<[number | null]>;
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}

/** The stand-in, and a folder for the command's database. */
export async function startCommandSandbox() {
  const sandbox = createSandbox({ clock: () => new Date(), normalAfterSeconds: 0 });
  const { port } = new URL((await sandbox.start()).url);
  const folder = mkdtempSync(join(tmpdir(), 'partner-connect-command-'));
  return {
    controls: sandbox.controls,
    environment: { SANDBOX_PORT: port, DATABASE_URL: `sqlite:${join(folder, 'command.db')}` },
    async stop() {
      await sandbox.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
export type CommandSandbox = Awaited<ReturnType<typeof startCommandSandbox>>;
