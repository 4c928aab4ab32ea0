import type { Collection, Filter } from 'mongodb';
import { atOnce } from '../engine/at-once.ts';
import type { TransitionDocument } from './transition-document.ts';

const hourMs = 60 * 60 * 1000;
/** From an hour to a day, to weeks, to years, to ever: few enough questions where there is little to find. */
const growth = 32;
const everMs = 100 * 365 * 24 * hourMs;

interface Newest {
  limit: number;
  sort: Readonly<Record<string, -1>>;
  /** Nothing newer than this is wanted. */
  upTo?: Date;
}

/**
 * The newest that match, newest first, by looking further and further back. A mongod would read them off an index in one go;
 * Azure DocumentDB sorts in memory all that matches, and that must not be all that an organisation ever had.
 */
export async function newestFirst(
  transitions: Collection<TransitionDocument>,
  filter: Filter<TransitionDocument>,
  { limit, sort, upTo }: Newest,
): Promise<TransitionDocument[]> {
  // The wall clock is only where it begins to look: what is newer than it belongs to the first span.
  const anchorMs = Math.min(Date.now(), upTo?.getTime() ?? Infinity);
  for (let spanMs = hourMs; ; spanMs *= growth) {
    const isLast = spanMs > everMs;
    // What the span before has found is found again: an engine may read everything that is older than a given end.
    const createdAt = { ...(upTo && { $lte: upTo }), ...(!isLast && { $gte: new Date(anchorMs - spanMs) }) };
    const span = Object.keys(createdAt).length > 0 ? { $and: [filter, { createdAt }] } : filter;
    const found = await atOnce(transitions.find(span).sort({ ...sort }), limit);
    if (isLast || found.length >= limit) return found;
  }
}
