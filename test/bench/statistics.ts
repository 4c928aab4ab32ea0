export interface Spread {
  least: number;
  median: number;
  most: number;
}

export function spreadOf(values: readonly number[]): Spread {
  return { least: percentile(values, 0), median: percentile(values, 50), most: percentile(values, 100) };
}

/** Of the values as measured, none made up between two of them. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor((percent / 100) * sorted.length))];
  if (value === undefined) throw new Error('nothing was measured');
  return value;
}
