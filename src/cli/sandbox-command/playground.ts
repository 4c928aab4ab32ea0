import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { playgroundConfig } from './playground-config.ts';

export type Playground =
  | { kind: 'running'; url: string; stop: () => Promise<void> }
  | { kind: 'off' }
  | { kind: 'notInstalled' }
  | { kind: 'failed'; why: string };

const startWithinMs = 20_000;
const stopWithinMs = 3_000;
/** Whoever is killed outright can stop nobody any more. */
const endWithParent = new URL('end-with-parent.ts', import.meta.url).href;

/**
 * Microsoft's Agents Playground as a child process: no telemetry, no browser window, its files in a folder that goes
 * with it. It is optional: without it everything else runs.
 */
export async function startPlayground({ port, endpoint }: { port: number; endpoint: string }): Promise<Playground> {
  const program = installedProgram();
  if (program === undefined) return { kind: 'notInstalled' };
  const folder = mkdtempSync(join(tmpdir(), 'playground-'));
  const configFile = join(folder, 'playground.yml');
  writeFileSync(configFile, playgroundConfig());
  const child = fork(program, ['start', '-e', endpoint, '-c', 'msteams', '-p', String(port), '--disable-telemetry'], {
    cwd: folder,
    execArgv: ['--import', endWithParent],
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
    // Its own group, so that Ctrl-C reaches us alone and everything is stopped in order.
    detached: true,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      APPLICATION_INSIGHTS_NO_STATSBEAT: '1',
      TEAMSAPPTESTER_BROWSER: 'none',
      M365_AGENTS_PLAYGROUND_CONFIG_PATH: configFile,
      M365_AGENTS_PLAYGROUND_LOGFILE: join(folder, 'playground.log'),
    },
  });
  const stop = () => stopChild(child, folder);
  const listening = await listeningPort(child);
  if (listening === undefined) {
    await stop();
    return { kind: 'failed', why: 'the Agents Playground did not start' };
  }
  return { kind: 'running', url: `http://127.0.0.1:${listening}`, stop };
}

function installedProgram(): string | undefined {
  const require = createRequire(import.meta.url);
  try {
    return join(dirname(require.resolve('@microsoft/m365agentsplayground/package.json')), 'cli.js');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

/** It takes another port, in silence, when the one asked for is taken: only its output tells. */
async function listeningPort(child: ChildProcess): Promise<number | undefined> {
  const told = new Promise<number | undefined>((resolve) => {
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const port = /Listening on (\d+)/.exec(output)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    child.once('error', () => resolve(undefined));
    child.once('exit', () => resolve(undefined));
  });
  const deadline = new AbortController();
  try {
    const late = wait(startWithinMs, undefined, { signal: deadline.signal }).catch(() => undefined);
    const port = await Promise.race([told, late]);
    return port !== undefined && (await answers(port)) ? port : undefined;
  } finally {
    deadline.abort();
  }
}

async function answers(port: number): Promise<boolean> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const response = await fetch(`http://127.0.0.1:${port}/_debug/ping`).catch(() => undefined);
    if (response?.ok) return true;
    await wait(200);
  }
  return false;
}

async function stopChild(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const deadline = new AbortController();
    const late = wait(stopWithinMs, 'late', { signal: deadline.signal }).catch(() => undefined);
    if ((await Promise.race([exited, late])) === 'late') child.kill('SIGKILL');
    deadline.abort();
  }
  rmSync(folder, { recursive: true, force: true });
}
