import { isDuplicateKey, isWriteConflict } from './mongo-error.ts';

const attempts = 5;

/**
 * Of two upserts of one new `_id` a server may refuse the second as a duplicate: done again, it finds the first one's
 * document. For upserts whose filter is the `_id` alone.
 */
export function upsertInTurn(upsert: () => Promise<unknown>): Promise<void> {
  return repeatedWhile((error) => isDuplicateKey(error) || isWriteConflict(error), upsert);
}

/** False: a unique index refused it, which is an answer here. */
export async function unlessDuplicate(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await repeatedWhile(isWriteConflict, write);
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

async function repeatedWhile(isPassing: (error: unknown) => boolean, write: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await write();
      return;
    } catch (error) {
      if (!isPassing(error) || attempt === attempts) throw error;
    }
  }
}
