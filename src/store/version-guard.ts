import { AppError } from '../core/errors.ts';

/** So long an instance may go on beside a newer release that has brought their database up to date. */
const lookEveryMs = 10_000;

export interface VersionGuard {
  /** True: whoever asks looks at the database's version, and tells it. */
  isDue(): boolean;
  tell(version: number): void;
  /** Throws STORE_UNAVAILABLE where a newer release has the database: an older one must not work on it. */
  demand(): void;
}

/** `known`: the version that this program works with, whatever the database has by now. */
export function createVersionGuard(known: number, now: () => number = () => performance.now()): VersionGuard {
  let lookedAt = now();
  let found = known;
  return {
    isDue() {
      if (now() - lookedAt < lookEveryMs) return false;
      lookedAt = now();
      return true;
    },
    tell(version) {
      found = version;
    },
    demand() {
      if (found > known) throw new AppError('STORE_UNAVAILABLE', {}, { cause: newerRelease(found, known) });
    },
  };
}

export function newerRelease(version: number, known: number): Error {
  return new Error(
    `The database of DATABASE_URL has version ${String(version)}; this program knows versions up to ${String(known)}. ` +
      'It was written by a newer release.',
  );
}
