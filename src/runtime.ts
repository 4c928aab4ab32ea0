import { createHash, createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Clock, HashOf, Ids, SignText, Timers, Within } from './core/ports/runtime.ts';

export const systemClock: Clock = { now: () => new Date() };

export const randomIds: Ids = {
  random: () => randomBytes(24).toString('base64url'),
  guid: () => randomUUID(),
};

/** Each part goes in with its length, so that parts cannot run into each other. */
export const hashOf: HashOf = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${String(Buffer.byteLength(part))}:${part}`);
  return hash.digest('base64url');
};

/**
 * The first key signs, all of them verify: put a new key in front, and drop an old one when its links have expired.
 * 128 bits in hexadecimal: enough against guessing, short enough for a card, and no character that a chat would take
 * for formatting.
 */
export function createSignText(keys: readonly [string, ...string[]]): SignText {
  const mac = (key: string, text: string) => createHmac('sha256', key).update(text).digest().subarray(0, 16);
  return {
    sign: (text) => mac(keys[0], text).toString('hex'),
    verify(text, signature) {
      const given = Buffer.from(signature, 'hex');
      return keys.some((key) => {
        const expected = mac(key, text);
        return given.length === expected.length && timingSafeEqual(given, expected);
      });
    },
  };
}

export const systemTimers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

export const within: Within = async (ms, work) => {
  const { promise: givenUp, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(resolve, ms, undefined);
  try {
    return await Promise.race([work, givenUp]);
  } finally {
    clearTimeout(timer);
  }
};
