// What the watcher asks of Microsoft for so many open transitions: counted calls, which no machine makes more or fewer.
import { costsOfRounds, type RoundCost } from '../support/watched-round.ts';
import { table } from './table.ts';

/** Delegated admin and reseller relationship: a call for each of them where there were no lists. */
const readsOfVisit = 2;

/** The lists' lengths are learned in the first round; the second costs what all the others do. */
const rounds = 2;

export async function measureRoundCost(sizes: readonly number[]): Promise<string> {
  const rows = [];
  for (const open of sizes) {
    const costs = await costsOfRounds(open, rounds);
    const last = costs.at(-1) ?? { lists: 0, singles: 0 };
    rows.push([
      `${open.toLocaleString('en')} open`,
      total(costs[0] ?? last),
      total(last),
      ((last.lists + last.singles) / open).toFixed(4),
      (open * readsOfVisit).toLocaleString('en'),
    ]);
  }
  const header = ['', 'first round', 'each round', 'per transition', 'were each read alone'];
  return `Calls to Microsoft for one round of quiet visits\n${table([header, ...rows])}`;
}

function total({ lists, singles }: RoundCost): string {
  return (lists + singles).toLocaleString('en');
}
