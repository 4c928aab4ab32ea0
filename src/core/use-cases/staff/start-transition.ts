import type { TransitionEvent } from '../../events.ts';
import { staffActor, type StaffMember } from '../../people.ts';
import type { Policy } from '../../policy.ts';
import type { Clock, HashOf } from '../../ports/runtime.ts';
import type { TransitionStore } from '../../ports/store/transition-store.ts';
import { noStepsYet } from '../../steps.ts';
import type { Caretaker, Transition } from '../../transition.ts';
import { standingTransition } from './standing-transition.ts';
import { nextVisitAt } from '../visit/visit-schedule.ts';

type Asked = 'conversationId' | 'customer' | 'tenant' | 'category' | 'licenceSource' | 'licencesWanted';

export interface TransitionRequest extends Pick<Transition, Asked> {
  member: StaffMember;
  /** The review card's nonce: the transition's id derives from it, so that the same click starts the same transition. */
  nonce: string;
}

export type StartOutcome =
  { kind: 'started'; transition: Transition } | { kind: 'tenantTaken'; transition: Transition };

export interface StartDeps {
  transitions: TransitionStore;
  clock: Clock;
  hashOf: HashOf;
  policy: Policy;
}

/** One insert carries state and events. Run again with the same nonce, it answers with what the first run made. */
export async function startTransition(deps: StartDeps, request: TransitionRequest): Promise<StartOutcome> {
  const transition = newTransition(deps, request);
  const { tenantId } = request.tenant;
  const standing = await standingTransition(deps, transition.organisationId, tenantId);
  // The insert refuses a second one that is open; a tenant that has turned Normal meanwhile is seen only here.
  if (standing?.verifiedAt && standing.transitionId !== transition.transitionId) {
    return { kind: 'tenantTaken', transition: standing };
  }
  // First of all it comes due that a customer who does nothing is reminded.
  const visitDueAt = nextVisitAt(transition, 0, transition.createdAt) ?? transition.link.expiresAt;
  const outcome = await deps.transitions.insert(transition, { visitDueAt });
  switch (outcome.kind) {
    case 'inserted':
      return { kind: 'started', transition };
    case 'exists':
      return { kind: 'started', transition: outcome.transition };
    case 'tenantTaken':
      return outcome;
  }
}

export function transitionIdOf(hashOf: HashOf, member: StaffMember, nonce: string): string {
  return hashOf('transition', member.organisationId, nonce);
}

function newTransition(deps: StartDeps, request: TransitionRequest): Transition {
  const { member, nonce, ...details } = request;
  const now = deps.clock.now();
  const transitionId = transitionIdOf(deps.hashOf, member, nonce);
  const caretaker = caretakerOf(member);
  const started: TransitionEvent = {
    eventId: `${transitionId}:1`,
    seq: 1,
    organisationId: member.organisationId,
    transitionId,
    at: now,
    actor: staffActor(member),
    happening: { kind: 'transitionStarted' },
  };
  return {
    ...details,
    transitionId,
    organisationId: member.organisationId,
    version: 1,
    createdAt: now,
    createdBy: caretaker,
    owner: caretaker,
    link: {
      linkId: lettersAndDigits(deps.hashOf('link', transitionId)).slice(0, 20),
      version: 1,
      issuedAt: now,
      expiresAt: new Date(now.getTime() + deps.policy.linkLifetimeMs),
    },
    steps: noStepsYet,
    stepSince: {},
    saidDoneAt: {},
    toldStatus: 'awaitingCustomer',
    lastEventSeq: 1,
    outbox: [started],
  };
}

/** A link stands as text on cards, where `_` and `-` could be taken for formatting. */
function lettersAndDigits(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, '');
}

export function caretakerOf(member: StaffMember): Caretaker {
  const { userId, displayName, email } = member;
  return { userId, displayName, ...(email !== undefined && { email }) };
}
