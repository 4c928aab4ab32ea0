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

  return async <Taken>(limit: number, { candidates, take }: Claiming<Taken>): Promise<Taken[]> => {
    const taken: Taken[] = [];
    for (let round = 0; round < maxRounds && taken.length < limit; round += 1) {
      const wanted = limit - taken.length;
      const seen = await candidates(wanted * window);
      const chosen = window === 1 ? seen : chooseLanes(seen, random).slice(0, wanted);
      const won = (await Promise.all(chosen.map(({ id }) => take(id)))).filter((one) => one !== undefined);
      taken.push(...won);
      window = won.length < chosen.length ? Math.min(window * 4, widestWindow) : Math.max(1, Math.floor(window / 2));
      // Nothing is left that nobody has.
      if (won.length === chosen.length && chosen.length < wanted) break;
    }
    return taken;
  };
}

/** Whole lanes in a random order, each in its own order. */
function chooseLanes(candidates: readonly Candidate[], random: () => number): Candidate[] {
  const lanes = Map.groupBy(candidates, ({ lane }) => lane);
  return [...lanes.values()]
    .map((lane) => ({ lane, at: random() }))
    .sort((a, b) => a.at - b.at)
    .flatMap(({ lane }) => lane);
}
