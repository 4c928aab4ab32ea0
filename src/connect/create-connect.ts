import { companiesOf } from '../core/companies.ts';
import { linkUrl } from '../core/link.ts';
import type { Route } from '../http-route.ts';
import { createAssets } from './assets.ts';
import type { ConnectDeps } from './connect-deps.ts';
import { consentRoutes } from './journey/consent.ts';
import { createErrorPages, problemOfStatus } from './error-page.ts';
import { createInvitation } from './journey/invitation.ts';
import { landingRoutes } from './journey/landing.ts';
import { partnerConsentRoutes } from './partner-consent.ts';
import type { Site } from './pages/layout.ts';
import { problemPage } from './pages/problem-page.ts';
import type { ConnectParts } from './connect-parts.ts';
import { progressRoutes } from './journey/progress.ts';
import { createRateLimits } from './rate-limits.ts';
import { createRoleWatch } from './role-watch.ts';
import { createCookies } from './session/cookies.ts';
import { createRoundTrips } from './session/round-trips.ts';
import { createSessions } from './session/sessions.ts';
import { signedInRoute } from './journey/signed-in.ts';

export interface Connect {
  routes: Route[];
  /** For what no route answers: unknown addresses, refused bodies, overload. */
  errorPage: (problem: { status: number; reference: string }) => string;
  /** A proxy before us is not counted in the configuration. */
  isProxyUncounted: () => boolean;
}

/** The Partner Connect site: what the customer's administrator sees, from the link to "all done". */
export function createConnect(deps: ConnectDeps): Connect {
  const { config, translate, log } = deps;
  const assets = createAssets();
  const site: Site = { t: translate, config, companies: companiesOf(config, undefined), assets: assets.addresses };
  const cookies = createCookies(config.publicUrl);
  const { publicUrl } = config;
  const parts: ConnectParts = {
    deps,
    site,
    errors: createErrorPages(site, log),
    cookies,
    sessions: createSessions(deps, cookies),
    roundTrips: createRoundTrips(deps),
    limits: createRateLimits(config.trustedProxyHops ?? 0, log),
    roleWatch: createRoleWatch(deps),
    returnTo: {
      signIn: `${publicUrl}/connect/signed-in`,
      consent: `${publicUrl}/connect/consented`,
      partnerConsent: `${publicUrl}/connect/partner-consented`,
    },
    linkOf: (link) => linkUrl(publicUrl, link, deps.core.sign),
  };
  return {
    routes: [
      ...assets.routes,
      signedInRoute(parts),
      ...consentRoutes(parts),
      ...partnerConsentRoutes(parts),
      ...progressRoutes(parts, createInvitation(deps.partner, deps.clock)),
      ...landingRoutes(parts),
    ],
    isProxyUncounted: () => parts.limits.isProxyUncounted(),
    errorPage: ({ status, reference }) => problemPage(site, problemOfStatus(status), { reference }),
  };
}
