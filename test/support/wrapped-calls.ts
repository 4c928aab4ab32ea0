// Ports of which one call does something else.

/** What stands between a process and one of its ports. */
export type Wrap = <T extends object>(target: T) => T;

/** Does something else just before the first call of that name. */
export function meanwhile(name: string, run: () => Promise<unknown>): Wrap {
  let isFirst = true;
  return (target) =>
    intercept(target, name, async (call) => {
      if (isFirst) {
        isFirst = false;
        await run();
      }
      return call();
    });
}

/** Does something else just after the first call of that name, before it answers. */
export function afterwards(name: string, run: () => Promise<unknown>): Wrap {
  let isFirst = true;
  return (target) =>
    intercept(target, name, async (call) => {
      const result = await call();
      if (isFirst) {
        isFirst = false;
        await run();
      }
      return result;
    });
}

export function stoppingBefore(name: string): Wrap {
  return (target) => intercept(target, name, () => Promise.reject(new Error(`stopped before ${name}`)));
}

/** Calls of that name with that argument find nothing. */
export function answering(name: string, argument: string): Wrap {
  return (target) => intercept(target, name, (call, args) => (args.includes(argument) ? Promise.resolve() : call()));
}

export function intercept<T extends object>(
  target: T,
  name: string,
  instead: (call: () => unknown, args: unknown[]) => unknown,
): T {
  return new Proxy(target, {
    get(object, key): unknown {
      const value: unknown = Reflect.get(object, key);
      if (key !== name || typeof value !== 'function') return value;
      return (...args: unknown[]) => instead(() => Reflect.apply(value, object, args), args);
    },
  });
}
