const hidden = /[\p{Cc}\p{Cs}\u061C\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu;
const longest = 300;

/**
 * What someone typed, or another system told, made fit for a text run or an input: one line without hidden characters
 * or marks that turn the direction of writing, not endless, and without the one thing that a text run still
 * interprets, the `{{DATE()}}` and `{{TIME()}}` functions. Markdown and mentions have no meaning in a text run.
 */
export function plain(text: string): string {
  const line = text
    .slice(0, 4 * longest)
    .replace(/\s+/g, ' ')
    .replace(hidden, '')
    .replace(/\{(?=\{)/g, '{ ')
    .trim();
  return shortened(line, longest);
}

/** Cut by whole characters, so that no half of an emoji is left over. */
export function shortened(text: string, length: number): string {
  if (text.length <= length) return text;
  const characters = [...new Intl.Segmenter().segment(text.slice(0, 2 * length))].map(({ segment }) => segment);
  let cut = '';
  for (const character of characters) {
    if (cut.length + character.length >= length) break;
    cut += character;
  }
  return `${cut}…`;
}
