// The operator's page: the partner's own service account signs in once, and the service works on its behalf from then on.
import { createHash } from 'node:crypto';
import type { ServiceAccountSignInOutcome } from '../core/ports/service-account.ts';
import {
  acceptServiceAccount,
  consentPath,
  consentToken,
  openConsent,
  type ConsentAddress,
  type ConsentOpening,
} from '../core/use-cases/partner-consent.ts';
import type { Route } from '../http-route.ts';
import type { PartnerConsentDeps } from './connect-deps.ts';
import type { Visit } from './error-page.ts';
import {
  consentNoticePage,
  consentPage,
  consentResultPage,
  type ConsentNotice,
  type ConsentNoticeDetails,
} from './pages/partner-consent-page.ts';
import type { ConnectParts } from './connect-parts.ts';
import { seeOther, showPage, type Answer } from './respond.ts';
import { browserCookie } from './session/cookies.ts';
import { isFromElsewhere } from './session/journey.ts';
import type { RoundTrip } from './session/round-trips.ts';

type ConsentTrip = Extract<RoundTrip, { purpose: 'partnerConsent' }>;

interface ConsentParts extends ConnectParts {
  consent: PartnerConsentDeps;
}

const statuses: Record<ConsentNotice, number> = {
  unknown: 404,
  expired: 410,
  used: 410,
  otherTenant: 403,
  guest: 403,
  cancelled: 200,
  failed: 403,
  stray: 400,
  tooMany: 429,
  approved: 200,
};

/** None where nothing is there to keep a token with. */
export function partnerConsentRoutes(parts: ConnectParts): Route[] {
  const { partnerConsent: consent } = parts.deps;
  if (!consent) return [];
  const all: ConsentParts = { ...parts, consent };
  const { errors } = parts;
  return [
    errors.route('GET', `${consentPath}/:token`, (visit) => show(all, visit)),
    errors.route('POST', `${consentPath}/:token/sign-in`, (visit) => begin(all, visit)),
    errors.route('GET', '/connect/partner-consented', async (visit) => {
      // A HEAD asks about the page; it must not use the answer up.
      return visit.request.method === 'HEAD' ? { kind: 'nothing' } : finish(all, visit);
    }),
  ];
}

function notice(parts: ConsentParts, kind: ConsentNotice, details: ConsentNoticeDetails = {}): Answer {
  return showPage(consentNoticePage(parts.site, kind, details), statuses[kind]);
}

/** Writes nothing: a chat's preview opens addresses too. */
async function show(parts: ConsentParts, visit: Visit): Promise<Answer> {
  const opening = await openingOf(parts, visit);
  if (opening.kind === 'used' && opening.result) return showPage(consentResultPage(parts.site, opening.result));
  if (opening.kind !== 'open') return notice(parts, opening.kind);
  const { partnerTenantId: tenantId } = parts.consent.settings;
  const signInPath = `${pathOf(parts, opening.address)}/sign-in`;
  return showPage(consentPage(parts.site, { tenantId, signInPath, expiresAt: opening.address.expiresAt }));
}

async function openingOf(parts: ConsentParts, { request }: Visit): Promise<ConsentOpening | { kind: 'tooMany' }> {
  const { deps, cookies, limits } = parts;
  if (!(await limits.mayOpenLinks(request))) return { kind: 'tooMany' };
  const browserId = cookies.read(request, browserCookie);
  const browser = browserId === undefined ? undefined : deps.hashOf(browserId);
  const tools = { sign: deps.core.sign, clock: deps.clock, ephemeral: deps.ephemeral };
  const opening = await openConsent(tools, request.params['token'] ?? '', browser);
  if (opening.kind === 'unknown') await limits.noteUnknownLink(request);
  return opening;
}

function pathOf(parts: ConsentParts, address: ConsentAddress): string {
  return `${consentPath}/${consentToken(address, parts.deps.core.sign)}`;
}

const browserCookieSeconds = 15 * 60;

/** Only a page that was opened by the address knows where this form goes, so it needs no token beside that. */
async function begin(parts: ConsentParts, visit: Visit): Promise<Answer> {
  const { deps, consent, cookies, errors, roundTrips } = parts;
  const { request, response } = visit;
  if (isFromElsewhere(request)) return errors.problem(visit, 'FORM_REFUSED');
  if (!(await parts.limits.mayBeginSignIn(request))) return notice(parts, 'tooMany');
  const opening = await openingOf(parts, visit);
  if (opening.kind !== 'open') return notice(parts, opening.kind);
  const { addressId, expiresAt } = opening.address;
  const browserId = cookies.read(request, browserCookie) ?? deps.ids.random();
  const codeVerifier = deps.ids.random() + deps.ids.random();
  const nonce = deps.ids.random();
  const state = await roundTrips.begin({
    purpose: 'partnerConsent',
    addressId,
    expiresAt: expiresAt.toISOString(),
    browser: deps.hashOf(browserId),
    codeVerifier,
    nonce,
  });
  const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');
  const redirectUri = parts.returnTo.partnerConsent;
  const url = await consent.signIn.signInUrl({ state, nonce, codeChallenge, redirectUri });
  cookies.set(response, browserCookie, { value: browserId, maxAgeSeconds: browserCookieSeconds });
  return seeOther(url);
}

async function finish(parts: ConsentParts, visit: Visit): Promise<Answer> {
  const { query, correlationId } = visit.request;
  // An administrator's approval for the whole tenant ends here too. It begins nowhere, so nothing is concluded from it.
  if (!query.has('state') && query.has('admin_consent') && !query.has('error')) return notice(parts, 'approved');
  const trip = await returningTrip(parts, visit);
  if (trip) return finishTrip(parts, visit, trip);
  parts.deps.log.warn({ correlationId }, 'a service account’s sign-in without its beginning was refused');
  return notice(parts, 'stray', { reference: correlationId });
}

/** Its state is used up even when the browser is another one. */
async function returningTrip({ deps, cookies, roundTrips }: ConsentParts, { request }: Visit) {
  const state = request.query.get('state') ?? '';
  const browserId = cookies.read(request, browserCookie);
  const trip = state === '' ? undefined : await roundTrips.finish('partnerConsent', state);
  return browserId !== undefined && trip?.browser === deps.hashOf(browserId) ? trip : undefined;
}

async function finishTrip(parts: ConsentParts, visit: Visit, trip: ConsentTrip): Promise<Answer> {
  const { deps, consent } = parts;
  const { correlationId: reference } = visit.request;
  const { addressId, browser } = trip;
  const address = { addressId, expiresAt: new Date(trip.expiresAt) };
  const path = pathOf(parts, address);
  const outcome = await outcomeOf(parts, visit, trip);
  if (outcome.kind === 'failed') {
    const { code, correlationId: microsoftId } = outcome;
    deps.log.warn({ correlationId: reference, code, microsoftId }, 'the service account did not sign in');
    const kind = code === 'SIGN_IN_CANCELLED' ? 'cancelled' : 'failed';
    return notice(parts, kind, { path, code, reference: microsoftId ?? reference });
  }
  const { identity } = outcome;
  const account = { address, browser, identity, adopt: () => outcome.adopt() };
  const accepted = await acceptServiceAccount({ ...deps, ...consent }, account);
  if (accepted.kind === 'accepted') return seeOther(path);
  deps.log.warn({ correlationId: reference, why: accepted.kind }, 'an account was refused as service account');
  const { userName } = identity;
  const { partnerTenantId: tenantId } = consent.settings;
  return notice(parts, accepted.kind, { path, userName, tenantId, reference });
}

async function outcomeOf(
  { consent, returnTo }: ConsentParts,
  { request }: Visit,
  { codeVerifier, nonce }: ConsentTrip,
): Promise<ServiceAccountSignInOutcome> {
  const error = request.query.get('error');
  if (error !== null) {
    const errorDescription = request.query.get('error_description') ?? '';
    return { kind: 'failed', code: consent.signIn.classifyRefusal({ error, errorDescription }) };
  }
  const code = request.query.get('code');
  if (code === null || code === '') return { kind: 'failed', code: 'SIGN_IN_FAILED' };
  return consent.signIn.redeemCode({ code, codeVerifier, nonce, redirectUri: returnTo.partnerConsent });
}
