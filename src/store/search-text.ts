import type { Transition } from '../core/transition.ts';

/** Letters that Unicode does not take apart into a base letter and an accent. */
const plainLetters: Readonly<Record<string, string>> = {
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ς: 'σ',
};

/** The same text for everything that a person would call the same name: letter case, accents and spacing go. */
export function foldText(text: string): string {
  return (
    text
      .toWellFormed()
      .normalize('NFKD')
      .replace(/[\p{M}\p{Cf}]/gu, '')
      // A capital ẞ has no other capital: only as a small one does it become two letters.
      .toLowerCase()
      .toUpperCase()
      .toLowerCase()
      .replace(/[æœøłđðþς]/g, (letter) => plainLetters[letter] ?? letter)
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim()
  );
}

/** One name a line: folded text has no line breaks, so that no match runs from one name into the next. */
export function searchTextOf(transition: Transition): string {
  const { customer, tenant } = transition;
  return [customer.companyName, tenant.domain, tenant.displayName ?? ''].map(foldText).join('\n');
}
