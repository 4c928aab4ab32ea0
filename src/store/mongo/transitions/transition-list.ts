import type { Collection, Filter } from 'mongodb';
import type { TransitionStore } from '../../../core/ports/store/transition-store.ts';
import { placeOf, type PagePlace } from '../../page-cursor.ts';
import { readablePage } from '../../readable.ts';
import { newestFirst } from './newest-first.ts';
import { transitionOf, type TransitionDocument } from './transition-document.ts';

const sort = { createdAt: -1, transitionId: -1 } as const;

/** Indexes: listed, listedByState, owned, ownedByState, by which of the conditions are given. */
export function createTransitionList(transitions: Collection<TransitionDocument>): TransitionStore['list'] {
  return async (organisationId, { open, ownerId, createdBefore, cursor, limit }) => {
    const place = placeOf(cursor);
    const isOldEnough = createdBefore !== undefined && createdBefore <= place.createdAt;
    const filter: Filter<TransitionDocument> = {
      organisationId,
      ...(ownerId !== undefined && { ownerId }),
      ...(open && { isOpen: true }),
      ...(isOldEnough ? { createdAt: { $lt: createdBefore } } : after(place)),
    };
    const upTo = isOldEnough ? createdBefore : place.createdAt;
    const found = await newestFirst(transitions, filter, { limit: limit + 1, sort, upTo });
    return readablePage(found, { limit, itemOf: transitionOf, placeOf: (document) => document });
  };
}

/** Within what is not newer; of those that began at one instant, the ones behind the place. */
function after({ createdAt, transitionId }: PagePlace): Filter<TransitionDocument> {
  return { $or: [{ createdAt: { $lt: createdAt } }, { transitionId: { $lt: transitionId } }] };
}
