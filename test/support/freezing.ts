/**
 * A process that stands still before its call of that name (the first, or the one of that number), as under SIGSTOP or on a machine that was put to sleep,
 * and goes on later as if nothing had been. What it reaches the world through is wrapped by it.
 */
export interface Freezing {
  wrap: <T extends object>(target: T) => T;
  frozen: Promise<undefined>;
  thaw: () => void;
}

export function createFreezing(name: string, number = 1): Freezing {
  let calls = 0;
  const { promise: frozen, resolve: freeze } = Promise.withResolvers<undefined>();
  const { promise: thawed, resolve: goOn } = Promise.withResolvers<undefined>();
  return {
    frozen,
    thaw: () => goOn(undefined),
    wrap: (target) =>
      new Proxy(target, {
        get(object, key): unknown {
          const value: unknown = Reflect.get(object, key);
          if (typeof value !== 'function' || key !== name) return value;
          return async (...args: unknown[]) => {
            calls += 1;
            if (calls === number) {
              freeze(undefined);
              await thawed;
            }
            const result: unknown = await Reflect.apply(value, object, args);
            return result;
          };
        },
      }),
  };
}
