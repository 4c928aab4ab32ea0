import type { Claim, Claimed } from '../../src/core/ports/store/claim.ts';

interface Entry {
  name: string;
  dueAt: Date;
  lease?: { token: string; until: Date };
}

/** A queue of named items with leases, as the stores keep them; settling with nothing takes the item off. */
export function createFakeQueue() {
  const entries = new Map<string, Entry>();
  const claims: Claim[] = [];
  const held = ({ item, token }: Claimed<string>) => {
    const entry = entries.get(item);
    return entry?.lease?.token === token ? entry : undefined;
  };

  return {
    claims,
    names: () => [...entries.keys()],
    put(dueAt: Date, ...names: readonly string[]) {
      for (const name of names) entries.set(name, { name, dueAt });
    },
    claim: async (claim: Claim): Promise<Claimed<string>[]> => {
      claims.push(claim);
      const due = [...entries.values()]
        .filter(({ dueAt, lease }) => dueAt <= claim.now && (!lease || lease.until <= claim.now))
        .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime())
        .slice(0, claim.limit);
      return due.map((entry) => {
        entry.lease = { token: claim.token, until: claim.until };
        return { item: entry.name, token: claim.token };
      });
    },
    renew: async (claimed: Claimed<string>, until: Date): Promise<boolean> => {
      const entry = held(claimed);
      if (entry?.lease) entry.lease = { ...entry.lease, until };
      return entry !== undefined;
    },
    settle: async (claimed: Claimed<string>, nextDueAt: Date | undefined): Promise<boolean> => {
      const entry = held(claimed);
      if (!entry) return false;
      if (nextDueAt) entries.set(entry.name, { name: entry.name, dueAt: nextDueAt });
      else entries.delete(entry.name);
      return true;
    },
  };
}
