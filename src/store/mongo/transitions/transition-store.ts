import { setTimeout as wait } from 'node:timers/promises';
import type { Collection, Filter } from 'mongodb';
import type { InsertOutcome, TransitionStore } from '../../../core/ports/store/transition-store.ts';
import type { Transition } from '../../../core/transition.ts';
import { readableOnes } from '../../readable.ts';
import { atOnce } from '../engine/at-once.ts';
import { unlessDuplicate } from '../engine/upsert.ts';
import { setting } from '../engine/setting.ts';
import {
  openTenantClaim,
  outboxSinceOf,
  transitionFields,
  transitionKey,
  transitionOf,
  type TransitionDocument,
} from './transition-document.ts';
import { createTransitionList } from './transition-list.ts';
import { createTransitionSearch } from './transition-search.ts';

type Transitions = Collection<TransitionDocument>;

const newestFirst = { createdAt: -1, transitionId: -1 } as const;

export function createTransitionStore(transitions: Transitions): TransitionStore {
  const find = async (filter: Filter<TransitionDocument>): Promise<Transition | undefined> => {
    const document = await transitions.findOne(filter);
    return document ? transitionOf(document) : undefined;
  };

  return {
    search: createTransitionSearch(transitions),
    list: createTransitionList(transitions),
    insert: createInsert(transitions, find),

    async replace(transition, options) {
      const { version, lastEventSeq } = transition;
      const previous = { _id: transitionKey(transition), version: version - 1 };
      const visit = options?.visitDueAt && {
        'visit.dueAt': options.visitDueAt,
        'visit.quietVisits': 0,
        'visit.woken': true,
      };
      const write = async (expandedSeq: Filter<number>, outboxSince: Date | undefined): Promise<boolean> => {
        const fields = { ...transitionFields(transition), ...visit, outboxSince };
        let matched = 0;
        await unlessDuplicate(async () => {
          ({ matchedCount: matched } = await transitions.updateOne({ ...previous, expandedSeq }, setting(fields)));
        });
        return matched === 1;
      };
      // The relay may have expanded what this write still carries. Its mark only grows: what the first condition
      // misses because of it, the second one meets. Index: _id.
      const carriesNews = await write({ $lt: lastEventSeq }, outboxSinceOf(transition));
      return carriesNews || write({ $gte: lastEventSeq }, undefined);
    },

    // Index: _id
    get: (organisationId, transitionId) => find({ _id: transitionKey({ organisationId, transitionId }) }),
    // Index: link
    getByLinkId: (linkId) => find({ linkId }),
    // Indexes: tenant, relationship
    async listAbout(subject) {
      const filter =
        'tenantId' in subject ? { tenantId: subject.tenantId } : { relationshipId: subject.relationshipId };
      return readableOnes(await atOnce(transitions.find(filter).sort(newestFirst)), transitionOf);
    },
  };
}

const attempts = 20;
const pauseMs = 25;

/**
 * One insert, which the unique indexes refuse as a whole. Which of them did is found out by looking for what is in the
 * way; a majority may know of that a moment later than the index, and it may be gone again.
 */
function createInsert(
  transitions: Transitions,
  find: (filter: Filter<TransitionDocument>) => Promise<Transition | undefined>,
): TransitionStore['insert'] {
  return async (transition, { visitDueAt }): Promise<InsertOutcome> => {
    const { organisationId, tenant } = transition;
    const document = documentOf(transition, visitDueAt);
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      if (await unlessDuplicate(() => transitions.insertOne(document))) return { kind: 'inserted' };
      const same = await find({ _id: document._id });
      if (same) return { kind: 'exists', transition: same };
      // Index: tenantClaim
      const taker = await find({ tenantClaim: openTenantClaim(organisationId, tenant.tenantId) });
      if (taker) return { kind: 'tenantTaken', transition: taker };
      if (await find({ linkId: document.linkId })) break;
      await wait(pauseMs);
    }
    throw new Error('the link id of a new transition is in use');
  };
}

function documentOf(transition: Transition, visitDueAt: Date): TransitionDocument {
  const { relationshipId, ...fields } = transitionFields(transition);
  const outboxSince = outboxSinceOf(transition);
  return {
    _id: transitionKey(transition),
    ...fields,
    ...(relationshipId !== undefined && { relationshipId }),
    expandedSeq: 0,
    ...(outboxSince && { outboxSince }),
    visit: { dueAt: visitDueAt, quietVisits: 0, woken: false },
  };
}
