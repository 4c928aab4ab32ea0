// The token endpoint: authorization code with PKCE, client credentials, and the service account's refresh token.

import { createHash, randomBytes } from 'node:crypto';

import { accountByUserName, sandboxApp, sandboxPartner, type Account, type Company } from '../directory.ts';
import { formOf, json, param, type Route, type SandboxRequest, type SandboxResponse } from '../server/message.ts';
import { signInAt, signInAtHome, type SignedIn } from '../world/people.ts';
import type { AuthorizationCode } from '../world/state.ts';
import { secondsAfter } from '../world/timing.ts';
import type { World } from '../world/world.ts';
import { authenticateClient } from './clients.ts';
import { EntraError, entraJson } from './errors.ts';
import { applicationRoles, delegatedScopes, resourceOf } from './grants.ts';
import { throwSignInError } from './sign-in-rules.ts';
import { authorityOf, isOtherCloud, type Authority } from './tenant.ts';
import { graphResource, tokenLifetimeSeconds, type TokenIssuer } from './token-issuer.ts';

const codeLifetimeSeconds = 600;
const mostRefreshTokens = 200;

interface TokenCall {
  readonly world: World;
  readonly issuer: TokenIssuer;
  readonly authority: Authority;
  readonly form: URLSearchParams;
}

type Flow = (call: TokenCall) => Promise<SandboxResponse>;

function required(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value === null || value === '') throw new EntraError(900144, name);
  return value;
}

function tenantOf(authority: Authority): Company {
  if (authority.kind !== 'tenant') throw new EntraError(50059);
  if (isOtherCloud(authority.company)) throw new EntraError(900382, authority.company.tenantId);
  return authority.company;
}

function tokenAnswer(fields: Record<string, unknown>): SandboxResponse {
  const lifetime = { expires_in: tokenLifetimeSeconds, ext_expires_in: tokenLifetimeSeconds };
  return json(200, { token_type: 'Bearer', ...lifetime, ...fields }, { pragma: 'no-cache' });
}

const clientCredentials: Flow = async ({ world, issuer, authority, form }) => {
  const company = tenantOf(authority);
  const scope = required(form, 'scope');
  if (!scope.endsWith('/.default')) throw new EntraError(1002012, scope.slice(0, 200));
  const { resource } = resourceOf(scope, company.displayName);
  const { appDisabled, tenantDeleted } = world.behaviourOf(company.tenantId);
  if (tenantDeleted === true) throw new EntraError(5000224);
  if (appDisabled === true) throw new EntraError(7000112, sandboxApp.clientId);
  const permissions = applicationRoles(world, company, resource);
  return tokenAnswer({ access_token: await issuer.appToken({ tenantId: company.tenantId, resource, permissions }) });
};

/** Whose it is: the service account's from the start, or that of somebody who signed in since. */
function accountOf(world: World, token: string): Account {
  const isFirst = token === sandboxPartner.serviceAccountRefreshToken;
  if (isFirst && world.state.troubles.refreshTokenExpired) throw new EntraError(700082);
  const issued = world.state.refreshTokens?.find((candidate) => candidate.token === token);
  const account = accountByUserName(isFirst ? sandboxPartner.serviceAccount : (issued?.userName ?? ''));
  if (account === undefined) throw new EntraError(70000);
  return account;
}

const refreshToken: Flow = async ({ world, issuer, authority, form }) => {
  const token = required(form, 'refresh_token');
  const account = accountOf(world, token);
  if (tenantOf(authority).tenantId !== account.tenantId) throw new EntraError(700005);
  const { resource } = resourceOf(form.get('scope') ?? `${graphResource}/.default`, sandboxPartner.displayName);
  // Nobody of a customer has consented to anything on their own behalf.
  if (account.tenantId !== sandboxPartner.tenantId) throw new EntraError(65001, sandboxApp.clientId);
  const scopes = delegatedScopes(world, resource);
  return tokenAnswer({
    scope: scopes.map((name) => `${resource}/${name}`).join(' '),
    access_token: await issuer.userToken(signInAtHome(account), {
      tenantId: account.tenantId,
      resource,
      permissions: scopes,
    }),
    refresh_token: token,
  });
};

/** Only to those who asked to stay; kept, so that it outlives this process. */
function newRefreshToken(world: World, code: AuthorizationCode): string | undefined {
  if (!code.scope.split(' ').includes('offline_access')) return undefined;
  const token = `1.${randomBytes(48).toString('base64url')}`;
  world.change((state) => {
    state.refreshTokens = [
      ...(state.refreshTokens ?? []).slice(-mostRefreshTokens),
      { token, userName: code.userName },
    ];
  });
  return token;
}

function checkCode(call: TokenCall, code: AuthorizationCode): void {
  const { authority, form, world } = call;
  if (code.redeemedAt !== undefined) throw new EntraError(54005);
  if (secondsAfter(code.issuedAt, codeLifetimeSeconds) <= world.now()) throw new EntraError(70008);
  const isElsewhere = authority.kind === 'tenant' && authority.company.tenantId !== code.tenantId;
  if (isElsewhere) throw new EntraError(700005);
  if (required(form, 'redirect_uri') !== code.redirectUri) throw new EntraError(500112);
  const challenge = createHash('sha256').update(required(form, 'code_verifier')).digest('base64url');
  if (challenge !== code.codeChallenge) throw new EntraError(501481);
}

function clientInfo(signedIn: SignedIn): string {
  const info = { uid: signedIn.account.userId, utid: signedIn.account.tenantId };
  return Buffer.from(JSON.stringify(info)).toString('base64url');
}

const authorizationCode: Flow = async (call) => {
  const { world, issuer, form } = call;
  const presented = required(form, 'code');
  const code = world.state.codes.find((candidate) => candidate.code === presented);
  if (code === undefined) throw new EntraError(70000);
  checkCode(call, code);
  const account = accountByUserName(code.userName);
  if (account === undefined) throw new EntraError(70000);
  const signedIn = signInAt(account, code.tenantId) ?? signInAtHome(account);
  if (world.behaviourOf(signedIn.tenantId).signInErrorAt === 'token') throwSignInError(world, signedIn.tenantId);
  world.change(() => {
    code.redeemedAt = world.nowText();
  });
  // Consent may be for several resources, a token is for one.
  const asked = form.get('scope') ?? code.scope;
  const { resource, names } = resourceOf(asked, 'Microsoft');
  const scopes = asked.split(' ').filter((scope) => scope !== 'offline_access');
  const refreshed = newRefreshToken(world, code);
  return tokenAnswer({
    scope: scopes.join(' '),
    access_token: await issuer.userToken(signedIn, {
      tenantId: signedIn.tenantId,
      resource,
      permissions: names.length > 0 ? names : scopes,
    }),
    id_token: await issuer.idToken(signedIn, code.nonce),
    client_info: clientInfo(signedIn),
    ...(refreshed !== undefined && { refresh_token: refreshed }),
  });
};

const flows: Readonly<Record<string, Flow | undefined>> = {
  authorization_code: authorizationCode,
  client_credentials: clientCredentials,
  refresh_token: refreshToken,
};

async function issueToken(world: World, issuer: TokenIssuer, request: SandboxRequest): Promise<SandboxResponse> {
  const form = formOf(request);
  const authority = authorityOf(param(request, 'tenant'));
  const grantType = required(form, 'grant_type');
  const flow = Object.hasOwn(flows, grantType) ? flows[grantType] : undefined;
  if (flow === undefined) throw new EntraError(70003, grantType.slice(0, 100));
  const tenantName = authority.kind === 'tenant' ? authority.company.displayName : authority.kind;
  await authenticateClient({ world, request, form, tenantName });
  return flow({ world, issuer, authority, form });
}

export function tokenRoutes(world: World, issuer: TokenIssuer): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/login/:tenant/oauth2/v2.0/token',
      handle: async (request) => {
        try {
          return await issueToken(world, issuer, request);
        } catch (error) {
          if (error instanceof EntraError) return entraJson(error, world.now());
          throw error;
        }
      },
    },
  ];
}
