import { once } from 'node:events';

/** Tells the bench that this process is ready, and waits until it is let go or the bench has ended. */
export async function untilStopped(ready: { port?: number }): Promise<void> {
  const told = Promise.race([once(process, 'message'), once(process, 'disconnect')]);
  process.send?.(ready);
  await told;
  if (process.connected) process.disconnect();
}
