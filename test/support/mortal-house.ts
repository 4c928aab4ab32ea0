import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { compiledCode } from './compiled-code.ts';

/** Of a process: what it works on, and between which of its writes to the store it dies. */
export interface Fate {
  databaseUrl: string;
  cloudUrl: string;
  /** What its clock shows; ISO 8601. */
  now: string;
  /** 1 is the first point after it has started; past the last one it lives. */
  diesAt: number;
}

export interface MortalHouse {
  url: string;
  /** When everything that is due is done: the points that it passed. Undefined when it died before, or dies of it. */
  settle(): Promise<string[] | undefined>;
  stop(): Promise<void>;
}

const program = fileURLToPath(new URL('processes/mortal-house.ts', import.meta.url));

/** A real process with the whole service in it, as in `whole-house.ts`, that kills itself as told. */
export async function startMortalHouse(fate: Fate): Promise<MortalHouse> {
  const child = fork(program, [JSON.stringify(fate)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, ...compiledCode },
  });
  const exited = once(child, 'exit');
  const died = exited.then(() => undefined);
  const [listening] = (await Promise.race([
    once(child, 'message'),
    exited.then(() => Promise.reject(new Error('the process ended before it listened'))),
  ])) as [{ port: number }];
  return {
    url: `http://127.0.0.1:${String(listening.port)}`,
    async settle() {
      if (!child.connected) return died;
      const done = once(child, 'message').then((told) => (told as [{ passed: string[] }])[0].passed);
      child.send('settle', () => undefined);
      return Promise.race([done, died]);
    },
    async stop() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
