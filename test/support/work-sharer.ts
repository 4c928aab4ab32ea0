import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { compiledCode } from './compiled-code.ts';

/** By their ids, in the order in which they were done. */
export interface WorkDone {
  visits: string[];
  deliveries: string[];
  /** Whose end counted: the lease was held still. */
  settled: { visits: string[]; deliveries: string[] };
  /** How often a process found its lease gone in the middle of its work. */
  fenceViolations: number;
}

export interface Sharing {
  leaseMs: number;
  /** Nothing is said of a lease that is lost. */
  losesLeases: boolean;
  /** It stops itself in the middle of its work, each time that it has taken so many in hand; never when absent. */
  stopsAfter?: number;
}

export interface WorkSharer {
  start(): void;
  count(): Promise<number>;
  /** Goes on, if it has stopped itself. */
  goOn(): void;
  finish(): Promise<WorkDone>;
}

const program = fileURLToPath(new URL('processes/work-sharer.ts', import.meta.url));

export async function startWorkSharer(databaseUrl: string, sharing: Sharing): Promise<WorkSharer> {
  const child = fork(program, [databaseUrl, JSON.stringify(sharing)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, ...compiledCode },
  });
  const exited = once(child, 'exit');
  const answer = async <T>(question?: string): Promise<T> => {
    const answered = once(child, 'message') as Promise<[T]>;
    if (question !== undefined) child.send(question);
    const gone = exited.then(() => Promise.reject(new Error('a process that shares the work has ended')));
    return (await Promise.race([answered, gone]))[0];
  };
  await answer();
  return {
    start: () => void child.send('start'),
    count: async () => (await answer<{ count: number }>('count')).count,
    goOn: () => void child.kill('SIGCONT'),
    async finish() {
      const done = await answer<WorkDone>('finish');
      await exited;
      return done;
    },
  };
}
