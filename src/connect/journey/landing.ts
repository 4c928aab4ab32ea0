import { createHash } from 'node:crypto';
import { AppError } from '../../core/errors.ts';
import type { Transition } from '../../core/transition.ts';
import { openLink } from '../../core/use-cases/customer/customer-actions.ts';
import type { Route } from '../../http-route.ts';
import { askForLinkRoute, endedLinkPage } from './ended-link.ts';
import type { Visit } from '../error-page.ts';
import { hasBegun, siteStepsOf, taskOf } from './journey-state.ts';
import { siteFor } from '../pages/layout.ts';
import { landingPage, type Landing } from '../pages/landing-page.ts';
import { donePage, progressPath } from '../pages/progress-page.ts';
import type { ConnectParts } from '../connect-parts.ts';
import { seeOther, showPage, type Answer } from '../respond.ts';
import { browserCookie } from '../session/cookies.ts';
import { isFromElsewhere, journeyOf } from '../session/journey.ts';

export function landingRoutes(parts: ConnectParts): Route[] {
  const { errors } = parts;
  return [
    errors.route('GET', '/connect/:token', (visit) => showLanding(parts, visit)),
    errors.route('POST', '/connect/:token/sign-in', (visit) => beginSignIn(parts, visit)),
    askForLinkRoute(parts),
  ];
}

/** Writes nothing: scanners and previews open links too, with GET or HEAD. */
async function showLanding(parts: ConnectParts, visit: Visit): Promise<Answer> {
  const { deps } = parts;
  const { request } = visit;
  const token = request.params['token'] ?? '';
  const opened = await open(parts, visit, token);
  if (opened.kind === 'shut') return opened.answer;
  const { transition } = opened;
  const outcome = await journeyOf(deps, parts.sessions, request);
  const isTheirs = outcome.kind === 'found' && outcome.journey.transition.transitionId === transition.transitionId;
  if (isTheirs) return seeOther(progressPath);
  const site = siteFor(parts.site, transition.organisationId);
  if (taskOf(transition).kind === 'finished') return showPage(donePage(site));
  const { expiresAt } = transition.link;
  const landing = { signInPath: `/connect/${encodeURIComponent(token)}/sign-in`, expiresAt };
  const begun = hasBegun(transition) ? { begun: siteStepsOf(transition) } : {};
  const obstacle = obstacleTo(transition);
  return showPage(landingPage(site, { ...landing, ...begun, ...(obstacle && { obstacle }) }));
}

/** What would stop the sign-in itself, on a page of Microsoft's that explains little: better told before. */
function obstacleTo({ steps }: Transition): Landing['obstacle'] {
  const step = steps.directoryConnection;
  if (step.state !== 'blocked') return undefined;
  return step.code === 'APP_DISABLED' || step.code === 'TENANT_GONE' ? step.code : undefined;
}

type Opened = { kind: 'open'; transition: Transition } | { kind: 'shut'; answer: Answer };

/** The transition behind a link, or the page that says why the link opens nothing. */
async function open(parts: ConnectParts, visit: Visit, token: string): Promise<Opened> {
  const { deps, errors, limits } = parts;
  if (!(await limits.mayOpenLinks(visit.request))) {
    return { kind: 'shut', answer: errors.problem(visit, 'TOO_MANY') };
  }
  try {
    return { kind: 'open', transition: await openLink(deps.core, token) };
  } catch (err) {
    if (!(err instanceof AppError)) throw err;
    if (err.code === 'LINK_UNKNOWN') await limits.noteUnknownLink(visit.request);
    const answer = await endedLinkPage(parts, visit, token);
    if (!answer) throw err;
    return { kind: 'shut', answer };
  }
}

const browserCookieSeconds = 15 * 60;

async function beginSignIn(parts: ConnectParts, visit: Visit): Promise<Answer> {
  const { deps, cookies, errors, roundTrips } = parts;
  const { request, response } = visit;
  if (isFromElsewhere(request)) return errors.problem(visit, 'FORM_REFUSED');
  if (!(await parts.limits.mayBeginSignIn(request))) return errors.problem(visit, 'TOO_MANY');
  const token = request.params['token'] ?? '';
  const opened = await open(parts, visit, token);
  if (opened.kind === 'shut') return opened.answer;
  const { transition } = opened;
  if (taskOf(transition).kind === 'finished') return seeOther(`/connect/${encodeURIComponent(token)}`);

  // Kept when there is one: a second tab must not break the first one's sign-in.
  const browserId = cookies.read(request, browserCookie) ?? deps.ids.random();
  const codeVerifier = deps.ids.random() + deps.ids.random();
  const nonce = deps.ids.random();
  const { organisationId, transitionId, tenant, link } = transition;
  const state = await roundTrips.begin({
    purpose: 'signIn',
    organisationId,
    transitionId,
    linkVersion: link.version,
    browser: deps.hashOf(browserId),
    codeVerifier,
    nonce,
  });
  const url = await deps.signIn.signInUrl({
    tenantId: tenant.tenantId,
    state,
    nonce,
    codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    redirectUri: parts.returnTo.signIn,
  });
  cookies.set(response, browserCookie, { value: browserId, maxAgeSeconds: browserCookieSeconds });
  return seeOther(url);
}
