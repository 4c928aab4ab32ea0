/** Small secrets of the customer's browser journey (sessions, sign-in round trips), each with an end. */
export interface EphemeralStore {
  put(key: string, json: string, expiresAt: Date): Promise<void>;
  /** False: there is one already, and it stays. Of two callers one gets true. */
  putIfAbsent(key: string, json: string, times: { now: Date; expiresAt: Date }): Promise<boolean>;
  get(key: string, now: Date): Promise<string | undefined>;
  /** Reads and removes in one step: of two callers one gets it. */
  take(key: string, now: Date): Promise<string | undefined>;
  deleteExpired(now: Date): Promise<number>;
}
