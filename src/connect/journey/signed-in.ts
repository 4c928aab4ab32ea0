import type { SignInRefusal, VerifiedIdentity } from '../../core/ports/microsoft.ts';
import type { Transition } from '../../core/transition.ts';
import { recordMicrosoftRefusal, recordSignIn } from '../../core/use-cases/customer/customer-actions.ts';
import type { Route } from '../../http-route.ts';
import { problemOf, traceOf, type Visit } from '../error-page.ts';
import { progressPath, rolePath } from '../pages/progress-page.ts';
import type { ConnectParts } from '../connect-parts.ts';
import { seeOther, type Answer } from '../respond.ts';
import { browserCookie } from '../session/cookies.ts';
import { endOf } from '../session/journey.ts';
import type { RoundTrip } from '../session/round-trips.ts';

type SignInTrip = Extract<RoundTrip, { purpose: 'signIn' }>;

export function signedInRoute(parts: ConnectParts): Route {
  return parts.errors.route('GET', '/connect/signed-in', async (visit) => {
    // A HEAD asks about the page; it must not use the answer up.
    if (visit.request.method === 'HEAD') return { kind: 'nothing' };
    const trip = await returningTrip(parts, visit);
    if (!trip) return strayReturn(parts, visit);
    return finishSignIn(parts, { ...visit, organisationId: trip.organisationId }, trip);
  });
}

/** The trip that this browser left on. Its state is used up even when the browser is another one. */
async function returningTrip({ deps, cookies, roundTrips }: ConnectParts, { request }: Visit) {
  const state = request.query.get('state');
  const browserId = cookies.read(request, browserCookie);
  if (state === null || state === '' || browserId === undefined) return undefined;
  const trip = await roundTrips.finish('signIn', state);
  return trip?.browser === deps.hashOf(browserId) ? trip : undefined;
}

/** Reload, back button, a second tab's return: whoever has a session goes on. Anybody else is not let in. */
async function strayReturn(parts: ConnectParts, visit: Visit): Promise<Answer> {
  const session = await parts.sessions.current(visit.request);
  if (session) return seeOther(progressPath);
  const { correlationId } = visit.request;
  parts.deps.log.warn({ correlationId }, 'a sign-in answer without its beginning was refused');
  return parts.errors.problem(visit, 'STATE_MISMATCH');
}

async function finishSignIn(parts: ConnectParts, visit: Visit, trip: SignInTrip): Promise<Answer> {
  const { deps, errors } = parts;
  const transition = await deps.core.transitions.get(trip.organisationId, trip.transitionId);
  const ended = endOf(transition, trip.linkVersion);
  if (!transition || ended !== undefined) return errors.problem(visit, problemOf(ended ?? 'LINK_UNKNOWN'));

  const outcome = await identityOf(parts, visit, { trip, transition });
  const again = { link: parts.linkOf(transition.link), domain: transition.tenant.domain };
  if (outcome.kind === 'failed') {
    const { code, ...trace } = outcome.refusal;
    deps.log.info({ correlationId: visit.request.correlationId, code, microsoft: trace }, 'sign-in did not succeed');
    await recordMicrosoftRefusal(deps.core, transition, code);
    return errors.problem(visit, problemOf(code), { ...again, ...traceOf(outcome.refusal, deps.clock.now()) });
  }

  const { identity } = outcome;
  parts.roleWatch.note(identity);
  const verdict = await recordSignIn(deps.core, transition, identity);
  if (verdict.kind === 'refused') {
    const { code, canTakeTenant } = verdict;
    const details = { ...again, userName: identity.userName, ...(canTakeTenant && { canTakeTenant }) };
    return errors.problem(visit, problemOf(code), details);
  }
  const { organisationId, transitionId, linkVersion } = trip;
  await parts.sessions.begin(visit.request, visit.response, { organisationId, transitionId, linkVersion, identity });
  // Microsoft did not say which roles this person has. Its consent page decides; better told before than refused there.
  const mayBeRefused = identity.roleTemplateIds === undefined && transition.steps.directoryConnection.state !== 'done';
  return seeOther(mayBeRefused ? rolePath : progressPath);
}

type IdentityOutcome = { kind: 'known'; identity: VerifiedIdentity } | { kind: 'failed'; refusal: SignInRefusal };

async function identityOf(
  { deps, returnTo }: ConnectParts,
  { request }: Visit,
  { trip, transition }: { trip: SignInTrip; transition: Transition },
): Promise<IdentityOutcome> {
  const error = request.query.get('error');
  const errorDescription = request.query.get('error_description') ?? '';
  if (error !== null) {
    return { kind: 'failed', refusal: deps.signIn.classifyRefusal({ error, errorDescription, page: 'signIn' }) };
  }
  const code = request.query.get('code');
  if (code === null || code === '') return { kind: 'failed', refusal: { code: 'SIGN_IN_FAILED' } };
  const redeemed = await deps.signIn.redeemCode({
    tenantId: transition.tenant.tenantId,
    code,
    codeVerifier: trip.codeVerifier,
    nonce: trip.nonce,
    redirectUri: returnTo.signIn,
  });
  if (redeemed.kind === 'signedIn') return { kind: 'known', identity: redeemed.identity };
  const { kind, ...refusal } = redeemed;
  return { kind, refusal };
}
