import { foldText } from '../../search-text.ts';

/** Shorter text is looked up as the beginning of a word. */
const gramLength = 3;
/** No name worth finding needs more, and the work of a query grows with its length. */
const longestText = 100;
/** The engine intersects them or picks the rarest; more would make it weigh without end. */
const mostGrams = 8;

/**
 * The keys that a text is found by: every run of three characters, and the first one and two of every word. Folded text
 * has one name a line, and no key reaches from one into the next.
 */
export function searchKeysOf(foldedText: string): string[] {
  const keys = new Set<string>();
  for (const line of foldedText.split('\n')) {
    for (const gram of gramsOf(Array.from(line))) keys.add(gram);
    for (const word of line.split(/[^\p{L}\p{N}\p{Co}.-]+/u)) {
      const letters = Array.from(word);
      if (letters.length > 0) keys.add(wordKey(letters.slice(0, 1)));
      if (letters.length > 1) keys.add(wordKey(letters.slice(0, 2)));
    }
  }
  return [...keys];
}

export interface Wanted {
  /** All of them, for a name that contains the text. */
  keys: readonly string[];
  /** The folded text itself, where having the keys does not prove that it is there. */
  contained?: string;
}

/** Undefined: blank text, which nothing contains. */
export function wantedBy(text: string): Wanted | undefined {
  const letters = Array.from(foldText(text)).slice(0, longestText);
  if (letters.length === 0) return undefined;
  if (letters.length < gramLength) return { keys: [wordKey(letters)] };
  const grams = [...new Set(gramsOf(letters))];
  const step = Math.max(1, grams.length / mostGrams);
  const keys = grams.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
  return { keys, ...(letters.length > gramLength && { contained: letters.join('') }) };
}

function gramsOf(letters: readonly string[]): string[] {
  return letters.slice(gramLength - 1).map((_, index) => letters.slice(index, index + gramLength).join(''));
}

/** Longer than any gram, so that the two are never taken for one another. */
function wordKey(letters: readonly string[]): string {
  return `word:${letters.join('')}`;
}
