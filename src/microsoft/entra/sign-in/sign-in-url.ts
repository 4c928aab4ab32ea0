import type { CustomerSignIn } from '../../../core/ports/microsoft.ts';
import { toLogin } from '../authority.ts';
import { createEntraClient, type EntraClientDeps } from '../tokens.ts';

type SignInRequest = Omit<Parameters<CustomerSignIn['signInUrl']>[0], 'tenantId'>;

interface Asking {
  /** A tenant's id, or `organizations`. */
  tenant: string;
  scopes: string[];
  /** Of other resources: consented to on the same page. */
  extraScopesToConsent?: string[];
}

/** Where somebody signs in for a code (with PKCE), having chosen the account, and comes back with it in the address. */
export async function signInUrl(
  deps: EntraClientDeps,
  request: SignInRequest,
  { tenant, ...asked }: Asking,
): Promise<string> {
  const { state, nonce, codeChallenge, redirectUri } = request;
  const url = await createEntraClient(deps, tenant).getAuthCodeUrl({
    ...asked,
    redirectUri,
    state,
    nonce,
    codeChallenge,
    // Left out, it would mean `plain`.
    codeChallengeMethod: 'S256',
    prompt: 'select_account',
    responseMode: 'query',
  });
  return toLogin(deps.app.loginUrl, url);
}
