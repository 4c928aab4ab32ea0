import { ConfidentialClientApplication } from '@azure/msal-node';
import type { AuthenticationResult } from '@azure/msal-node';
import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import type { Clock } from '../../core/ports/runtime.ts';
import type { SendHttp } from '../send-http.ts';
import { authorityOf } from './authority.ts';
import { appAndUserCodeOf, appOnlyCodeOf, fromMsal } from './entra-errors.ts';
import { createMsalNetwork } from './msal-network.ts';
import { credentialForMsal, type OwnCredential } from './own-credential.ts';
import type { HeldRefreshToken, RefreshTokenStore } from './refresh-token-store.ts';

/** The two kinds of token that Microsoft tells apart. Both throw AppError; `fresh` asks past every cache. */
export interface Tokens {
  /** The service itself in a tenant. CONSENT_SETTLING: our app is not (yet) in that tenant. */
  appOnly(tenantId: string, scope: string, options: { fresh: boolean }): Promise<string>;
  /** The service on behalf of the partner's service account (Secure Application Model). */
  appAndUser(scope: string, options: { fresh: boolean }): Promise<string>;
  /** Another account may be the service account from now on: what was got with the earlier one is not used again. */
  forgetServiceAccount(): void;
}

export interface EntraApp extends OwnCredential {
  loginUrl: string;
  clientId: string;
  partnerTenantId: string;
}

export interface TokensDeps {
  app: EntraApp;
  clock: Clock;
  sendHttpFor: (tenantId: string) => SendHttp;
  refreshTokens: RefreshTokenStore;
}

/** The reason in the details of SERVICE_ACCOUNT_REFUSED when nobody has ever signed in. */
export const noServiceAccount = 'no service account';

const expiryMarginMs = 5 * 60 * 1000;
/** A client holds one tenant's tokens. Dropping them costs a request, so there is no need to keep many. */
const mostClients = 500;

export interface EntraClientDeps {
  app: EntraApp;
  clock: Clock;
  sendHttp: SendHttp;
}

export function createEntraClient({ app, clock, sendHttp }: EntraClientDeps, tenant: string) {
  const { loginUrl } = app;
  return new ConfidentialClientApplication({
    auth: { clientId: app.clientId, authority: authorityOf(loginUrl, tenant), ...credentialForMsal(app) },
    system: { networkClient: createMsalNetwork({ loginUrl, clock, sendHttp }) },
  });
}

export function createTokens({ app, clock, sendHttpFor, refreshTokens }: TokensDeps): Tokens {
  const clients = new Map<string, ConfidentialClientApplication>();
  const serviceAccountTokens = new Map<string, AuthenticationResult>();
  let lastRedemption: Promise<unknown> = Promise.resolve();

  function clientFor(tenantId: string): ConfidentialClientApplication {
    const known = clients.get(tenantId);
    if (known) return known;
    if (clients.size >= mostClients) clients.clear();
    const client = createEntraClient({ app, clock, sendHttp: sendHttpFor(tenantId) }, tenantId);
    clients.set(tenantId, client);
    return client;
  }

  /** Refused, it may only have been the wrong one: another process has used it, or a person has signed in meanwhile. */
  async function redeem(scope: string): Promise<string> {
    const held = await heldToken();
    try {
      return await redeemHeld(scope, held);
    } catch (error) {
      const now = await heldToken();
      if (now.refreshToken === held.refreshToken) throw error;
      return redeemHeld(scope, now);
    }
  }

  async function heldToken(): Promise<HeldRefreshToken> {
    const held = await refreshTokens.read();
    if (!held) throw new AppError('SERVICE_ACCOUNT_REFUSED', { reason: noServiceAccount });
    return held;
  }

  async function redeemHeld(scope: string, held: HeldRefreshToken): Promise<string> {
    const { refreshToken } = held;
    // A client of its own, so that the rotated refresh token can be told from those of earlier redemptions.
    const { partnerTenantId } = app;
    const client = createEntraClient({ app, clock, sendHttp: sendHttpFor(partnerTenantId) }, partnerTenantId);
    const result = await client
      .acquireTokenByRefreshToken({ scopes: [scope], refreshToken, forceCache: true })
      .catch((error: unknown) => {
        throw fromMsal(error, appAndUserCodeOf);
      });
    if (!result) throw new AppError('UPSTREAM_UNEXPECTED', { reason: 'no token' });
    const rotated = refreshTokenIn(client.getTokenCache().serialize());
    if (rotated !== undefined && rotated !== refreshToken) await refreshTokens.rotate(held, rotated);
    serviceAccountTokens.set(scope, result);
    return result.accessToken;
  }

  function cached(scope: string): string | undefined {
    const token = serviceAccountTokens.get(scope);
    const endsAt = token?.expiresOn?.getTime() ?? 0;
    return endsAt - expiryMarginMs > clock.now().getTime() ? token?.accessToken : undefined;
  }

  return {
    async appOnly(tenantId, scope, { fresh }) {
      try {
        const result = await clientFor(tenantId).acquireTokenByClientCredential({ scopes: [scope], skipCache: fresh });
        if (result) return result.accessToken;
      } catch (error) {
        const ours = tenantId === app.partnerTenantId;
        throw fromMsal(error, (refusal) => {
          const code = appOnlyCodeOf(refusal);
          // In the partner's own tenant nothing settles by itself: the registration is wrong.
          return ours && code === 'CONSENT_SETTLING' ? 'OWN_CREDENTIALS_REFUSED' : code;
        });
      }
      throw new AppError('UPSTREAM_UNEXPECTED', { reason: 'no token' });
    },

    async appAndUser(scope, { fresh }) {
      const known = fresh ? undefined : cached(scope);
      if (known !== undefined) return known;
      // One redemption at a time: each rotates the refresh token that the next one needs.
      const mine = lastRedemption.then(async () => (fresh ? undefined : cached(scope)) ?? redeem(scope));
      lastRedemption = mine.catch(() => undefined);
      return mine;
    },

    forgetServiceAccount() {
      serviceAccountTokens.clear();
    },
  };
}

const SerializedCache = z.object({ RefreshToken: z.record(z.string(), z.object({ secret: z.string() })).optional() });

/** MSAL keeps refresh tokens to itself; its serialised cache is the documented way to them. */
export function refreshTokenIn(serialized: string): string | undefined {
  const cache = SerializedCache.safeParse(JSON.parse(serialized));
  return cache.success ? Object.values(cache.data.RefreshToken ?? {}).at(-1)?.secret : undefined;
}
