/** Instances on one database take work over by their own clocks: two that are wrong by this, either way, still do not. */
const mostClockDifferenceSeconds = 3;

/** Whichever of the two clocks is ahead. */
export function secondsApart(aheadMs: number): number {
  return Math.round(Math.abs(aheadMs) / 1000);
}

export function areTooFarApart(seconds: number): boolean {
  return seconds > mostClockDifferenceSeconds;
}
