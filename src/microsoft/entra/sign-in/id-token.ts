import { timingSafeEqual } from 'node:crypto';
import { createRemoteJWKSet, customFetch, decodeJwt, errors, jwtVerify } from 'jose';
import { AppError } from '../../../core/errors.ts';
import type { VerifiedIdentity } from '../../../core/ports/microsoft.ts';
import type { Clock } from '../../../core/ports/runtime.ts';
import type { SendHttp } from '../../send-http.ts';
import { issuerOf, keysUrl } from '../authority.ts';
import { IdTokenClaims } from '../entra-wire.ts';

export interface IdTokenDeps {
  loginUrl: string;
  clientId: string;
  clock: Clock;
  sendHttpFor: (tenantId: string) => SendHttp;
}

export type VerifyIdToken = (idToken: string, nonce: string) => Promise<VerifiedIdentity>;

/** Microsoft's own libraries allow the clocks to differ by this much. */
const clockToleranceSeconds = 300;

/**
 * MSAL does not verify an id token's signature. Here everything that makes it worth believing is checked: signature
 * by the tenant's keys, audience, the issuer that belongs to its `tid`, times, and the nonce of this sign-in.
 */
export function createIdTokenVerifier({ loginUrl, clientId, clock, sendHttpFor }: IdTokenDeps): VerifyIdToken {
  const keySets = new Map<string, ReturnType<typeof createRemoteJWKSet>>();

  function keysOf(tenantId: string) {
    const known = keySets.get(tenantId);
    if (known) return known;
    const keys = createRemoteJWKSet(keysUrl(loginUrl, tenantId), {
      [customFetch]: async (url, init) => sendHttpFor(tenantId)(url, { headers: init.headers }),
    });
    keySets.set(tenantId, keys);
    return keys;
  }

  return async (idToken, nonce) => {
    try {
      // Read before it is verified only to know whose keys to ask for; the issuer check then binds the two.
      const tenantId = claimsOf(decodeJwt(idToken)).tid;
      const verified = await jwtVerify(idToken, keysOf(tenantId), {
        algorithms: ['RS256'],
        audience: clientId,
        issuer: issuerOf(loginUrl, tenantId),
        requiredClaims: ['exp', 'iat', 'nonce', 'oid', 'tid'],
        currentDate: clock.now(),
        clockTolerance: clockToleranceSeconds,
      });
      const claims = claimsOf(verified.payload);
      if (!isSame(claims.nonce, nonce)) throw new AppError('STATE_MISMATCH', { reason: 'nonce' });
      return identityOf(claims, issuerOf(loginUrl, tenantId));
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) throw error;
      // JOSE's own fetch problems: keys that are no key set, or a status other than 200.
      const keysUnread = error instanceof errors.JWKSInvalid || error.code === 'ERR_JOSE_GENERIC';
      const code = keysUnread ? 'UPSTREAM_UNAVAILABLE' : 'SIGN_IN_FAILED';
      throw new AppError(code, { reason: error.code }, { cause: error });
    }
  };
}

function claimsOf(payload: object): IdTokenClaims {
  const claims = IdTokenClaims.safeParse(payload);
  if (!claims.success) throw new AppError('SIGN_IN_FAILED', { reason: 'claims' });
  return claims.data;
}

function isSame(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function identityOf(claims: IdTokenClaims, issuer: string): VerifiedIdentity {
  return {
    tenantId: claims.tid,
    objectId: claims.oid,
    userName: claims.preferred_username ?? claims.upn ?? claims.email ?? claims.oid,
    isGuest: isGuest(claims, issuer),
    ...(claims.wids && { roleTemplateIds: claims.wids }),
  };
}

/** `idp` is there when somebody else vouches for the person. Entra writes its own name in several forms. */
function isGuest(claims: IdTokenClaims, issuer: string): boolean {
  const home = [issuer, `https://sts.windows.net/${claims.tid}/`, `https://sts.chinacloudapi.cn/${claims.tid}/`];
  return claims.acct === 1 || (claims.idp !== undefined && !home.includes(claims.idp));
}
