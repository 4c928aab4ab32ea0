// What is measured runs in processes of its own, which say once that they are ready and end when they are let go.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const ready = z.object({ port: z.number().optional() });
const usage = z.object({ user: z.number(), system: z.number() });

export interface Child {
  /** Where it listens; 0 for one that does not. */
  port: number;
  /** From the spawn until it was ready. */
  readyAfterMs: number;
  /** Processor time so far, of all its threads. */
  processorMs(): Promise<number>;
  stop(): Promise<void>;
}

/** `node --cpu-prof test/bench/run.ts` profiles these too: they inherit its options. */
export async function startChild(name: string, ...args: readonly string[]): Promise<Child> {
  const file = fileURLToPath(new URL(`processes/${name}.ts`, import.meta.url));
  const spawnedAt = performance.now();
  // Logs are written as in production, and go nowhere.
  const child = fork(file, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const exited = once(child, 'exit');
  const first = await Promise.race([once(child, 'message'), exited.then(() => undefined)]);
  if (!first) throw new Error(`${name} ended before it was ready`);
  const readyAfterMs = performance.now() - spawnedAt;
  const { port = 0 } = ready.parse(first[0]);
  return {
    port,
    readyAfterMs,
    async processorMs() {
      child.send('usage');
      const [answer] = (await once(child, 'message')) as [unknown];
      const { user, system } = usage.parse(answer);
      return (user + system) / 1000;
    },
    async stop() {
      child.send('stop');
      const [code, signal] = (await exited) as [number | null, string | null];
      if (code !== 0) throw new Error(`${name} ended with ${String(code ?? signal)}`);
    },
  };
}
