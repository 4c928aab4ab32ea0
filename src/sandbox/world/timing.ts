// How long Microsoft takes, as shares of the one setting: the time from the customer's last acceptance until everything
// is active and visible.

export interface Timing {
  readonly consentSeconds: number;
  readonly lockSeconds: number;
  readonly approvedSeconds: number;
  readonly activeSeconds: number;
  readonly assignmentSeconds: number;
  readonly everythingSeconds: number;
  readonly terminatingSeconds: number;
  /** Hours to days in reality: long after everything else. */
  readonly vettingSeconds: number;
}

export function timingFor(normalAfterSeconds: number): Timing {
  return {
    consentSeconds: normalAfterSeconds * 0.1,
    lockSeconds: normalAfterSeconds * 0.05,
    approvedSeconds: normalAfterSeconds * 0.1,
    activeSeconds: normalAfterSeconds * 0.5,
    assignmentSeconds: normalAfterSeconds * 0.05,
    everythingSeconds: normalAfterSeconds,
    terminatingSeconds: normalAfterSeconds * 0.1,
    vettingSeconds: normalAfterSeconds * 3,
  };
}

export function secondsAfter(instant: string | Date, seconds: number): Date {
  return new Date(new Date(instant).getTime() + seconds * 1000);
}

const durationPattern =
  /^P(?=\d)(?:(?<years>\d{1,4})Y)?(?:(?<months>\d{1,4})M)?(?:(?<weeks>\d{1,4})W)?(?:(?<days>\d{1,5})D)?$/;

/** Whole days of an ISO 8601 date duration; undefined when it is not one. */
export function daysOf(duration: string): number | undefined {
  const groups = durationPattern.exec(duration)?.groups;
  if (groups === undefined) return undefined;
  const part = (name: string): number => Number(groups[name] ?? 0);
  return part('years') * 365 + part('months') * 30 + part('weeks') * 7 + part('days');
}

/** Graph writes seven digits after the second. */
export function graphInstant(instant: string | Date): string {
  return new Date(instant).toISOString().replace('Z', '0000Z');
}
