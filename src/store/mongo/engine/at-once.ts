import type { FindCursor } from 'mongodb';

/** As many as a reply easily carries. */
const mostAtOnce = 1000;

/** Up to so many in one reply, and without a limit as many as there are: no cursor is left open between two calls. */
export function atOnce<Doc>(cursor: FindCursor<Doc>, limit?: number): Promise<Doc[]> {
  if (limit === undefined) return cursor.batchSize(mostAtOnce).toArray();
  return cursor.limit(limit).batchSize(Math.min(limit, mostAtOnce)).toArray();
}
