import type { LoopTools } from '../claim-loop/options.ts';
import type { Transition } from '../core/transition.ts';

const longMs = 24 * 60 * 60 * 1000;

/** A qualification is in nobody's way, so nobody presses for it: after a day operators are told, once by each process. */
export function createLongUnreadReport({ clock, log }: Pick<LoopTools, 'clock' | 'log'>) {
  const told = new Set<string>();
  return ({ organisationId, transitionId, tenant, qualificationUnread: unread }: Transition): void => {
    if (!unread) {
      told.delete(transitionId);
      return;
    }
    if (told.has(transitionId) || clock.now().getTime() - unread.since.getTime() < longMs) return;
    told.add(transitionId);
    const { tenantId } = tenant;
    log.error({ organisationId, transitionId, tenantId, ...unread }, 'a qualification has not been readable for a day');
  };
}
