/**
 * A process that dies after a call of the test's choice: what it called has happened, and then nothing of it ever goes
 * on, as after SIGKILL. What it reaches the world through (stores, senders) is wrapped by it.
 */
export interface DyingProcess {
  wrap: <T extends object>(target: T) => T;
  died: Promise<void>;
  /** The names of what it called, in order. */
  calls: readonly string[];
}

export function createDyingProcess(diesAfter: (calls: readonly string[]) => boolean): DyingProcess {
  const calls: string[] = [];
  const { promise: died, resolve: die } = Promise.withResolvers<undefined>();
  const never = new Promise<never>(() => {});
  let dead = false;

  const called = async (name: string, call: () => unknown): Promise<unknown> => {
    if (dead) return never;
    calls.push(name);
    dead = diesAfter(calls);
    const isLast = dead;
    const result = await call();
    if (isLast) die(undefined);
    return dead ? never : result;
  };

  return {
    calls,
    died: died.then(() => {}),
    wrap: (target) =>
      new Proxy(target, {
        get(object, key): unknown {
          const value: unknown = Reflect.get(object, key);
          if (typeof value !== 'function') return value;
          return (...args: unknown[]) => called(String(key), () => Reflect.apply(value, object, args));
        },
      }),
  };
}
