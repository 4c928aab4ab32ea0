import type { Collection } from 'mongodb';
import type { TransitionStore } from '../../../core/ports/store.ts';
import { atOnce } from '../engine/at-once.ts';
import { wantedBy } from './search-keys.ts';
import { transitionOf, type TransitionDocument } from './transition-document.ts';

/**
 * Index: search. Its first field is the keys, so that the engine may begin with whichever of the wanted ones is the
 * rarest; what has them all is then read and compared with the text itself.
 */
export function createTransitionSearch(transitions: Collection<TransitionDocument>): TransitionStore['search'] {
  return async (organisationId, text, limit) => {
    const wanted = wantedBy(text);
    if (!wanted) return [];
    const { keys, contained } = wanted;
    const matching = transitions.find({
      organisationId,
      searchKeys: { $all: [...keys] },
      ...(contained !== undefined && { searchText: { $regex: literally(contained) } }),
    });
    return (await atOnce(matching.sort({ createdAt: -1, transitionId: -1 }), limit)).map(transitionOf);
  };
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/#-]/g, String.raw`\$&`);
}
