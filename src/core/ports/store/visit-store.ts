import type { Claim, Claimed } from './claim.ts';

export interface Visit {
  organisationId: string;
  transitionId: string;
  dueAt: Date;
  /**
   * Visits since something changed or somebody asked; the schedule slows down with it. 0: nobody has looked yet, and the
   * visit that does looks at everything.
   */
  quietVisits: number;
}

export interface VisitStore {
  claimVisits(claim: Claim): Promise<readonly Claimed<Visit>[]>;
  renewVisit(claimed: Claimed<Visit>, until: Date): Promise<boolean>;
  /** `next` absent: nothing more to look at. A visit made due meanwhile stays due. False: the lease was lost. */
  settleVisit(claimed: Claimed<Visit>, next?: { dueAt: Date; quietVisits: number }): Promise<boolean>;
  /** Due at once, whatever the schedule said, and it starts afresh. False: no such transition. */
  makeDue(organisationId: string, transitionId: string, at: Date): Promise<boolean>;
  nextVisitAt(organisationId: string, transitionId: string): Promise<Date | undefined>;
}
