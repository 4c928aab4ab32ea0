import type { Collection, Filter } from 'mongodb';
import type { PersonalDataStore } from '../../../core/ports/store/personal-data-store.ts';
import { containsOneOf } from '../../mentions.ts';
import { auditDocument } from '../audit-store.ts';
import type { Collections } from '../collections.ts';
import { atOnce } from '../engine/at-once.ts';
import { deleteInBatches } from '../engine/delete-in-batches.ts';
import { transitionKey } from '../transitions/transition-document.ts';

export function createPersonalDataStore(collections: Collections): PersonalDataStore {
  const { transitions, deliveries, audit, dialogs, ephemeral } = collections;
  return {
    // Index: _id
    async removeTransition(transition) {
      const { deletedCount } = await transitions.deleteOne({
        _id: transitionKey(transition),
        version: transition.version,
      });
      return deletedCount === 1;
    },
    // Index: transition
    removeDeliveries: (organisationId, transitionId) => deleteInBatches(deliveries, { organisationId, transitionId }),

    // Index: transition
    async removeNews(events) {
      let removed = 0;
      for (const { organisationId, transitionId, seq } of events) {
        const news = { organisationId, transitionId, 'content.event.seq': seq };
        removed += (await deliveries.deleteMany(news)).deletedCount;
      }
      return removed;
    },

    // Index: _id
    async rewriteAudit(events) {
      for (const event of events) {
        const { _id, ...document } = auditDocument(event);
        await audit.replaceOne({ _id }, document);
      }
    },
    async removeMentions(texts) {
      return (await removeMentions(dialogs, texts)) + (await removeMentions(ephemeral, texts));
    },
  };
}

const pageSize = 200;

interface Mentioning {
  _id: string;
  json: string;
}

/** Goes through a collection by its key: rare enough, and in pieces that hold nobody up. Index: _id */
async function removeMentions<Doc extends Mentioning>(
  collection: Collection<Doc>,
  texts: readonly string[],
): Promise<number> {
  const mentions = containsOneOf(texts);
  let removed = 0;
  for (let after = ''; ;) {
    const beyond = { _id: { $gt: after } } as Filter<Doc>;
    const next = collection.find(beyond).project<Mentioning>({ json: 1 }).sort({ _id: 1 });
    const page = await atOnce(next, pageSize);
    for (const { _id, json } of page) {
      if (mentions(json)) removed += (await collection.deleteOne({ _id, json } as Filter<Doc>)).deletedCount;
    }
    const last = page.at(-1);
    if (!last || page.length < pageSize) return removed;
    after = last._id;
  }
}
