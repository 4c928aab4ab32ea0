// Names as varied as a register of companies: a brand that few share, a trade and a form that many do.
const syllables = (
  'al an ar bel ber bo ca cor da del dor el en fa fen ga gor ha hel in is ja kal ke la len lo ma mer mi mo na nor ' +
  'o or pa per qui ra ren ro sa sel so ta tel to ul va ver vi wa win xa yor za zen'
).split(' ');

/** The first ones are the most frequent. */
const trades = (
  'group services health consulting foods logistics engineering solutions partners pharma energy media legal homes ' +
  'motors textiles printing farms dental robotics shipping brewing optics forestry glass ceramics'
).split(' ');

const forms = ['Pty Ltd', 'Ltd', 'GmbH', 'Inc', 'SA', ''];

export interface Company {
  companyName: string;
  shortName: string;
  domain: string;
}

/** `partOf` gives a number for each word. */
export function companyOf(partOf: (word: number) => number): Company {
  const brand = brandOf(partOf(0), partOf(1));
  const trade = frequentFirst(trades, partOf(2));
  const form = frequentFirst(forms, partOf(3));
  const shortName = `${capital(brand)} ${capital(trade)}`;
  return { companyName: `${shortName} ${form}`.trim(), shortName, domain: `${brand}${trade}.example` };
}

/** Three or four syllables: millions of brands. */
function brandOf(first: number, second: number): string {
  const { length } = syllables;
  const at = (position: number) => syllables[position % length] ?? '';
  const brand = at(first) + at(Math.floor(first / length)) + at(second);
  return second % 3 === 0 ? brand : brand + at(Math.floor(second / length));
}

/** One name in five has the first trade; the last is in one of fifty. */
function frequentFirst(words: readonly string[], part: number): string {
  const even = (part % 65_536) / 65_536;
  return words[Math.floor(even * even * words.length)] ?? '';
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
