import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { compiledCode } from '../compiled-code.ts';
import type { Pace } from '../scaled-clock.ts';

export interface WorkerLife {
  databaseUrl: string;
  cloudUrl: string;
  pace: Pace;
}

export interface DeathOrder {
  /** As `before transitions.replace`. */
  point: string;
  /** How often it lives through the point before it dies there. */
  skip: number;
}

export interface CrashWorker {
  url: string;
  isAlive(): boolean;
  /** Dies there, if it ever comes there. Resolves when it has heard so, or is dead. */
  dieAt(order: DeathOrder): Promise<void>;
  dieNow(): void;
  /** Resolves when it is dead. */
  died: Promise<void>;
  /** Which points it has passed, and how often; none when it is dead. */
  points(): Promise<Record<string, number>>;
  /** As an operator stops it; rejects when it does not end well. */
  stop(): Promise<void>;
}

const program = fileURLToPath(new URL('../processes/crash-worker.ts', import.meta.url));

export async function startCrashWorker(life: WorkerLife): Promise<CrashWorker> {
  const child = fork(program, [JSON.stringify(life)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, ...compiledCode },
  });
  const exited = once(child, 'exit');
  const gone = exited.then(() => Promise.reject(new Error('the process ended before it listened')));
  const [listening] = (await Promise.race([once(child, 'message'), gone])) as [{ port: number }];
  let isAlive = true;
  const died = exited.then(() => {
    isAlive = false;
  });
  const tell = (message: object | string) => {
    if (child.connected) child.send(message, () => undefined);
  };
  const points = async () => {
    const answered = once(child, 'message') as Promise<[{ points: Record<string, number> }]>;
    tell('points');
    const answer = await Promise.race([answered, died]);
    return answer?.[0].points ?? {};
  };
  return {
    url: `http://127.0.0.1:${String(listening.port)}`,
    isAlive: () => isAlive,
    async dieAt(order) {
      tell(order);
      // Answered in the order in which it is told.
      await points();
    },
    dieNow: () => void child.kill('SIGKILL'),
    died,
    points,
    async stop() {
      tell('stop');
      const [code, signal] = (await exited) as [number | null, string | null];
      if (code !== 0) throw new Error(`an instance did not stop well: ${String(code ?? signal)}`);
    },
  };
}
