/** What core needs of the machine: time, randomness and hashes. */
export interface Clock {
  now(): Date;
}

export interface Ids {
  /** A random, URL-safe id of at least 128 bits. */
  random(): string;
  /** A GUID, where Microsoft asks for one. */
  guid(): string;
}

/** A URL-safe SHA-256 of the parts, which cannot be confused with each other (`['ab','c']` differs from `['a','bc']`). */
export type HashOf = (...parts: readonly string[]) => string;

/** HMAC with the current key; `verify` also takes earlier keys, so that a key can be rotated. Letters and digits only. */
export interface SignText {
  sign(text: string): string;
  verify(text: string, signature: string): boolean;
}

/** Timers as a port, so that tests fire them by hand. The answer cancels. */
export interface Timers {
  after(ms: number, run: () => void): () => void;
}

/** Gives up waiting after so many milliseconds, with undefined; the work itself goes on, unheeded. */
export type Within = <T>(ms: number, work: Promise<T>) => Promise<T | undefined>;
