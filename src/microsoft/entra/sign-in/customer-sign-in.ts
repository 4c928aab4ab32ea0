import { AppError, type ErrorCode } from '../../../core/errors.ts';
import type { CustomerSignIn, SignInOutcome, SignInRefusal } from '../../../core/ports/microsoft.ts';
import type { Clock } from '../../../core/ports/runtime.ts';
import { codeOf, type Log } from '../../reading.ts';
import type { SendHttp } from '../../send-http.ts';
import { correlationIdIn, fromMsal, numbersIn, signInCodeOf } from '../entra-errors.ts';
import type { VerifyIdToken } from './id-token.ts';
import { signInUrl } from './sign-in-url.ts';
import { createEntraClient, type EntraApp } from '../tokens.ts';

export interface CustomerSignInDeps {
  app: EntraApp;
  consentScope: string;
  clock: Clock;
  sendHttp: SendHttp;
  verifyIdToken: VerifyIdToken;
  log: Log;
}

/**
 * Any work or school account may sign in, and core compares the tenant afterwards. Under the expected tenant's own
 * authority Microsoft would refuse another tenant's people on a page of its own (AADSTS50020), where they are stuck;
 * this way they come back and are told which account they used and which is needed. Nothing is lost: the tenant is
 * taken from the verified token either way, and consent is asked under the expected tenant only.
 */
export const anyTenant = 'organizations';
const scopes = ['openid', 'profile'];

export function createCustomerSignIn(deps: CustomerSignInDeps): CustomerSignIn {
  const { app, verifyIdToken, log } = deps;

  return {
    signInUrl: async (request) => signInUrl(deps, request, { tenant: anyTenant, scopes }),

    async redeemCode({ code, codeVerifier, nonce, redirectUri }) {
      try {
        // A client for this one code: the admin's tokens are forgotten with it.
        const client = createEntraClient(deps, anyTenant);
        const result = await client
          .acquireTokenByCode({ scopes, code, codeVerifier, nonce, redirectUri })
          .catch((error: unknown) => {
            throw fromMsal(error, (refusal) => signInCodeOf(refusal, 'signIn'));
          });
        return { kind: 'signedIn', identity: await verifyIdToken(result.idToken, nonce) };
      } catch (error) {
        return failed(error);
      }
    },

    consentUrl({ tenantId, state, redirectUri }) {
      const query = { client_id: app.clientId, scope: deps.consentScope, redirect_uri: redirectUri, state };
      return `${app.loginUrl}/${encodeURIComponent(tenantId)}/v2.0/adminconsent?${new URLSearchParams(query).toString()}`;
    },

    classifyRefusal({ error, errorDescription = '', page = 'consent' }) {
      const numbers = numbersIn(errorDescription);
      return refusalFrom(signInCodeOf({ error, numbers }, page), numbers[0], correlationIdIn(errorDescription));
    },
  };

  function failed(error: unknown): SignInOutcome {
    const code = codeOf(log, error, 'redeem sign-in code');
    const { numbers = '', correlationId } = error instanceof AppError ? error.details : {};
    return { kind: 'failed', ...refusalFrom(code, numbersOf(numbers)[0], correlationId) };
  }
}

function numbersOf(text: string): number[] {
  return text
    .split(' ')
    .map(Number)
    .filter((number) => number > 0);
}

function refusalFrom(code: ErrorCode, number: number | undefined, correlationId: string | undefined): SignInRefusal {
  return { code, ...(number !== undefined && { number }), ...(correlationId !== undefined && { correlationId }) };
}
