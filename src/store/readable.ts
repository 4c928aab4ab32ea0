import type { TransitionPage } from '../core/ports/store/transition-store.ts';
import type { Transition } from '../core/transition.ts';
import { cursorOf, type PagePlace } from './page-cursor.ts';

/** What is made of a record, or nothing when this release cannot read it. */
function readable<Row, Item>(row: Row, itemOf: (row: Row) => Item): Item | undefined {
  try {
    return itemOf(row);
  } catch {
    return undefined;
  }
}

export function readableOnes<Row, Item>(rows: readonly Row[], itemOf: (row: Row) => Item): Item[] {
  return rows.flatMap((row) => readable(row, itemOf) ?? []);
}

interface Upkeep<Row, Item> {
  itemOf: (row: Row) => Item;
  giveUp: (row: Row) => Promise<unknown>;
}

/**
 * Those of the claimed that can be read. The others are given up, so that they keep none behind them from being claimed;
 * where even that fails they come again when their lease ends, and those that can be read are had all the same.
 */
export async function readableOfClaimed<Row, Item>(
  claimed: readonly Row[],
  { itemOf, giveUp }: Upkeep<Row, Item>,
): Promise<Item[]> {
  const items: Item[] = [];
  const unreadable: Row[] = [];
  for (const row of claimed) {
    const item = readable(row, itemOf);
    if (item === undefined) unreadable.push(row);
    else items.push(item);
  }
  await Promise.allSettled(unreadable.map(giveUp));
  return items;
}

interface Pages<Row, Item> {
  limit: number;
  /** The `limit` rows behind this one, or the first ones. */
  pageBehind: (last: Row | undefined) => Promise<Row[]>;
  itemOf: (row: Row) => Item;
}

/** The first `limit` that can be read: those that cannot take nobody's place, however many they are. */
export async function firstReadable<Row, Item>({ limit, pageBehind, itemOf }: Pages<Row, Item>): Promise<Item[]> {
  const items: Item[] = [];
  for (let last: Row | undefined; ;) {
    const page = await pageBehind(last);
    items.push(...readableOnes(page, itemOf));
    last = page.at(-1);
    if (page.length < limit || items.length >= limit) return items.slice(0, limit);
  }
}

interface Listed<Row> {
  limit: number;
  itemOf: (row: Row) => Transition;
  placeOf: (row: Row) => PagePlace;
}

/** Of one row more than the page takes, if there is one. Those that cannot be read are named, and the next page goes on behind them. */
export function readablePage<Row>(rows: readonly Row[], { limit, itemOf, placeOf }: Listed<Row>): TransitionPage {
  const listed = rows.slice(0, limit);
  const items: Transition[] = [];
  const unreadable: string[] = [];
  for (const row of listed) {
    const item = readable(row, itemOf);
    if (item) items.push(item);
    else unreadable.push(placeOf(row).transitionId);
  }
  const last = listed.at(-1);
  return {
    items,
    ...(unreadable.length > 0 && { unreadable }),
    ...(rows.length > limit && last && { nextCursor: cursorOf(placeOf(last)) }),
  };
}
