import { z } from 'zod';

/** The place after which a list goes on: its last transition. */
export interface PagePlace {
  createdAt: Date;
  transitionId: string;
}

/** Before the newest transition that a store can hold. */
const newest: PagePlace = { createdAt: new Date(8.64e15), transitionId: '' };

const cursorJson = z.tuple([z.number().int().max(newest.createdAt.getTime()), z.string()]);

export function cursorOf(place: PagePlace): string {
  return Buffer.from(JSON.stringify([place.createdAt.getTime(), place.transitionId])).toString('base64url');
}

/** A cursor comes back from a card that anyone may have edited: one that is not ours begins at the first page. */
export function placeOf(cursor: string | undefined): PagePlace {
  if (cursor === undefined) return newest;
  const parsed = cursorJson.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()));
  if (!parsed.success) return newest;
  const [createdAtMs, transitionId] = parsed.data;
  return { createdAt: new Date(createdAtMs), transitionId };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
