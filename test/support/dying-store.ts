import type { Store } from '../../src/core/ports/store/store.ts';

/** What a killed process leaves: the writes up to a point. It catches nothing, so neither may anything tell it apart. */
class ProcessDied extends Error {}

export interface DyingStore {
  store: Store;
  /** The writes in the order in which they were begun, as `transitions.insert`. */
  writes: string[];
}

const writeNames =
  /^(begin|finish|abandon|remember|write|delete|insert|replace|makeDue|subscribe|unsubscribe|endUnchanged)$/;

/** Carries out `allowed` writes and then neither reads nor writes any more, as if the process had been killed. */
export function dieAfterWrites(store: Store, allowed: number): DyingStore {
  const writes: string[] = [];
  let dead = false;
  const dying = (port: string, methods: object): object =>
    new Proxy(methods, {
      get(target, name: string) {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return async (...values: unknown[]): Promise<unknown> => {
          if (writeNames.test(name)) {
            dead ||= writes.length >= allowed;
            if (!dead) writes.push(`${port}.${name}`);
          }
          if (dead) throw new ProcessDied();
          return Reflect.apply(method, target, values) as unknown;
        };
      },
    });
  const ports = Object.entries(store).map(([port, methods]: [string, unknown]) => [
    port,
    typeof methods === 'object' && methods !== null ? dying(port, methods) : methods,
  ]);
  return { store: Object.fromEntries(ports) as Store, writes };
}
