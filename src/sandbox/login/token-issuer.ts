// Signs the sandbox's tokens and reads them back. One key pair a process: a token dies with the process that made it.

import { createHash, randomUUID } from 'node:crypto';

import { compactVerify, exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK, type JWTPayload } from 'jose';
import { z } from 'zod';

import { accountByUserName, companyById, sandboxApp, sandboxPartner } from '../directory.ts';
import { rolesOf, type SignedIn } from '../world/people.ts';
import type { World } from '../world/world.ts';

export const graphResource = 'https://graph.microsoft.com';
export const partnerCenterResource = 'https://api.partnercenter.microsoft.com';
const botConnectorResource = 'https://api.botframework.com';
export const resources: readonly string[] = [graphResource, partnerCenterResource, botConnectorResource];
export const tokenLifetimeSeconds = 3599;

export interface Caller {
  readonly kind: 'app' | 'user';
  readonly tenantId: string;
  /** Of a user. */
  readonly userName?: string;
  /** Application roles of an app-only token, scopes of a token with a user. */
  readonly permissions: readonly string[];
  readonly usedMfa: boolean;
  /** Of the partner's people only the service account is a member of AdminAgents. */
  readonly isAdminAgent: boolean;
}

type TokenReading =
  | { readonly kind: 'caller'; readonly caller: Caller }
  | { readonly kind: 'expired' }
  | { readonly kind: 'invalid' }
  | { readonly kind: 'otherAudience' };

/** What a token is good for. */
interface Grant {
  readonly tenantId: string;
  readonly resource: string;
  readonly permissions: readonly string[];
}

export interface TokenIssuer {
  publicKeys(): { keys: JWK[] };
  idToken(signedIn: SignedIn, nonce: string): Promise<string>;
  appToken(grant: Grant): Promise<string>;
  userToken(signedIn: SignedIn, grant: Grant): Promise<string>;
  read(token: string, resource: string): Promise<TokenReading>;
}

const AccessClaims = z.object({
  aud: z.string(),
  tid: z.string(),
  exp: z.number(),
  idtyp: z.enum(['app', 'user']),
  roles: z.array(z.string()).optional(),
  scp: z.string().optional(),
  upn: z.string().optional(),
  amr: z.array(z.string()).optional(),
});

/** The issuer that a home tenant has in the `idp` claim; personal accounts have a name of their own. */
export function identityProviderOf(userName: string): string {
  const account = accountByUserName(userName);
  const home = account === undefined ? undefined : companyById(account.tenantId);
  return home === undefined ? 'live.com' : `https://sts.windows.net/${home.tenantId}/`;
}

function pairwise(userId: string): string {
  return createHash('sha256').update(`${sandboxApp.clientId}:${userId}`).digest('base64url');
}

/** A guest has an object of its own in each directory. */
function objectIdOf({ account, tenantId, isGuest }: SignedIn): string {
  if (!isGuest) return account.userId;
  const hex = createHash('sha256').update(`${account.userId}:${tenantId}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

function callerOf(claims: z.infer<typeof AccessClaims>): Caller {
  return {
    kind: claims.idtyp,
    tenantId: claims.tid,
    permissions: claims.idtyp === 'app' ? (claims.roles ?? []) : (claims.scp ?? '').split(' '),
    usedMfa: claims.amr?.includes('mfa') === true,
    ...(claims.upn !== undefined && { userName: claims.upn }),
    isAdminAgent: claims.upn === sandboxPartner.serviceAccount,
  };
}

function idClaims(world: World, signedIn: SignedIn, nonce: string): JWTPayload {
  const { account, isGuest } = signedIn;
  return {
    aud: sandboxApp.clientId,
    sub: pairwise(account.userId),
    oid: objectIdOf(signedIn),
    nonce,
    ver: '2.0',
    name: account.displayName,
    preferred_username: account.userName,
    ...(world.state.troubles.rolesUntold === true ? {} : { wids: [...rolesOf(world, signedIn)] }),
    ...(isGuest ? { idp: identityProviderOf(account.userName) } : {}),
  };
}

function appClaims({ tenantId, resource, permissions }: Grant): JWTPayload {
  const principal = `70000000-0000-4000-8000-${tenantId.slice(-12)}`;
  return {
    aud: resource,
    appid: sandboxApp.clientId,
    idtyp: 'app',
    oid: principal,
    sub: principal,
    ver: '1.0',
    ...(permissions.length === 0 ? {} : { roles: [...permissions] }),
  };
}

function userClaims(world: World, signedIn: SignedIn, { resource, permissions }: Grant): JWTPayload {
  return {
    aud: resource,
    appid: sandboxApp.clientId,
    idtyp: 'user',
    oid: objectIdOf(signedIn),
    sub: pairwise(signedIn.account.userId),
    upn: signedIn.account.userName,
    scp: permissions.join(' '),
    amr: world.state.troubles.mfaMissing ? ['pwd'] : ['pwd', 'mfa'],
    wids: [...rolesOf(world, signedIn)],
    ver: '1.0',
  };
}

/** The signature is what is checked here; whether the hour is over is decided by the reader. */
async function verifiedClaims(token: string, publicKey: CryptoKey): Promise<unknown> {
  try {
    const { payload } = await compactVerify(token, publicKey, { algorithms: ['RS256'] });
    return JSON.parse(new TextDecoder().decode(payload));
  } catch {
    return undefined;
  }
}

interface SigningKey {
  readonly publicKey: CryptoKey;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

async function createSigningKey(): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { modulusLength: 2048 });
  const kid = randomUUID().replaceAll('-', '');
  return { publicKey, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } };
}

// Making an RSA key takes longer than most tests do.
let signingKey: Promise<SigningKey> | undefined;

export async function createTokenIssuer(world: World): Promise<TokenIssuer> {
  signingKey ??= createSigningKey();
  const { publicKey, privateKey, publicJwk } = await signingKey;

  const sign = (tenantId: string, claims: JWTPayload): Promise<string> => {
    const issuedAt = Math.floor(world.now().getTime() / 1000);
    return new SignJWT({ tid: tenantId, uti: randomUUID().slice(0, 22), ...claims })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: publicJwk.kid ?? '' })
      .setIssuer(`${world.publicUrl}/login/${tenantId}/v2.0`)
      .setIssuedAt(issuedAt)
      .setNotBefore(issuedAt)
      .setExpirationTime(issuedAt + tokenLifetimeSeconds)
      .sign(privateKey);
  };

  return {
    publicKeys: () => ({ keys: [publicJwk] }),
    idToken: (signedIn, nonce) => sign(signedIn.tenantId, idClaims(world, signedIn, nonce)),
    appToken: (grant) => sign(grant.tenantId, appClaims(grant)),
    userToken: (signedIn, grant) => sign(signedIn.tenantId, userClaims(world, signedIn, grant)),
    async read(token, resource) {
      const claims = AccessClaims.safeParse(await verifiedClaims(token, publicKey));
      if (!claims.success) return { kind: 'invalid' };
      if (claims.data.aud !== resource) return { kind: 'otherAudience' };
      const isOver = claims.data.exp * 1000 <= world.now().getTime();
      if (isOver && world.state.troubles.accessTokensExpire) return { kind: 'expired' };
      return { kind: 'caller', caller: callerOf(claims.data) };
    },
  };
}
