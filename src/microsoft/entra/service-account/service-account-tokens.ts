import type { AuthenticationResult, ConfidentialClientApplication } from '@azure/msal-node';
import { z } from 'zod';
import { AppError } from '../../../core/errors.ts';
import type { Clock } from '../../../core/ports/runtime.ts';
import { appAndUserCodeOf, fromMsal } from '../entra-errors.ts';
import type { HeldRefreshToken, RefreshTokenStore } from './refresh-token-store.ts';

/** The tokens of the partner's service account, each redeemed with its refresh token and kept for its hour. */
export interface ServiceAccountTokens {
  appAndUser(scope: string, options: { fresh: boolean }): Promise<string>;
  forgetServiceAccount(): void;
}

export interface ServiceAccountTokensDeps {
  clock: Clock;
  refreshTokens: RefreshTokenStore;
  /** One for each redemption, so that the rotated refresh token can be told from those of earlier ones. */
  newClient: () => ConfidentialClientApplication;
}

/** The reason in the details of SERVICE_ACCOUNT_REFUSED when nobody has ever signed in. */
export const noServiceAccount = 'no service account';

const expiryMarginMs = 5 * 60 * 1000;

export function createServiceAccountTokens(deps: ServiceAccountTokensDeps): ServiceAccountTokens {
  const { clock, refreshTokens, newClient } = deps;
  const kept = new Map<string, AuthenticationResult>();
  /** How often the account was forgotten: what is under way then belongs to the earlier one. */
  let forgotten = 0;
  let lastRedemption: Promise<unknown> = Promise.resolve();

  async function heldToken(): Promise<HeldRefreshToken> {
    const held = await refreshTokens.read();
    if (!held) throw new AppError('SERVICE_ACCOUNT_REFUSED', { reason: noServiceAccount });
    return held;
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

  async function redeemHeld(scope: string, held: HeldRefreshToken): Promise<string> {
    const { refreshToken } = held;
    const forgottenBefore = forgotten;
    const client = newClient();
    const result = await client
      .acquireTokenByRefreshToken({ scopes: [scope], refreshToken, forceCache: true })
      .catch((error: unknown) => {
        throw fromMsal(error, appAndUserCodeOf);
      });
    if (!result) throw new AppError('UPSTREAM_UNEXPECTED', { reason: 'no token' });
    const rotated = refreshTokenIn(client.getTokenCache().serialize());
    if (rotated !== undefined && rotated !== refreshToken) await refreshTokens.rotate(held, rotated);
    if (forgotten === forgottenBefore) kept.set(scope, result);
    return result.accessToken;
  }

  function cached(scope: string): string | undefined {
    const token = kept.get(scope);
    const endsAt = token?.expiresOn?.getTime() ?? 0;
    return endsAt - expiryMarginMs > clock.now().getTime() ? token?.accessToken : undefined;
  }

  return {
    async appAndUser(scope, { fresh }) {
      const known = fresh ? undefined : cached(scope);
      if (known !== undefined) return known;
      // One redemption at a time: each rotates the refresh token that the next one needs.
      const mine = lastRedemption.then(async () => (fresh ? undefined : cached(scope)) ?? redeem(scope));
      lastRedemption = mine.catch(() => undefined);
      return mine;
    },

    forgetServiceAccount() {
      forgotten += 1;
      kept.clear();
    },
  };
}

const SerializedCache = z.object({ RefreshToken: z.record(z.string(), z.object({ secret: z.string() })).optional() });

/** MSAL keeps refresh tokens to itself; its serialised cache is the documented way to them. */
export function refreshTokenIn(serialized: string): string | undefined {
  const cache = SerializedCache.safeParse(JSON.parse(serialized));
  return cache.success ? Object.values(cache.data.RefreshToken ?? {}).at(-1)?.secret : undefined;
}
