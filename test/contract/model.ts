import assert from 'node:assert/strict';
import type { Claim, Claimed } from '../../src/core/ports/store/claim.ts';
import type { InsertOutcome } from '../../src/core/ports/store/transition-store.ts';
import type { Visit } from '../../src/core/ports/store/visit-store.ts';
import { isOpen, type Transition } from '../../src/core/transition.ts';

interface Entry {
  transition: Transition;
  expandedSeq: number;
  dueAt: Date | undefined;
  quietVisits: number;
  woken: boolean;
  lease?: { token: string; until: Date };
}

/** What transitions, visits and outbox of one organisation mean, in plain objects: what every engine is held against. */
export function createModel() {
  const entries = new Map<string, Entry>();

  function held({ item, token }: Claimed<Visit>): Entry | undefined {
    const entry = entries.get(item.transitionId);
    return entry?.lease?.token === token ? entry : undefined;
  }

  function seen(entry: Entry): Transition {
    const outbox = entry.transition.outbox.filter(({ seq }) => seq > entry.expandedSeq);
    return { ...entry.transition, outbox };
  }

  return {
    get(transitionId: string): Transition | undefined {
      const entry = entries.get(transitionId);
      return entry && seen(entry);
    },

    nextVisitAt: (transitionId: string): Date | undefined => entries.get(transitionId)?.dueAt,

    openIds: (): string[] => [...entries].filter(([, { transition }]) => isOpen(transition)).map(([id]) => id),

    unexpandedIds: (): string[] => [...entries].filter(([, entry]) => seen(entry).outbox.length > 0).map(([id]) => id),

    insert(transition: Transition, visitDueAt: Date): InsertOutcome {
      const same = entries.get(transition.transitionId);
      if (same) return { kind: 'exists', transition: seen(same) };
      const taker = [...entries.values()].find(
        (entry) => isOpen(entry.transition) && entry.transition.tenant.tenantId === transition.tenant.tenantId,
      );
      if (taker && isOpen(transition)) return { kind: 'tenantTaken', transition: seen(taker) };
      const entry = { transition, expandedSeq: 0, dueAt: visitDueAt, quietVisits: 0, woken: false };
      entries.set(transition.transitionId, entry);
      return { kind: 'inserted' };
    },

    replace(transition: Transition, visitDueAt: Date | undefined): boolean {
      const entry = entries.get(transition.transitionId);
      if (entry?.transition.version !== transition.version - 1) return false;
      entry.transition = transition;
      if (visitDueAt) Object.assign(entry, { dueAt: visitDueAt, quietVisits: 0, woken: true });
      return true;
    },

    markExpanded(transitionId: string, seq: number): void {
      const entry = entries.get(transitionId);
      if (entry) entry.expandedSeq = Math.max(entry.expandedSeq, seq);
    },

    makeDue(transitionId: string, at: Date): boolean {
      const entry = entries.get(transitionId);
      if (entry) Object.assign(entry, { dueAt: at, quietVisits: 0, woken: true });
      return entry !== undefined;
    },

    /** Which of several equally old visits are claimed is the engine's choice: checks that it is a fair one. */
    acceptClaim(claim: Claim, claimed: readonly Claimed<Visit>[]): void {
      const free = [...entries.values()].flatMap((entry) => {
        const { transition, dueAt, quietVisits, lease } = entry;
        if (!dueAt || dueAt > claim.now || (lease && lease.until > claim.now)) return [];
        const { organisationId, transitionId } = transition;
        return [{ organisationId, transitionId, dueAt, quietVisits }];
      });
      const oldest = free.map(({ dueAt }) => dueAt.getTime()).toSorted((a, b) => a - b);
      const expectedTimes = oldest.slice(0, claim.limit);
      assert.deepEqual(
        claimed.map(({ item }) => item.dueAt.getTime()),
        expectedTimes,
      );
      for (const { item, token } of claimed) {
        assert.equal(token, claim.token);
        assert.deepEqual(
          item,
          free.find(({ transitionId }) => transitionId === item.transitionId),
        );
        Object.assign(entries.get(item.transitionId)!, { woken: false, lease: { token, until: claim.until } });
      }
    },

    renew(claimed: Claimed<Visit>, until: Date): boolean {
      const entry = held(claimed);
      if (entry) entry.lease = { token: claimed.token, until };
      return entry !== undefined;
    },

    settle(claimed: Claimed<Visit>, next: { dueAt: Date; quietVisits: number } | undefined): boolean {
      const entry = held(claimed);
      if (!entry) return false;
      delete entry.lease;
      const quietVisits = next?.quietVisits ?? claimed.item.quietVisits;
      if (!entry.woken) entry.dueAt = next?.dueAt;
      entry.quietVisits = entry.woken ? Math.min(entry.quietVisits, quietVisits) : quietVisits;
      return true;
    },
  };
}

export type Model = ReturnType<typeof createModel>;
