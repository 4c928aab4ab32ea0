import type { EphemeralStore } from '../../src/core/ports/store/ephemeral-store.ts';

export interface MemoryEphemeralStore extends EphemeralStore {
  /** Everything held, for comparing before and after. */
  held(): Record<string, string>;
}

export function createMemoryEphemeralStore(): MemoryEphemeralStore {
  const entries = new Map<string, { json: string; expiresAt: Date }>();
  const read = (key: string, now: Date) => {
    const entry = entries.get(key);
    return entry && entry.expiresAt > now ? entry.json : undefined;
  };
  return {
    async put(key, json, expiresAt) {
      entries.set(key, { json, expiresAt });
    },
    async putIfAbsent(key, json, { now, expiresAt }) {
      if (read(key, now) !== undefined) return false;
      entries.set(key, { json, expiresAt });
      return true;
    },
    get: async (key, now) => read(key, now),
    async take(key, now) {
      const json = read(key, now);
      entries.delete(key);
      return json;
    },
    async deleteExpired(now) {
      const over = [...entries].filter(([, { expiresAt }]) => expiresAt <= now);
      for (const [key] of over) entries.delete(key);
      return over.length;
    },
    held: () => Object.fromEntries([...entries].map(([key, { json }]) => [key, json])),
  };
}
