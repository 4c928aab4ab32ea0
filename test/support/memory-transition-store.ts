import type { TransitionStore } from '../../src/core/ports/store/transition-store.ts';
import { isOpen, type Transition } from '../../src/core/transition.ts';

export interface MemoryTransitionStore extends TransitionStore {
  /** What a test looks at: the record as last written, and when it is to be visited. */
  stored(transitionId: string): Transition;
  visitDueAt(transitionId: string): Date | undefined;
  /** Runs before the next write is compared, as somebody else's write would. */
  beforeNextReplace(interfere: () => void): void;
  put(transition: Transition): void;
}

/** The store's rules for transitions in their plainest form, for tests of use cases. */
export function createMemoryTransitionStore(...initial: readonly Transition[]): MemoryTransitionStore {
  const records = new Map(initial.map((record) => [record.transitionId, record]));
  const visits = new Map<string, Date>();
  let interfere: (() => void) | undefined;
  const all = () => [...records.values()];
  return {
    insert(transition, { visitDueAt }) {
      const same = records.get(transition.transitionId);
      if (same) return Promise.resolve({ kind: 'exists', transition: same });
      const rival = all().find((other) => isOpen(other) && other.tenant.tenantId === transition.tenant.tenantId);
      if (rival) return Promise.resolve({ kind: 'tenantTaken', transition: rival });
      records.set(transition.transitionId, transition);
      visits.set(transition.transitionId, visitDueAt);
      return Promise.resolve({ kind: 'inserted' });
    },
    replace(transition, options) {
      const run = interfere;
      interfere = undefined;
      run?.();
      const stored = records.get(transition.transitionId);
      if (stored?.version !== transition.version - 1) return Promise.resolve(false);
      const isTaken = all().some(
        (other) =>
          other.transitionId !== transition.transitionId &&
          isOpen(other) &&
          isOpen(transition) &&
          other.tenant.tenantId === transition.tenant.tenantId,
      );
      if (isTaken) return Promise.resolve(false);
      records.set(transition.transitionId, transition);
      if (options?.visitDueAt) visits.set(transition.transitionId, options.visitDueAt);
      return Promise.resolve(true);
    },
    get(organisationId, transitionId) {
      const found = records.get(transitionId);
      return Promise.resolve(found?.organisationId === organisationId ? found : undefined);
    },
    getByLinkId: (linkId) => Promise.resolve(all().find((record) => record.link.linkId === linkId)),
    listAbout: (subject) =>
      Promise.resolve(
        all().filter((record) =>
          'tenantId' in subject
            ? record.tenant.tenantId === subject.tenantId
            : record.relationshipId === subject.relationshipId,
        ),
      ),
    search: () => Promise.resolve(all()),
    list: () => Promise.resolve({ items: all() }),
    stored(transitionId) {
      const found = records.get(transitionId);
      if (!found) throw new Error(`no transition ${transitionId} was stored`);
      return found;
    },
    visitDueAt: (transitionId) => visits.get(transitionId),
    beforeNextReplace(run) {
      interfere = run;
    },
    put(transition) {
      records.set(transition.transitionId, transition);
    },
  };
}
