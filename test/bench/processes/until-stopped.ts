import { once } from 'node:events';

/** Tells the bench that this process is ready, and what it has used when asked, until it is let go or the bench has ended. */
export async function untilStopped(ready: { port?: number }): Promise<void> {
  const disconnected = once(process, 'disconnect');
  const stopped = new Promise<void>((resolve) => {
    process.on('message', (asked) => {
      if (asked === 'stop') resolve();
      else process.send?.(process.cpuUsage());
    });
  });
  process.send?.(ready);
  await Promise.race([stopped, disconnected]);
  if (process.connected) process.disconnect();
}
