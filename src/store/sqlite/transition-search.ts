import type { TransitionStore } from '../../core/ports/store.ts';
import { foldText } from '../search-text.ts';
import type { Connection } from './engine/connection.ts';
import { transitionColumns, transitionRow } from './transition-row.ts';

/** What the trigram index needs at least; shorter text is looked up as the beginning of a word. */
const trigramLength = 3;
/** No name worth finding needs more, and the work of a query grows with its length. */
const longestText = 100;

/** Newest first is by row id: rows are inserted in the order of creation, and the full-text indexes read it backwards. */
export function createTransitionSearch(connection: Connection): TransitionStore['search'] {
  const matching = (index: string) =>
    connection.query(
      `SELECT ${transitionColumns} FROM ${index} CROSS JOIN transitions ON transitions.row_id = ${index}.rowid
       WHERE ${index} MATCH :phrase AND transitions.organisation_id = :organisationId
       ORDER BY ${index}.rowid DESC LIMIT :limit`,
      transitionRow,
    );
  const containing = matching('transition_trigrams');
  const wordsBeginning = matching('transition_words');

  return async (organisationId, text, limit) => {
    const letters = Array.from(foldText(text)).slice(0, longestText);
    if (letters.length === 0) return [];
    const phrase = `"${letters.join('').replaceAll('"', '""')}"`;
    return connection.run(() =>
      letters.length < trigramLength
        ? wordsBeginning({ organisationId, phrase: `${phrase}*`, limit })
        : containing({ organisationId, phrase, limit }),
    );
  };
}
