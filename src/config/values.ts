import { z } from 'zod';

// What several keys may say, read in one way.

/** The parts without the blanks around them; an empty part is none. */
export function split(text: string, separator: string): string[] {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Separated by commas. */
export const list = z.string().transform((value) => split(value, ','));

/** Without a final slash, so that paths can follow. */
export const webAddress = z.url('must be an http or https address').transform((value) => value.replace(/\/+$/, ''));
