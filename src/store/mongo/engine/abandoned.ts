import type { IndexDescription } from 'mongodb';

const daySeconds = 24 * 60 * 60;

/**
 * By the server's own clock at both ends: a document that nobody has written for so long is removed by the server, should
 * housekeeping not run. Servers do it late and at leisure, so nothing relies on it.
 */
export function removedWhenUntouchedFor(days: number, name = 'abandoned'): IndexDescription {
  return { name, key: { touchedAt: 1 }, expireAfterSeconds: days * daySeconds };
}

/** Part of every write to such a collection. */
export const touched = { $currentDate: { touchedAt: true } } as const;

export interface Touched {
  /** When it was last written, by the server's clock. */
  touchedAt?: Date;
}
