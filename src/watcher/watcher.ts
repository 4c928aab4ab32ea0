import { createClaimLoop, type ClaimLoop } from '../claim-loop/claim-loop.ts';
import type { LoopTools } from '../claim-loop/options.ts';
import type { ErrorCode } from '../core/errors.ts';
import type { Visit, VisitStore } from '../core/ports/store/visit-store.ts';
import { visitTransition, type VisitDeps, type VisitOutcome } from '../core/use-cases/visit/visit-transition.ts';
import { createLongUnreadReport } from './long-unread-report.ts';
import { nextVisit, visitAfterFailure, type NextVisit } from './next-visit.ts';

export interface WatcherDeps extends Omit<VisitDeps, 'stillOurs'>, LoopTools {
  visits: VisitStore;
}

/** Looks at each transition when it is due. What a visit means is core's; when the next one is, too. */
export function createWatcher(deps: WatcherDeps): ClaimLoop {
  const { visits } = deps;
  const report = createVisitReport(deps);
  const moment = () => ({ now: deps.clock.now(), random: deps.random });

  return createClaimLoop<Visit, NextVisit | undefined>(
    {
      name: 'watcher',
      claim: (claim) => visits.claimVisits(claim),
      renew: (claimed, until) => visits.renewVisit(claimed, until),
      async perform({ item: visit }, stillOurs) {
        const outcome = await visitTransition({ ...deps, stillOurs }, visit);
        report(visit, outcome);
        return nextVisit(visit, outcome, moment());
      },
      recover: (visit) => visitAfterFailure(visit, moment()),
      settle: (claimed, next) => visits.settleVisit(claimed, next),
      laneOf: ({ organisationId, transitionId }) => `${organisationId} ${transitionId}`,
      describe: ({ organisationId, transitionId }) => ({ organisationId, transitionId }),
      concurrency: 8,
      // Renewed while it lasts; so short because a customer may be waiting for what a process that died had in hand.
      leaseMs: 15_000,
      // Two long lists of Microsoft's, and patience with each page.
      longestWorkMs: 10 * 60_000,
      pollIntervalMs: 2_000,
    },
    deps,
  );
}

/** Nothing about the tenant: it would be said at every one of them. */
const ourOwnTrouble: readonly ErrorCode[] = [
  'OWN_CREDENTIALS_REFUSED',
  'SERVICE_ACCOUNT_REFUSED',
  'PARTNER_ROLE_MISSING',
];

/** One line a visit. That our own credentials are refused is an error when it begins, not at every tenant. */
function createVisitReport({
  clock,
  log,
}: Pick<LoopTools, 'clock' | 'log'>): (visit: Visit, outcome: VisitOutcome) => void {
  let credentialsRefused = false;
  const reportLongUnread = createLongUnreadReport({ clock, log });

  return ({ organisationId, transitionId }, outcome) => {
    const about = { organisationId, transitionId };
    if (outcome.kind === 'gone') {
      log.info(about, 'visit: nothing to look at any more');
      return;
    }
    if (outcome.kind === 'overtaken') {
      log.info(about, 'visit: somebody else has it');
      return;
    }
    const { changed, unread, transition } = outcome;
    const line = { ...about, tenantId: transition.tenant.tenantId, changed, unread };
    reportLongUnread(transition);
    const refusedNow = unread.some((code) => ourOwnTrouble.includes(code));
    if (refusedNow && !credentialsRefused) log.error(line, 'visit: Microsoft refuses our own credentials');
    else if (unread.length > 0) log.warn(line, 'visit: not everything could be read');
    else log.info(line, 'visit');
    if (refusedNow || unread.length === 0) credentialsRefused = refusedNow;
  };
}
