import { wrong, type Checked } from './problem.ts';

export interface TextRule {
  /** In UTF-16 units, as Microsoft's services count. */
  max: number;
  required: boolean;
}

/**
 * Characters that show nothing: controls, soft hyphen, zero-width space, and the marks that turn the direction of
 * writing. They arrive with what is pasted and can make a text look like another, so they go without a word.
 * The two joiners (U+200C, U+200D) stay: Persian, Indic scripts and emoji need them.
 */
const invisible = /[\p{Cc}\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu;

/** Lone surrogates, private use, unassigned, and the tag characters that can hide a message in a text. */
const unusable = /[\p{Cs}\p{Co}\p{Cn}\u{E0000}-\u{E007F}]/u;

/** More marks on one letter than any language stacks: it would be drawn over its neighbours. */
const stackedMarks = /\p{M}{5}/u;

const letterOrDigit = /[\p{L}\p{N}]/u;

/** One line of text that is safe to store and to show: composed, trimmed, without hidden characters. '' when absent. */
export function checkText(typed: string, rule: TextRule): Checked<string> {
  // Far more than any rule allows is too long whatever it holds; a megabyte need not be walked through.
  if (typed.length > 20 * rule.max) return wrong('tooLong', { max: rule.max });
  const text = typed
    .normalize('NFC')
    .replace(/[\t\n\v\f\r]/g, ' ')
    .replace(invisible, '')
    .replace(/\s+/gu, ' ')
    .trim();
  if (text === '') return rule.required ? wrong('missing') : { kind: 'ok', value: '' };
  if (text.length > rule.max) return wrong('tooLong', { max: rule.max });
  const readable = !unusable.test(text) && !stackedMarks.test(text) && letterOrDigit.test(text);
  return readable ? { kind: 'ok', value: text } : wrong('unusable');
}
