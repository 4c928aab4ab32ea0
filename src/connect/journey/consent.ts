import {
  recordConsent,
  recordConsentDeclined,
  recordMicrosoftRefusal,
} from '../../core/use-cases/customer/customer-actions.ts';
import type { SignInRefusal } from '../../core/ports/microsoft.ts';
import type { Route } from '../../http-route.ts';
import { problemOf, traceOf, type Visit } from '../error-page.ts';
import { onJourney } from './on-journey.ts';
import { ownForm } from '../own-form.ts';
import { progressPath } from '../pages/progress-page.ts';
import type { ConnectParts } from '../connect-parts.ts';
import { seeOther, type Answer } from '../respond.ts';
import type { Journey } from '../session/journey.ts';

export function consentRoutes(parts: ConnectParts): Route[] {
  return [
    ownForm(parts, '/connect/consent', (_visit, journey) => beginConsent(parts, journey)),
    parts.errors.route('GET', '/connect/consented', async (visit) => {
      // A HEAD asks about the page; it must not use the answer up.
      if (visit.request.method === 'HEAD') return { kind: 'nothing' };
      return onJourney(parts, visit, (known, journey) => finishConsent(parts, known, journey));
    }),
  ];
}

async function beginConsent({ deps, roundTrips, returnTo }: ConnectParts, journey: Journey): Promise<Answer> {
  const { session, transition } = journey;
  if (transition.steps.directoryConnection.state === 'done') return seeOther(progressPath);
  const { organisationId, transitionId, tenant } = transition;
  const { objectId } = session.identity;
  const state = await roundTrips.begin({ purpose: 'consent', organisationId, transitionId, objectId });
  const redirectUri = returnTo.consent;
  return seeOther(deps.signIn.consentUrl({ tenantId: tenant.tenantId, state, redirectUri }));
}

async function finishConsent(parts: ConnectParts, visit: Visit, journey: Journey): Promise<Answer> {
  const { deps } = parts;
  const { correlationId } = visit.request;
  if (!(await isReturnOf(parts, visit, journey))) {
    // Reload and back button come here too, with an answer already used: the steps say where things stand.
    deps.log.warn({ correlationId }, 'a consent answer without its beginning was ignored');
    return seeOther(progressPath);
  }
  const refusal = refusalIn(parts, visit);
  if (refusal !== undefined) return refuse(parts, visit, { journey, refusal });

  // What the address says proves nothing; only Microsoft's token does.
  const { session, transition } = journey;
  const proof = await deps.connection.prove(transition.tenant.tenantId, { fresh: true });
  await recordConsent(deps.core, transition, { identity: session.identity, proof });
  deps.wakeWatcher();
  return seeOther(progressPath);
}

/** One answer for one departure, of this person, for this tenant. */
async function isReturnOf({ roundTrips }: ConnectParts, { request }: Visit, journey: Journey): Promise<boolean> {
  const { session, transition } = journey;
  const state = request.query.get('state');
  const trip = state === null || state === '' ? undefined : await roundTrips.finish('consent', state);
  if (trip?.transitionId !== transition.transitionId || trip.objectId !== session.identity.objectId) return false;
  const told = request.query.get('tenant');
  return told === null || told.toLowerCase() === transition.tenant.tenantId.toLowerCase();
}

/** Looked at first: Microsoft says `admin_consent=True` beside an error too. */
function refusalIn({ deps }: ConnectParts, { request }: Visit): SignInRefusal | undefined {
  const error = request.query.get('error');
  if (error === null) return undefined;
  const errorDescription = request.query.get('error_description') ?? '';
  return deps.signIn.classifyRefusal({ error, errorDescription, page: 'consent' });
}

async function refuse(
  parts: ConnectParts,
  visit: Visit,
  { journey, refusal }: { journey: Journey; refusal: SignInRefusal },
): Promise<Answer> {
  const { deps, errors } = parts;
  const { session, transition } = journey;
  const { code, ...trace } = refusal;
  deps.log.info({ correlationId: visit.request.correlationId, code, microsoft: trace }, 'consent was not given');
  if (code === 'CONSENT_DECLINED') await recordConsentDeclined(deps.core, transition, session.identity);
  else await recordMicrosoftRefusal(deps.core, transition, code);
  const { userName } = session.identity;
  const details = { userName, domain: transition.tenant.domain, link: parts.linkOf(transition.link) };
  return errors.problem(visit, problemOf(code), { ...details, ...traceOf(refusal, deps.clock.now()) });
}
