// Graph's way of letting a caller in, and of refusing one.

import { randomUUID } from 'node:crypto';

import { sandboxPartner } from '../directory.ts';
import { graphResource, type Caller, type TokenIssuer } from '../login/token-issuer.ts';
import {
  headerOf,
  json,
  withHeaders,
  type Route,
  type SandboxRequest,
  type SandboxResponse,
} from '../server/message.ts';
import { Refusal } from '../server/refusal.ts';
import type { World } from '../world/world.ts';

export interface GraphCall {
  readonly world: World;
  readonly request: SandboxRequest;
  readonly caller: Caller;
}

export interface GraphRoute {
  readonly method: string;
  /** Below `/graph/v1.0`. */
  readonly path: string;
  /** Any one of these lets the caller in. */
  readonly permissions: readonly string[];
  /** GDAP and tenant information are answered for the partner's own tenant only. */
  readonly isForPartner?: boolean;
  readonly handle: (call: GraphCall) => SandboxResponse;
}

export const graphBase = '/graph/v1.0';

const challenge = {
  'www-authenticate': 'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"',
};

export function graphError(request: SandboxRequest, refusal: Refusal, now: Date): SandboxResponse {
  const requestId = randomUUID();
  const clientRequestId = headerOf(request, 'client-request-id') ?? requestId;
  const innerError = {
    date: now.toISOString().slice(0, 19),
    'request-id': requestId,
    'client-request-id': clientRequestId,
  };
  const body = { error: { code: refusal.code, message: refusal.message, innerError } };
  const trace = { 'request-id': requestId, 'client-request-id': clientRequestId };
  return json(refusal.status, body, refusal.status === 401 ? { ...trace, ...challenge } : trace);
}

async function callerOf(issuer: TokenIssuer, request: SandboxRequest): Promise<Caller> {
  const token = /^Bearer (.+)$/i.exec(headerOf(request, 'authorization') ?? '')?.[1];
  const refused = (message: string): Refusal => new Refusal(401, 'InvalidAuthenticationToken', message);
  if (token === undefined) throw refused('Access token is empty.');
  const reading = await issuer.read(token, graphResource);
  switch (reading.kind) {
    case 'caller':
      return reading.caller;
    case 'expired':
      throw refused('Lifetime validation failed, the token is expired.');
    case 'otherAudience':
      throw refused('Access token validation failure. Invalid audience.');
    case 'invalid':
      throw refused('IDX14100: JWT is not well formed, or its signature could not be validated.');
  }
}

function authorise(route: GraphRoute, { world, caller }: GraphCall): void {
  const isAllowed = route.permissions.some((name) => caller.permissions.includes(name));
  if (!isAllowed) {
    throw new Refusal(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
  }
  if (route.isForPartner !== true) return;
  if (caller.tenantId !== sandboxPartner.tenantId) {
    throw new Refusal(403, 'forbidden', 'The caller’s tenant is not a partner tenant.');
  }
  const { appOnlyGdapRefused, mfaMissing, notAdminAgent } = world.state.troubles;
  const isRefused =
    caller.kind === 'app'
      ? appOnlyGdapRefused
      : notAdminAgent === true || !caller.isAdminAgent || (mfaMissing && !caller.usedMfa);
  if (isRefused) {
    throw new Refusal(403, 'forbidden', 'The principal lacks the required permissions to perform the operation.');
  }
}

/** Turns Graph's routes into the server's: token, permission, handler, and Graph's shape for every refusal. */
export function graphRoutes(world: World, issuer: TokenIssuer, routes: readonly GraphRoute[]): readonly Route[] {
  return routes.map((route) => ({
    method: route.method,
    path: `${graphBase}${route.path}`,
    handle: async (request) => {
      try {
        const call = { world, request, caller: await callerOf(issuer, request) };
        authorise(route, call);
        const clientRequestId = headerOf(request, 'client-request-id') ?? randomUUID();
        return withHeaders(route.handle(call), { 'request-id': randomUUID(), 'client-request-id': clientRequestId });
      } catch (error) {
        if (error instanceof Refusal) return graphError(request, error, world.now());
        throw error;
      }
    },
  }));
}

export function contextUrl(world: World, entity: string): string {
  return `${world.publicUrl}${graphBase}/$metadata#${entity}`;
}

export function parsedBody(request: SandboxRequest): unknown {
  try {
    return JSON.parse(request.body);
  } catch {
    throw new Refusal(
      400,
      'BadRequest',
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    );
  }
}
