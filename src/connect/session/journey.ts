import { z } from 'zod';
import type { ErrorCode } from '../../core/errors.ts';
import type { Transition } from '../../core/transition.ts';
import type { RouteRequest } from '../../http-route.ts';
import type { ConnectDeps } from '../connect-deps.ts';
import type { Session, Sessions } from './sessions.ts';

/** A signed-in administrator and the transition as it is now. */
export interface Journey {
  session: Session;
  transition: Transition;
}

export type JourneyOutcome =
  { kind: 'found'; journey: Journey } | { kind: 'none' } | { kind: 'over'; code: ErrorCode; organisationId: string };

/** The journey that this browser is on. A link withdrawn or replaced meanwhile ends it at once; its expiry does not. */
export async function journeyOf(
  deps: Pick<ConnectDeps, 'core'>,
  sessions: Sessions,
  request: RouteRequest,
): Promise<JourneyOutcome> {
  const session = await sessions.current(request);
  if (!session) return { kind: 'none' };
  const transition = await deps.core.transitions.get(session.organisationId, session.transitionId);
  const code = endOf(transition, session.linkVersion);
  if (code !== undefined) return { kind: 'over', code, organisationId: session.organisationId };
  // Staff may have taken another tenant for the right one since.
  const isTheirs = transition?.tenant.tenantId === session.identity.tenantId;
  return transition && isTheirs ? { kind: 'found', journey: { session, transition } } : { kind: 'none' };
}

/** Why what began with this version of the link cannot go on. */
export function endOf(transition: Transition | undefined, linkVersion: number): ErrorCode | undefined {
  if (!transition) return 'LINK_UNKNOWN';
  if (transition.cancelledAt) return 'TRANSITION_CLOSED';
  const isReplaced = transition.link.version !== linkVersion || transition.link.revokedAt !== undefined;
  return isReplaced ? 'LINK_REVOKED' : undefined;
}

const tokenForm = z.object({ formToken: z.string() });

/** A form of ours carries what only this session's pages know. */
export function isOwnForm(session: Session, body: unknown): boolean {
  const form = tokenForm.safeParse(body);
  return form.success && form.data.formToken === session.formToken;
}

/** Browsers say where a form stood; those that do not say are judged by the form's token alone. */
export function isFromElsewhere(request: RouteRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}
