import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { compiledCode } from '../compiled-code.ts';
import type { Pace } from '../scaled-clock.ts';
import { readNotebook, type Hold } from './notebook.ts';

export interface WorkerLife {
  databaseUrl: string;
  cloudUrl: string;
  pace: Pace;
  /** The file in which it notes what it has in hand. */
  notebook: string;
}

export interface Order {
  /** As `before transitions.insert`: it strikes itself at any of them. */
  points: readonly string[];
  /** How often it lives through one of them before. */
  skip: number;
  signal: 'SIGKILL' | 'SIGSTOP';
}

export interface CrashWorker {
  url: string;
  /** Neither dead nor frozen. */
  isUp(): boolean;
  isAlive(): boolean;
  /** Strikes itself there, if it ever comes there. Resolves when it has heard so, or was struck. */
  obey(order: Order): Promise<void>;
  /** Resolves with the point when it has struck itself there, and with undefined when `isOver` says so before. */
  struck(isOver: () => boolean): Promise<string | undefined>;
  dieNow(): void;
  /** Lives on after it was frozen. */
  thaw(): void;
  /** Resolves when it is dead. */
  died: Promise<void>;
  /** The deliveries that it is sending, also when it is dead. */
  holds(): Hold[];
  /** Which points it has passed, and how often; none when it is dead. */
  points(): Promise<Record<string, number>>;
  /** As an operator stops it; rejects when it does not end well. */
  stop(): Promise<void>;
}

const program = fileURLToPath(new URL('../processes/crash-worker.ts', import.meta.url));
const glanceMs = 20;

export async function startCrashWorker(life: WorkerLife): Promise<CrashWorker> {
  const child = fork(program, [JSON.stringify(life)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, ...compiledCode },
  });
  const exited = once(child, 'exit');
  const gone = exited.then(() => Promise.reject(new Error('the process ended before it listened')));
  const [listening] = (await Promise.race([once(child, 'message'), gone])) as [{ port: number }];
  let isAlive = true;
  let thawed = 0;
  const died = exited.then(() => {
    isAlive = false;
  });
  const strikes = () => readNotebook(life.notebook).struckAt;
  const tell = (message: object | string) => {
    if (child.connected) child.send(message, () => undefined);
  };
  const points = async () => {
    const answered = once(child, 'message') as Promise<[{ points: Record<string, number> }]>;
    tell('points');
    const answer = await Promise.race([answered, died]);
    return answer?.[0].points ?? {};
  };
  const struck: CrashWorker['struck'] = async (isOver) => {
    for (;;) {
      const point = strikes()[thawed];
      if (point !== undefined || isOver()) return point;
      await wait(glanceMs);
    }
  };
  return {
    url: `http://127.0.0.1:${String(listening.port)}`,
    isUp: () => isAlive && strikes().length === thawed,
    isAlive: () => isAlive,
    async obey(order) {
      let isHeard = false;
      tell(order);
      // Answered in the order in which it is told; by who is frozen, not at all.
      const heard = points().then(() => {
        isHeard = true;
      });
      await Promise.race([heard, struck(() => isHeard)]);
    },
    struck,
    dieNow: () => void child.kill('SIGKILL'),
    thaw() {
      thawed = strikes().length;
      child.kill('SIGCONT');
    },
    died,
    holds: () => readNotebook(life.notebook).holds,
    points,
    async stop() {
      child.kill('SIGCONT');
      tell('stop');
      const [code, signal] = (await exited) as [number | null, string | null];
      if (code !== 0) throw new Error(`an instance did not stop well: ${String(code ?? signal)}`);
    },
  };
}
