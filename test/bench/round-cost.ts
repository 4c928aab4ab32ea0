// What the watcher asks of Microsoft for so many open transitions: counted calls, which no machine makes more or fewer.
import { costsOfRounds, type Quiet } from '../support/watched-round.ts';
import { table } from './table.ts';

/** Delegated admin and reseller relationship: a call for each of them where there were no lists. */
const readsOfVisit = 2;

/** The lists' lengths are learned in the first round; the second costs what all the others do. */
const rounds = 2;

const header = ['', 'lists', 'reads of one', 'tokens', 'per transition', 'were each read alone'];

const assumptions = [
  'Assumed: every customer has confirmed their tenant and approved nothing, the partner has as many other customers, and all',
  'that are due are due in the same minute. Daily looks come at many times of the day: then a list serves fewer of them, down',
  'to where each is read alone. Each round has the tokens that it had to ask for; one lasts for an hour.',
].join('\n');

export async function measureRoundCost(sizes: readonly number[]): Promise<string> {
  const parts = [
    await rowsOf('Each round of the first 2¼ hours: each minute, then each five', sizes, 7),
    await rowsOf('A daily round, six days of seven', sizes, 41),
    // A server of ours has to answer for each of them: the largest says nothing more than these.
    await rowsOf(
      'A daily round, the day of the week on which each consent is proven',
      sizes.filter((open) => open <= 1_000),
      40,
    ),
  ];
  return `Calls to Microsoft for one round of quiet visits\n\n${parts.join('\n\n')}\n\n${assumptions}`;
}

async function rowsOf(title: string, sizes: readonly number[], quietVisits: Quiet): Promise<string> {
  const rows = [];
  for (const open of sizes) {
    const costs = await costsOfRounds(open, rounds, { quietVisits });
    const { lists, singles, tokens } = costs.at(-1) ?? { lists: 0, singles: 0, tokens: 0 };
    rows.push([
      `${count(open)} open`,
      ...[lists, singles, tokens].map(count),
      ((lists + singles + tokens) / open).toFixed(4),
      count(open * readsOfVisit),
    ]);
  }
  return `${title}\n${table([header, ...rows])}`;
}

function count(calls: number): string {
  return calls.toLocaleString('en');
}
