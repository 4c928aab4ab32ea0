const microsoftLogin = 'https://login.microsoftonline.com';

/** A tenant id, or `organizations` for whichever work or school tenant the person belongs to. */
export function issuerOf(loginUrl: string, tenant: string): string {
  return `${loginUrl}/${tenant}/v2.0`;
}

export function keysUrl(loginUrl: string, tenantId: string): URL {
  return new URL(`${loginUrl}/${tenantId}/discovery/v2.0/keys`);
}

/**
 * The authority that MSAL is told. It accepts https only, with the tenant first in the path, and replaces endpoints
 * that look otherwise; so a stand-in (http, or under a path) goes by Microsoft's own name, which MSAL knows without
 * asking anybody, and `toLogin` turns its addresses into the stand-in's.
 */
export function authorityOf(loginUrl: string, tenant: string): string {
  return `${isPlain(loginUrl) ? loginUrl : microsoftLogin}/${tenant}`;
}

/** An address that MSAL made, where it is in this installation. */
export function toLogin(loginUrl: string, url: string): string {
  const standsIn = !isPlain(loginUrl) && url.startsWith(`${microsoftLogin}/`);
  return standsIn ? `${loginUrl}${url.slice(microsoftLogin.length)}` : url;
}

function isPlain(loginUrl: string): boolean {
  const { protocol, pathname } = new URL(loginUrl);
  return protocol === 'https:' && pathname === '/';
}
