import type { Collection, Filter } from 'mongodb';
import type { Claimed } from '../../../core/ports/store/claim.ts';
import type { Visit, VisitStore } from '../../../core/ports/store/visit-store.ts';
import { atOnce } from '../engine/at-once.ts';
import { createSpreadClaim } from '../engine/claim-spread.ts';
import { setting } from '../engine/setting.ts';
import { transitionKey, type TransitionDocument } from './transition-document.ts';

type Transitions = Collection<TransitionDocument>;

const endOfLease = { 'visit.leaseToken': undefined, 'visit.leaseUntil': undefined };
const visitOnly = { organisationId: 1, transitionId: 1, visit: 1 } as const;

export function createVisitStore(transitions: Transitions): VisitStore {
  const spread = createSpreadClaim();

  return {
    async claimVisits({ now, until, token, limit }) {
      const free = dueAndFree(now);
      const claimed = { 'visit.leaseToken': token, 'visit.leaseUntil': until, 'visit.woken': false };
      const taken = await spread(limit, {
        candidates: (some) => candidates(transitions, free, some),
        // Index: _id
        take: async (_id) => {
          const document = await transitions.findOneAndUpdate(
            { _id, ...free },
            { $set: claimed },
            { returnDocument: 'after', projection: visitOnly },
          );
          return document ? visitOf(document) : undefined;
        },
      });
      return taken.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime()).map((item) => ({ item, token }));
    },

    // Index: _id
    async renewVisit(claimed, until) {
      const { matchedCount } = await transitions.updateOne(leased(claimed), { $set: { 'visit.leaseUntil': until } });
      return matchedCount === 1;
    },

    // Nobody but a claim takes `woken` back: what the first condition misses because of it, the second one meets.
    // Index: _id
    async settleVisit(claimed, next) {
      const { quietVisits } = next ?? claimed.item;
      const asPlanned = await transitions.updateOne(
        { ...leased(claimed), 'visit.woken': false },
        setting({ ...endOfLease, 'visit.dueAt': next?.dueAt, 'visit.quietVisits': quietVisits }),
      );
      if (asPlanned.matchedCount === 1) return true;
      const madeDue = await transitions.updateOne(
        { ...leased(claimed), 'visit.woken': true },
        { ...setting<TransitionDocument>(endOfLease), $min: { 'visit.quietVisits': quietVisits } },
      );
      return madeDue.matchedCount === 1;
    },

    // Index: _id
    async makeDue(organisationId, transitionId, at) {
      const { matchedCount } = await transitions.updateOne(
        { _id: transitionKey({ organisationId, transitionId }) },
        { $set: { 'visit.dueAt': at, 'visit.quietVisits': 0, 'visit.woken': true } },
      );
      return matchedCount === 1;
    },

    // Index: _id
    async nextVisitAt(organisationId, transitionId) {
      const _id = transitionKey({ organisationId, transitionId });
      const document = await transitions.findOne({ _id }, { projection: visitOnly });
      return document?.visit.dueAt;
    },
  };
}

function dueAndFree(now: Date): Filter<TransitionDocument> {
  return { 'visit.dueAt': { $lte: now }, 'visit.leaseUntil': { $not: { $gt: now } } };
}

/** Index: visitsDue. Only a hint, so that the newest view is better than one that a majority has. */
async function candidates(transitions: Transitions, free: Filter<TransitionDocument>, limit: number) {
  const due = transitions.find(free, { readConcern: { level: 'local' }, projection: { _id: 1 } });
  const found = await atOnce(due.sort({ 'visit.dueAt': 1 }), limit);
  return found.map(({ _id }) => ({ id: _id, lane: _id }));
}

function leased({ item, token }: Claimed<Visit>) {
  return { _id: transitionKey(item), 'visit.leaseToken': token };
}

function visitOf({ organisationId, transitionId, visit }: TransitionDocument): Visit | undefined {
  const { dueAt, quietVisits } = visit;
  return dueAt && { organisationId, transitionId, dueAt, quietVisits };
}
