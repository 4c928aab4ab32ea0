import { createHash } from 'node:crypto';
import { foldText } from '../../search-text.ts';

/** Shorter text is looked up as the beginning of a word. */
const shortGram = 3;
/** Few names share a run of so many: what a name is found by must stay rare among a million. */
const longGram = 5;
/** No name worth finding needs more, and the work of a query grows with its length. */
const longestText = 100;
/** Engines read all that has a key, of each key that is given. */
const mostGrams = 2;

/**
 * The keys that a text is found by: every run of three and of five characters, and the first one and two of every word.
 * Folded text has one name a line, and no key reaches from one into the next. The organisation is in the key and not
 * beside it in the index, which is large: there are a hundred keys to a transition.
 */
export function searchKeysOf(organisationId: string, foldedText: string): string[] {
  const keys = new Set<string>();
  for (const line of foldedText.split('\n')) {
    const all = Array.from(line);
    for (const gram of [...gramsOf(all, shortGram), ...gramsOf(all, longGram)]) keys.add(gram);
    for (const word of line.split(/[^\p{L}\p{N}\p{Co}.-]+/u)) {
      const letters = Array.from(word);
      if (letters.length > 0) keys.add(wordKey(letters.slice(0, 1)));
      if (letters.length > 1) keys.add(wordKey(letters.slice(0, 2)));
    }
  }
  const mark = markOf(organisationId);
  return Array.from(keys, (key) => mark + key);
}

export interface Wanted {
  /** All of them, for a name that contains the text. */
  keys: readonly string[];
  /** The folded text itself, where having the keys does not prove that it is there. */
  contained?: string;
}

/** Undefined: blank text, which nothing contains. */
export function wantedBy(organisationId: string, text: string): Wanted | undefined {
  const letters = Array.from(foldText(text)).slice(0, longestText);
  if (letters.length === 0) return undefined;
  const mark = markOf(organisationId);
  if (letters.length < shortGram) return { keys: [mark + wordKey(letters)] };
  const length = letters.length < longGram ? shortGram : longGram;
  const keys = firstGrams(letters, length).map((gram) => mark + gram);
  return { keys, ...(letters.length > length && { contained: letters.join('') }) };
}

/** Two organisations may share one: whose a transition is must be compared as well. */
function markOf(organisationId: string): string {
  return createHash('sha256').update(organisationId).digest('base64url').slice(0, 4);
}

function gramsOf(letters: readonly string[], length: number): string[] {
  return letters.slice(length - 1).map((_, index) => letters.slice(index, index + length).join(''));
}

/** One behind the other from the beginning: the end is what many names have, as "pty ltd" and ".com". */
function firstGrams(letters: readonly string[], length: number): string[] {
  const count = Math.min(mostGrams, Math.ceil(letters.length / length));
  return Array.from({ length: count }, (_, index) => {
    const from = Math.min(index * length, letters.length - length);
    return letters.slice(from, from + length).join('');
  });
}

/** Longer than any gram, so that the two are never taken for one another. */
function wordKey(letters: readonly string[]): string {
  return `word:${letters.join('')}`;
}
