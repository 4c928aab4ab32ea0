import type { TransitionStore } from '../../../core/ports/store/transition-store.ts';
import { readableOnes } from '../../readable.ts';
import { foldText } from '../../search-text.ts';
import type { Connection } from '../engine/connection.ts';
import { rawTransitionRow, transitionColumns, transitionOf } from './transition-row.ts';

/** What the trigram index needs at least; shorter text is looked up as the beginning of a word. */
const trigramLength = 3;
/** Each more makes a query slower: what all have in common is little, and what is left is compared with the text itself. */
const mostTrigrams = 4;
/** No name worth finding needs more. */
const longestText = 100;

/** Newest first is by row id: rows are inserted in the order of creation, and the full-text indexes read it backwards. */
export function createTransitionSearch(connection: Connection): TransitionStore['search'] {
  const matching = (index: string, condition = '') =>
    connection.query(
      `SELECT ${transitionColumns} FROM ${index} CROSS JOIN transitions ON transitions.row_id = ${index}.rowid
       WHERE ${index} MATCH :wanted AND transitions.organisation_id = :organisationId ${condition}
       ORDER BY ${index}.rowid DESC LIMIT :limit`,
      rawTransitionRow,
    );
  const containing = matching('transition_trigrams', 'AND instr(transitions.search_text, :text) > 0');
  const wordsBeginning = matching('transition_words');

  return async (organisationId, text, limit) => {
    const letters = Array.from(foldText(text)).slice(0, longestText);
    if (letters.length === 0) return [];
    const found = await connection.run(() =>
      letters.length < trigramLength
        ? wordsBeginning({ organisationId, wanted: `${quoted(letters)}*`, limit })
        : containing({
            organisationId,
            wanted: trigramsOf(letters).map(quoted).join(' AND '),
            text: letters.join(''),
            limit,
          }),
    );
    return readableOnes(found, transitionOf);
  };
}

/** Those that the text begins with, one behind the other: its end is what many have, as "pty ltd" and ".com". */
function trigramsOf(letters: readonly string[]): string[][] {
  const count = Math.min(mostTrigrams, Math.ceil(letters.length / trigramLength));
  return Array.from({ length: count }, (_, index) => {
    const from = Math.min(index * trigramLength, letters.length - trigramLength);
    return letters.slice(from, from + trigramLength);
  });
}

function quoted(letters: readonly string[]): string {
  return `"${letters.join('').replaceAll('"', '""')}"`;
}
