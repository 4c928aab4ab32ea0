import type { Store } from '../../src/core/ports/store/store.ts';

export interface StoreCall {
  /** As `transitions.insert`. */
  name: string;
  isWrite: boolean;
  values: readonly unknown[];
}

/** Carries the call out, with other values when some are given. */
export type Carry = (values?: readonly unknown[]) => Promise<unknown>;

const reads =
  /^(get|getByLinkId|search|list|listFor|listAbout|read|unexpanded|nextVisitAt|countByState|personalChatOf|ping|close)$/;

/** The same store, with every call going through `intercept`: it may watch, change, refuse, or never come back. */
export function interceptedStore(store: Store, intercept: (call: StoreCall, carry: Carry) => Promise<unknown>): Store {
  const intercepted = (port: string, methods: object): object =>
    new Proxy(methods, {
      get(target, key) {
        const method: unknown = Reflect.get(target, key);
        if (typeof method !== 'function') return method;
        const name = `${port}.${String(key)}`;
        return (...values: unknown[]) =>
          intercept(
            { name, isWrite: !reads.test(String(key)), values },
            async (others = values): Promise<unknown> => Reflect.apply(method, target, [...others]) as unknown,
          );
      },
    });
  const ports = Object.entries(store).map(([port, methods]: [string, unknown]) => [
    port,
    typeof methods === 'object' && methods !== null ? intercepted(port, methods) : methods,
  ]);
  return Object.fromEntries(ports) as Store;
}
