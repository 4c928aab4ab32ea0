import type { Collection, Filter } from 'mongodb';
import type { OutboxStore } from '../../../core/ports/store/outbox-store.ts';
import { firstReadable } from '../../readable.ts';
import { atOnce } from '../engine/at-once.ts';
import { transitionKey, transitionOf, type TransitionDocument } from './transition-document.ts';

/** Comparing with a date leaves out what has none. */
const everyDate: Filter<TransitionDocument> = { outboxSince: { $gte: new Date(0) } };

export function createOutboxStore(transitions: Collection<TransitionDocument>): OutboxStore {
  return {
    // Index: outbox
    unexpanded: (limit) =>
      firstReadable({
        limit,
        pageBehind: (last) =>
          atOnce(transitions.find(last ? behind(last) : everyDate).sort({ outboxSince: 1, _id: 1 }), limit),
        itemOf: transitionOf,
      }),

    // Leaves `version` alone: the relay must never make somebody's compare-and-set fail. `lastEventSeq` only grows: what
    // the first condition misses because of it, the second one meets. Index: _id.
    async markExpanded(transition, seq) {
      const older = { _id: transitionKey(transition), expandedSeq: { $lt: seq } };
      const all = await transitions.updateOne(
        { ...older, lastEventSeq: { $lte: seq } },
        { $set: { expandedSeq: seq }, $unset: { outboxSince: '' } },
      );
      if (all.matchedCount === 0) {
        await transitions.updateOne({ ...older, lastEventSeq: { $gt: seq } }, { $set: { expandedSeq: seq } });
      }
    },
  };
}

function behind({ outboxSince = new Date(0), _id }: TransitionDocument): Filter<TransitionDocument> {
  return { outboxSince: { $gte: outboxSince }, $or: [{ outboxSince: { $gt: outboxSince } }, { _id: { $gt: _id } }] };
}
