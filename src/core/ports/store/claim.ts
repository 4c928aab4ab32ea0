export interface Claim {
  now: Date;
  /** When others may take over. */
  until: Date;
  /** The fencing token: settling with another one changes nothing. */
  token: string;
  limit: number;
}

export interface Claimed<T> {
  item: T;
  token: string;
}
