import type { PartnerConnectLink } from '../core/transition.ts';
import type { ConnectDeps } from './connect-deps.ts';
import type { ErrorPages } from './error-page.ts';
import type { Site } from './pages/layout.ts';
import type { RateLimits } from './rate-limits.ts';
import type { RoleWatch } from './role-watch.ts';
import type { Cookies } from './session/cookies.ts';
import type { RoundTrips } from './session/round-trips.ts';
import type { Sessions } from './session/sessions.ts';

/** What the site's routes are built from. */
export interface ConnectParts {
  deps: ConnectDeps;
  site: Site;
  errors: ErrorPages;
  cookies: Cookies;
  sessions: Sessions;
  roundTrips: RoundTrips;
  limits: RateLimits;
  roleWatch: RoleWatch;
  /** Where Microsoft sends people back to; registered with it, letter by letter. */
  returnTo: { signIn: string; consent: string; partnerConsent: string };
  /** The Partner Connect link, absolute, made again for people who must begin again. */
  linkOf(link: PartnerConnectLink): string;
}
