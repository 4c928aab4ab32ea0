/** One at a time for each key, in the order of arrival; different keys side by side. */
export interface TurnLanes {
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** Resolves when nothing runs any more, including what arrived while waiting. */
  drain(): Promise<void>;
}

export function createTurnLanes(): TurnLanes {
  const last = new Map<string, Promise<unknown>>();
  return {
    async run(key, work) {
      const before = last.get(key);
      const mine = before ? before.then(work, work) : work();
      last.set(key, mine);
      try {
        return await mine;
      } finally {
        if (last.get(key) === mine) last.delete(key);
      }
    },
    async drain() {
      while (last.size > 0) await Promise.allSettled(last.values());
    },
  };
}
