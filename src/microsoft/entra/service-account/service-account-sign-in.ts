import { AppError } from '../../../core/errors.ts';
import type { ServiceAccountSignIn, ServiceAccountSignInOutcome } from '../../../core/ports/service-account.ts';
import type { Clock } from '../../../core/ports/runtime.ts';
import { codeOf, type Log } from '../../reading.ts';
import type { SendHttp } from '../../send-http.ts';
import { fromMsal, numbersIn, signInCodeOf } from '../entra-errors.ts';
import type { VerifyIdToken } from '../sign-in/id-token.ts';
import type { RefreshTokenStore } from './refresh-token-store.ts';
import { refreshTokenIn } from './service-account-tokens.ts';
import { signInUrl } from '../sign-in/sign-in-url.ts';
import { scopeIn } from '../../clouds.ts';
import { createEntraClient, type EntraApp, type Tokens } from '../tokens.ts';

export interface ServiceAccountSignInDeps {
  app: EntraApp;
  clock: Clock;
  sendHttp: SendHttp;
  verifyIdToken: VerifyIdToken;
  refreshTokens: RefreshTokenStore;
  tokens: Pick<Tokens, 'forgetServiceAccount'>;
  log: Log;
}

/**
 * A code is redeemed for one resource. What is asked for at another is consented to on the same page, and its tokens
 * come later by the refresh token; MSAL always adds openid, profile and offline_access. `.default` may not stand beside
 * another resource's scopes, so each is named.
 */
const scopes = ['https://api.partnercenter.microsoft.com/user_impersonation'];
const extraScopesToConsent = ['https://graph.microsoft.com/DelegatedAdminRelationship.ReadWrite.All'];

/**
 * At the partner's own tenant, so that nobody else's tenant is asked to consent to anything. `select_account` and not
 * `consent`: that one asks again what an administrator has granted, and tells those who may not grant it that they need
 * approval. Where a consent is missing, Entra asks for it all the same.
 */
export function createServiceAccountSignIn(deps: ServiceAccountSignInDeps): ServiceAccountSignIn {
  const { app, verifyIdToken, refreshTokens, tokens, log } = deps;
  const { partnerTenantId } = app;
  const inCloud = (names: readonly string[]) => names.map((name) => scopeIn(app, name));

  async function redeem(request: Parameters<ServiceAccountSignIn['redeemCode']>[0]) {
    const { code, codeVerifier, nonce, redirectUri } = request;
    // A client for this one code: its cache then holds this account's tokens and no others.
    const client = createEntraClient(deps, partnerTenantId);
    const result = await client
      .acquireTokenByCode({ scopes: inCloud(scopes), code, codeVerifier, nonce, redirectUri })
      .catch((error: unknown) => {
        throw fromMsal(error, (refusal) => signInCodeOf(refusal, 'signIn'));
      });
    const identity = await verifyIdToken(result.idToken, nonce);
    const refreshToken = refreshTokenIn(client.getTokenCache().serialize());
    if (refreshToken === undefined) throw new AppError('UPSTREAM_UNEXPECTED', { reason: 'no refresh token' });
    return { identity, refreshToken };
  }

  return {
    async signInUrl(request) {
      const asked = { scopes: inCloud(scopes), extraScopesToConsent: inCloud(extraScopesToConsent) };
      return signInUrl(deps, request, { tenant: partnerTenantId, ...asked });
    },

    async redeemCode(request) {
      try {
        const { identity, refreshToken } = await redeem(request);
        return {
          kind: 'signedIn',
          identity,
          async adopt() {
            await refreshTokens.replace(refreshToken);
            tokens.forgetServiceAccount();
            const { tenantId, objectId } = identity;
            log.info({ tenantId, objectId }, 'service account signed in');
          },
        };
      } catch (error) {
        return failed(error);
      }
    },

    classifyRefusal: ({ error, errorDescription }) =>
      signInCodeOf({ error, numbers: numbersIn(errorDescription) }, 'signIn'),
  };

  function failed(error: unknown): ServiceAccountSignInOutcome {
    const code = codeOf(log, error, 'redeem service account code');
    const correlationId = error instanceof AppError ? error.details['correlationId'] : undefined;
    return { kind: 'failed', code, ...(correlationId !== undefined && { correlationId }) };
  }
}
