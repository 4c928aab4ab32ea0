import { partnerModelOf } from '../../csp-partners.ts';
import { staffActor } from '../../people.ts';
import type { Ids } from '../../ports/runtime.ts';
import { requestableName } from '../../qualification.ts';
import type { Transition } from '../../transition.ts';
import { changeTransition, type ChangeDeps, type ChangeOutcome } from '../change-transition.ts';
import type { StaffAction } from './staff-actions.ts';

export interface WantQualificationDeps extends ChangeDeps {
  ids: Ids;
}

/** Microsoft takes the request from a direct partner and from a provider; a reseller's provider must make it. */
export function canWantQualification({ category, cspPartners, qualification, cancelledAt }: Transition): boolean {
  const isOurs = partnerModelOf(cspPartners) !== 'reseller';
  const isOpen = qualification?.state === 'unasked' || qualification?.state === 'denied';
  const isAsked = qualification?.requestId !== undefined;
  return isOurs && isOpen && !isAsked && !cancelledAt && requestableName(category) !== undefined;
}

/** The next visit asks Microsoft for it, once, whatever happens to this process: see `QualificationProgress.requestId`. */
export function wantQualification(deps: WantQualificationDeps, action: StaffAction): Promise<ChangeOutcome> {
  const { member, transitionId } = action;
  const requestId = deps.ids.guid();
  const key = { organisationId: member.organisationId, transitionId, actor: staffActor(member) };
  return changeTransition(deps, key, (before, now) => {
    if (before.cancelledAt) return { kind: 'refuse', code: 'TRANSITION_CLOSED' };
    if (!canWantQualification(before) || !before.qualification) return { kind: 'keep' };
    const { problem: _past, ...qualification } = before.qualification;
    return {
      kind: 'change',
      after: { ...before, qualification: { ...qualification, requestId } },
      happenings: [{ kind: 'qualificationWanted' }],
      visitDueAt: now,
    };
  });
}
