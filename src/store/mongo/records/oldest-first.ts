/** A collection along something that grows, such as time; read in ranges, because Azure DocumentDB sorts all that a query leaves. */
export interface Along<Doc> {
  /** In order, of those from `from` on and before `to`. */
  read: (range: { from: number; to?: number }, limit: number) => Promise<Doc[]>;
  isAnyBefore: (end: number) => Promise<boolean>;
  atOf: (document: Doc) => number;
  /** Nothing lies before it. */
  start: number;
  /** Where most of it ends. */
  end: number;
  /** The range that is tried first. */
  step: number;
}

/** So many of those that are `at` one place have been read. */
export interface Place {
  at: number;
  count: number;
}

/** From hours to days, to weeks, to years: few enough questions across a gap. */
const growth = 8;

/** Nobody writes meanwhile. */
export async function oldestFirst<Doc>(
  along: Along<Doc>,
  after: Place | undefined,
  limit: number,
): Promise<{ document: Doc; place: Place }[]> {
  const from = after?.at ?? (await beginningOf(along));
  const known = after?.count ?? 0;
  const found = (await readFrom(along, from, limit + known)).slice(known);
  let last = after ?? { at: Number.NaN, count: 0 };
  return found.map((document) => {
    const at = along.atOf(document);
    last = { at, count: at === last.at ? last.count + 1 : 1 };
    return { document, place: last };
  });
}

async function readFrom<Doc>({ read, step, end }: Along<Doc>, from: number, limit: number): Promise<Doc[]> {
  for (let span = step; ; span *= growth) {
    const isLast = from + span > end;
    const found = await read({ from, ...(!isLast && { to: from + span }) }, limit);
    if (isLast || found.length >= limit) return found;
  }
}

/** By halves: asking whether there is anything is quick where there is little. */
async function beginningOf<Doc>({ isAnyBefore, start, step, end }: Along<Doc>): Promise<number> {
  let [low, high] = [start, end];
  while (high - low > step) {
    const middle = Math.floor((low + high) / 2);
    if (await isAnyBefore(middle)) high = middle;
    else low = middle;
  }
  return low;
}
