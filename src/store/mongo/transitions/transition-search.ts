import type { Collection } from 'mongodb';
import type { TransitionStore } from '../../../core/ports/store/transition-store.ts';
import { readableOnes } from '../../readable.ts';
import { newestFirst } from './newest-first.ts';
import { wantedBy } from './search-keys.ts';
import { transitionOf, type TransitionDocument } from './transition-document.ts';

/**
 * Index: found. Its first field is the keys, so that the engine may begin with whichever of the wanted ones is the
 * rarest; what has them all is then read and compared with the text itself.
 */
export function createTransitionSearch(transitions: Collection<TransitionDocument>): TransitionStore['search'] {
  return async (organisationId, text, limit) => {
    const wanted = wantedBy(organisationId, text);
    if (!wanted) return [];
    const { keys, contained } = wanted;
    const filter = {
      // Where no index has it: an engine must not be tempted to read all of the organisation.
      'transition.organisationId': organisationId,
      searchKeys: { $all: [...keys] },
      ...(contained !== undefined && { searchText: { $regex: literally(contained) } }),
    };
    return readableOnes(await newestFirst(transitions, filter, { limit, sort: { createdAt: -1 } }), transitionOf);
  };
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/#-]/g, String.raw`\$&`);
}
