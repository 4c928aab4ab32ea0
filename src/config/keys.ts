import { z } from 'zod';
import { list, split } from './values.ts';

/** A random key of 32 hexadecimal digits has fewer once in ten thousand million times. */
const fewestDifferent = 6;

const key = z
  .string()
  .min(32, { error: 'must be keys of 32 characters or more, separated by commas', abort: true })
  .refine(
    (value) => new Set(value).size >= fewestDifferent,
    'must be random: a key that repeats a few characters is guessed',
  );

/** The first is used from now on, all are still understood. */
export const keys = list.pipe(z.tuple([key], key, 'must hold a key of 32 characters or more'));

/** Whoever learns one of them, from a link's signature or a leak, must not have the other. */
export function sharedKeyProblems(present: Readonly<Record<string, string | undefined>>): string[] {
  const linkKeys = new Set(split(present['SECRET_LINK_KEYS'] ?? '', ','));
  // Behind another one it may stay until all is encrypted with that.
  const [encrypting = ''] = split(present['SECRET_TOKEN_KEY'] ?? '', ',');
  return linkKeys.has(encrypting) ? ['SECRET_TOKEN_KEY must begin with a key that is not in SECRET_LINK_KEYS'] : [];
}
