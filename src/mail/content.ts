/** What a mail says, once; rendered as HTML and as plain text. Every text may hold what people typed. */
export interface MailContent {
  subject: string;
  /** What mailboxes show beside the subject. */
  preview: string;
  title: string;
  blocks: readonly Block[];
  /** Why the reader gets this mail. */
  reason: string;
}

export type Block =
  | { kind: 'paragraph' | 'heading'; text: string }
  /** The link, as a button and as text. */
  | { kind: 'action'; label: string; hint: string; url: string; note: string }
  | { kind: 'steps'; items: readonly { title: string; text: string }[] }
  | { kind: 'points'; items: readonly string[] }
  | { kind: 'facts'; items: readonly { label: string; value: string }[] };

/**
 * One line, of a decent length, without what could end a header, fake a further line or turn the text around:
 * control characters, line separators, marks of writing direction.
 */
export function oneLine(text: string, longest = 200): string {
  const line = text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  const letters = Array.from(line);
  return letters.length <= longest ? line : `${letters.slice(0, longest - 1).join('')}…`;
}
