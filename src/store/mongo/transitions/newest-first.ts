import type { Collection, Filter } from 'mongodb';
import { atOnce } from '../engine/at-once.ts';
import type { TransitionDocument } from './transition-document.ts';

const hourMs = 60 * 60 * 1000;
/** From an hour to a day, to weeks, to years, to ever: few enough questions where there is little to find. */
const growth = 32;
const everMs = 100 * 365 * 24 * hourMs;

interface Newest {
  limit: number;
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
  { limit, upTo }: Newest,
): Promise<TransitionDocument[]> {
  const found: TransitionDocument[] = [];
  // The wall clock is only where it begins to look: what is newer than it belongs to the first span.
  const anchorMs = Math.min(Date.now(), upTo?.getTime() ?? Infinity);
  let newer: { $lte?: Date; $lt?: Date } | undefined = upTo && { $lte: upTo };
  for (let spanMs = hourMs; ; spanMs *= growth) {
    const isLast = spanMs > everMs;
    const from = new Date(anchorMs - spanMs);
    const createdAt = { ...newer, ...(!isLast && { $gte: from }) };
    const span = Object.keys(createdAt).length > 0 ? { $and: [filter, { createdAt }] } : filter;
    const matching = transitions.find(span).sort({ createdAt: -1, transitionId: -1 });
    found.push(...(await atOnce(matching, limit - found.length)));
    if (isLast || found.length >= limit) return found;
    newer = { $lt: from };
  }
}
