// `npm start` as a process of its own, on free ports and in a folder of its own.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface RunningSandbox {
  serviceUrl: string;
  cloudUrl: string;
  playgroundUrl: string;
  output(): string;
  /** Ctrl-C; answers the exit code. */
  stop(): Promise<number | null>;
}

export async function startSandboxCommand(environment: Record<string, string> = {}): Promise<RunningSandbox> {
  const folder = mkdtempSync(join(tmpdir(), 'partner-connect-story-'));
  const [port, cloudPort, playgroundPort] = await freePorts();
  const child = spawn(process.execPath, ['src/cli/sandbox.ts'], {
    cwd: new URL('../..', import.meta.url),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PORT: String(port),
      SANDBOX_PORT: String(cloudPort),
      PLAYGROUND_PORT: String(playgroundPort),
      DATABASE_URL: `sqlite:${join(folder, 'story.db')}`,
      ...environment,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  await untilStarted(child, () => output);
  return {
    serviceUrl: `http://127.0.0.1:${String(port)}`,
    cloudUrl: `http://127.0.0.1:${String(cloudPort)}`,
    playgroundUrl: /Chat with the bot +(http\S+)/.exec(output)?.[1] ?? '',
    output: () => output,
    async stop() {
      const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
      child.kill('SIGINT');
      const code = await exited;
      rmSync(folder, { recursive: true, force: true });
      return code;
    },
  };
}

async function untilStarted(child: ChildProcess, output: () => string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', () => {
      if (output().includes('Ctrl-C stops everything')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the sandbox command ended with ${String(code)}:\n${output()}`)));
  });
}

/** Ports that nobody listens on now. All are held until all are known, so that they differ. */
async function freePorts(): Promise<[number, number, number]> {
  const hold = () =>
    new Promise<{ port: number; free: () => void }>((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', () => {
        resolve({ port: (server.address() as AddressInfo).port, free: () => void server.close() });
      });
    });
  const held = await Promise.all([hold(), hold(), hold()] as const);
  for (const { free } of held) free();
  return [held[0].port, held[1].port, held[2].port];
}
