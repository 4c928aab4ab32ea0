import { AppError } from '../../core/errors.ts';
import { codeOf, type Log } from '../reading.ts';

export type Entry<T> = readonly [key: string, value: T];

export interface Taken<T> {
  /** What came about later may be missing. */
  begunAt: Date;
  entries: ReadonlyMap<string, T>;
  pages: number;
}

export type ListOutcome<T> =
  | { kind: 'taken'; list: Taken<T> }
  /** Given up, because it has more pages than asked for. */
  | { kind: 'longer' }
  /** More than we hold in memory. */
  | { kind: 'tooLong' }
  /** Microsoft does not give it to us, or not as documented. */
  | { kind: 'refused' }
  /** Nobody fares better now who asks alone. */
  | { kind: 'failed'; error: AppError; retryAfterMs: number };

/** At about a hundred bytes each. */
const mostEntries = 250_000;

/** Whole or nothing: half a list would say of the other half that it is not there. */
export async function takeList<T>(
  source: { name: string; pages(): AsyncIterable<readonly Entry<T>[]>; log: Log },
  { begunAt, mostPages }: { begunAt: Date; mostPages: number },
): Promise<ListOutcome<T>> {
  const { name, log } = source;
  const entries = new Map<string, T>();
  let pages = 0;
  try {
    for await (const page of source.pages()) {
      pages += 1;
      for (const [key, value] of page) entries.set(key, value);
      if (entries.size > mostEntries) {
        log.warn({ list: name, mostEntries }, 'a list of microsoft is too long to be used');
        return { kind: 'tooLong' };
      }
      if (pages > mostPages) return { kind: 'longer' };
    }
  } catch (error) {
    const code = codeOf(log, error, `list ${name}`);
    const isPassing = code === 'UPSTREAM_THROTTLED' || code === 'UPSTREAM_UNAVAILABLE';
    if (!(error instanceof AppError) || !isPassing) return { kind: 'refused' };
    return { kind: 'failed', error, retryAfterMs: Number(error.details['retryAfterMs'] ?? 0) };
  }
  log.info({ list: name, pages, entries: entries.size }, 'a list of microsoft was taken');
  return { kind: 'taken', list: { begunAt, entries, pages } };
}
