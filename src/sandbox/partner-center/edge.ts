// Partner Center's way of letting a caller in: the token, then whether the call works without a user.

import { randomUUID } from 'node:crypto';

import { sandboxPartner } from '../directory.ts';
import { partnerCenterResource, type Caller, type TokenIssuer } from '../login/token-issuer.ts';
import {
  empty,
  headerOf,
  json,
  withHeaders,
  type Route,
  type SandboxRequest,
  type SandboxResponse,
} from '../server/message.ts';
import { Refusal } from '../server/refusal.ts';
import type { World } from '../world/world.ts';

export interface PartnerCenterCall {
  readonly world: World;
  readonly request: SandboxRequest;
  readonly caller: Caller;
}

export interface PartnerCenterRoute {
  readonly method: string;
  /** Of the API; `v1` when absent. */
  readonly version?: string;
  /** Below `/partnercenter/{version}`. */
  readonly path: string;
  /** Some calls are refused without a user, whatever the app may do. */
  readonly caller: 'any' | 'appAndUser';
  readonly handle: (call: PartnerCenterCall) => SandboxResponse;
}

/** Of a refusal that comes without a body: partners report such for what the caller may not do. */
const noNumber = '';

function errorBody(refusal: Refusal): SandboxResponse {
  if (refusal.code === noNumber) return empty(refusal.status);
  const body = { code: Number(refusal.code), description: refusal.message, data: [], source: 'PartnerFD' };
  return json(refusal.status, body);
}

/** Ids are the caller's own where it gave some: both are for matching logs. */
function traceHeaders(request: SandboxRequest): Record<string, string> {
  return {
    'ms-requestid': headerOf(request, 'ms-requestid') ?? randomUUID(),
    'ms-correlationid': headerOf(request, 'ms-correlationid') ?? randomUUID(),
    'ms-cv': `${randomUUID().replaceAll('-', '').slice(0, 16)}.0`,
    'ms-serverid': '030020643',
    'x-locale': headerOf(request, 'x-locale') ?? 'en-US',
  };
}

async function callerOf(issuer: TokenIssuer, request: SandboxRequest): Promise<Caller> {
  const token = /^Bearer (.+)$/i.exec(headerOf(request, 'authorization') ?? '')?.[1];
  if (token === undefined) throw new Refusal(401, '800001', 'Partner Token missing in request context');
  const reading = await issuer.read(token, partnerCenterResource);
  switch (reading.kind) {
    case 'caller':
      return reading.caller;
    case 'otherAudience':
      throw new Refusal(401, '900420', 'The audience of the access token is not accepted by this service.');
    case 'expired':
    case 'invalid':
      throw new Refusal(401, '400', 'Access denied');
  }
}

function authorise(route: PartnerCenterRoute, caller: Caller, world: World): void {
  const { apiClosed, appUnregistered } = world.state.troubles;
  if (apiClosed === true) throw new Refusal(403, '2032', 'Access denied');
  if (appUnregistered === true && caller.kind === 'app') throw new Refusal(403, noNumber, 'Forbidden');
  if (caller.tenantId !== sandboxPartner.tenantId) throw new Refusal(403, '2032', 'Access denied');
  if (caller.kind === 'user' && !caller.usedMfa) {
    throw new Refusal(
      401,
      '900421',
      'Access denied. The access token must come from a sign-in with multi-factor authentication.',
    );
  }
  if (route.caller === 'appAndUser' && caller.kind === 'app') {
    throw new Refusal(403, '900329', "This resource can't be accessed by application credentials.");
  }
}

function mfaHeader(request: SandboxRequest, caller: Caller): Record<string, string> {
  const isAsked = headerOf(request, 'validatemfa')?.toLowerCase() === 'true';
  return isAsked && caller.kind === 'user' ? { ismfacompliant: String(caller.usedMfa) } : {};
}

async function answer(
  route: PartnerCenterRoute,
  call: Omit<PartnerCenterCall, 'caller'>,
  issuer: TokenIssuer,
): Promise<SandboxResponse> {
  let caller: Caller | undefined;
  try {
    caller = await callerOf(issuer, call.request);
    authorise(route, caller, call.world);
    return withHeaders(route.handle({ ...call, caller }), mfaHeader(call.request, caller));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return withHeaders(errorBody(error), caller === undefined ? {} : mfaHeader(call.request, caller));
  }
}

export function partnerCenterRoutes(
  world: World,
  issuer: TokenIssuer,
  routes: readonly PartnerCenterRoute[],
): readonly Route[] {
  return routes.map((route) => ({
    method: route.method,
    path: `/partnercenter/${route.version ?? 'v1'}${route.path}`,
    handle: async (request) => withHeaders(await answer(route, { world, request }, issuer), traceHeaders(request)),
  }));
}

export function notFound(): Refusal {
  return new Refusal(404, '1000', 'Not found');
}

export function parsedBody(request: SandboxRequest): unknown {
  try {
    return JSON.parse(request.body);
  } catch {
    throw new Refusal(400, '800002', 'Invalid request input');
  }
}
