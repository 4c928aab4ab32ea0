// Whoever holds a Partner Connect link that was good once may ask for a new one, without being signed in.
import { linkIdOf, linkProblem } from '../../link.ts';
import { service } from '../../people.ts';
import type { SignText } from '../../ports/runtime.ts';
import { hasDecayed, isOpen, type Transition } from '../../transition.ts';
import { changeTransition, type ChangeDeps, type ChangeOutcome } from '../change-transition.ts';

export interface AskForLinkDeps extends ChangeDeps {
  sign: SignText;
}

export interface EndedLink {
  code: 'LINK_REVOKED' | 'LINK_EXPIRED';
  transition: Transition;
  /** Staff were told already that a new one is wanted. */
  isAskedFor: boolean;
}

/** Reads only. Undefined where the link opens, was never ours, or would lead nowhere: all is done, or was cancelled. */
export async function findEndedLink(deps: AskForLinkDeps, token: string): Promise<EndedLink | undefined> {
  const linkId = linkIdOf(token);
  const transition = linkId === undefined ? undefined : await deps.transitions.getByLinkId(linkId);
  if (!transition || !(isOpen(transition) || hasDecayed(transition))) return undefined;
  const now = deps.clock.now();
  const code = linkProblem(token, transition.link, { sign: deps.sign, now });
  if (code === undefined || code === 'LINK_UNKNOWN') return undefined;
  return { code, transition, isAskedFor: wasAskedFor(transition, now) };
}

/** Staff are told, once a day at most until they make a new link. */
export function askForLink(deps: AskForLinkDeps, { code, transition }: EndedLink): Promise<ChangeOutcome> {
  const { organisationId, transitionId } = transition;
  return changeTransition(deps, { organisationId, transitionId, actor: service }, (before, now) => {
    if (wasAskedFor(before, now)) return { kind: 'keep' };
    return { kind: 'change', after: { ...before, linkAskedAt: now }, happenings: [{ kind: 'linkAskedFor', code }] };
  });
}

const askedQuietMs = 24 * 60 * 60 * 1000;

function wasAskedFor({ linkAskedAt, link }: Transition, now: Date): boolean {
  if (!linkAskedAt || linkAskedAt < link.issuedAt) return false;
  return now.getTime() - linkAskedAt.getTime() < askedQuietMs;
}
