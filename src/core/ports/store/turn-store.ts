export type TurnTicket =
  | { kind: 'begin' }
  /** Somebody runs this activity now (or died doing so; then `begin` comes after `until`). */
  | { kind: 'running' }
  | { kind: 'done' }
  /** Another activity of this lane is running, until its own `until`. Nothing was written. */
  | { kind: 'laneBusy' };

/** A turn that somebody wants to run, or runs. */
export interface TurnHold {
  activityKey: string;
  /** One person in one conversation, hashed. */
  lane: string;
  /** The fencing token. */
  token: string;
}

/**
 * Redelivered activities: only `done` drops one; a `running` one whose holder died may begin again. The record of a
 * running turn is the lease on its lane as well: at most one of a lane is running, both are taken and let go in one
 * write, and a holder that died loses both when its `until` has come.
 */
export interface TurnStore {
  /** Looks at the activity first: what is done or running is told as such, whoever has the lane. */
  begin(turn: TurnHold, times: { now: Date; until: Date }): Promise<TurnTicket>;
  /** False: somebody else has taken the activity or the lane over. */
  renew(turn: TurnHold, until: Date): Promise<boolean>;
  /** The activity is done and its lane free. One that another token runs by now is left to that one. */
  finish(turn: TurnHold, at: Date): Promise<void>;
  deleteOlderThan(before: Date): Promise<number>;
}
