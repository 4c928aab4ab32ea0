/** What could be claimed. Those of one lane are best kept in order. */
export interface Candidate {
  id: string;
  lane: string;
}

export interface Claiming<Taken> {
  /** Due and free, the longest due first. */
  candidates: (limit: number) => Promise<readonly Candidate[]>;
  /** One atomic write. Undefined: somebody was quicker. */
  take: (id: string) => Promise<Taken | undefined>;
}

/** Under this many instances a window of so many claims leaves each something of its own. */
const widestWindow = 16;
const maxRounds = 20;

/**
 * Claims by reading candidates and taking each with one conditional write. Alone, an instance takes the oldest. Several
 * would all reach for the same ones and leave most of them empty-handed: who loses one looks further along the queue and
 * takes the oldest of lanes chosen at random, and looks less far again when nothing is contested.
 */
export function createSpreadClaim(random: () => number = Math.random) {
  let window = 1;

  async function fill<Taken>(taken: Taken[], limit: number, { candidates, take }: Claiming<Taken>): Promise<void> {
    for (let round = 0; round < maxRounds && taken.length < limit; round += 1) {
      const wanted = limit - taken.length;
      const seen = await candidates(wanted * window);
      const chosen = window === 1 ? seen : chooseLanes(seen, random).slice(0, wanted);
      const takes = chosen.map(({ id }) => take(id));
      const won = (await Promise.allSettled(takes)).flatMap(wonBy);
      taken.push(...won);
      // Rejects where one of them did, once the others are known.
      await Promise.all(takes);
      window = won.length < chosen.length ? Math.min(window * 4, widestWindow) : Math.max(1, Math.floor(window / 2));
      // Nothing is left that nobody has.
      if (won.length === chosen.length && chosen.length < wanted) break;
    }
  }

  return async <Taken>(limit: number, claiming: Claiming<Taken>): Promise<Taken[]> => {
    const taken: Taken[] = [];
    try {
      await fill(taken, limit, claiming);
    } catch (error) {
      // What was won is leased: lost here, it would wait until that lease ends. What failed is said by the next claim.
      if (taken.length === 0) throw error;
    }
    return taken;
  };
}

function wonBy<Taken>(take: PromiseSettledResult<Taken | undefined>): Taken[] {
  return take.status === 'fulfilled' && take.value !== undefined ? [take.value] : [];
}

/** Whole lanes in a random order, each in its own order. */
function chooseLanes(candidates: readonly Candidate[], random: () => number): Candidate[] {
  const lanes = Map.groupBy(candidates, ({ lane }) => lane);
  return [...lanes.values()]
    .map((lane) => ({ lane, at: random() }))
    .sort((a, b) => a.at - b.at)
    .flatMap(({ lane }) => lane);
}
