import type { Collection, Filter } from 'mongodb';
import type { TransitionStore } from '../../../core/ports/store.ts';
import { cursorOf, placeOf, type PagePlace } from '../../page-cursor.ts';
import { atOnce } from '../engine/at-once.ts';
import { transitionOf, type TransitionDocument } from './transition-document.ts';

/** Indexes: listed, listedByState, owned, ownedByState, by which of the conditions are given. */
export function createTransitionList(transitions: Collection<TransitionDocument>): TransitionStore['list'] {
  return async (organisationId, { open, ownerId, createdBefore, cursor, limit }) => {
    const filter: Filter<TransitionDocument> = {
      organisationId,
      ...(ownerId !== undefined && { ownerId }),
      ...(open && { isOpen: true }),
      ...after(placeOf(cursor), createdBefore),
    };
    const found = await atOnce(transitions.find(filter).sort({ createdAt: -1, transitionId: -1 }), limit + 1);
    const items = found.slice(0, limit).map(transitionOf);
    const last = items.at(-1);
    return found.length > limit && last ? { items, nextCursor: cursorOf(last) } : { items };
  };
}

/** The bound stands beside the alternatives, because an index is read from a bound, not from an alternative. */
function after({ createdAt, transitionId }: PagePlace, createdBefore: Date | undefined): Filter<TransitionDocument> {
  if (createdBefore && createdBefore <= createdAt) return { createdAt: { $lt: createdBefore } };
  return {
    createdAt: { $lte: createdAt },
    $or: [{ createdAt: { $lt: createdAt } }, { transitionId: { $lt: transitionId } }],
  };
}
