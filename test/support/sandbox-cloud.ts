// A running sandbox, and what a program and a person do with it over HTTP. Nothing here knows the sandbox's inside.

import { createHash, randomBytes } from 'node:crypto';
import { sandboxApp, sandboxPartner, tenantByDomain } from '../../src/sandbox/directory.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';

export const redirectUri = 'http://127.0.0.1:3978/connect/return';
export const graphScope = 'https://graph.microsoft.com/.default';
export const partnerCenterScope = 'https://api.partnercenter.microsoft.com/.default';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; undefined when it is no JSON object. */
  readonly body: Record<string, unknown>;
}

interface CallOptions {
  readonly token?: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

export interface SandboxCloud {
  readonly url: string;
  readonly clock: FakeClock;
  readonly sandbox: Sandbox;
  readonly lines: string[];
  readonly call: (method: string, path: string, options?: CallOptions) => Promise<Answer>;
  /** Posts a form as a browser or a script does; redirects are not followed. */
  readonly post: (address: string, fields: Record<string, string>, headers?: Record<string, string>) => Promise<Answer>;
  readonly token: (tenant: string, fields: Record<string, string>) => Promise<Answer>;
  readonly appToken: (tenant?: string, scope?: string) => Promise<string>;
  readonly userToken: (scope?: string) => Promise<string>;
  readonly stop: () => Promise<void>;
}

function bodyOf(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return typeof parsed === 'object' && parsed !== null ? Object.fromEntries(Object.entries(parsed)) : {};
  } catch {
    return {};
  }
}

async function answerOf(response: Response): Promise<Answer> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  return { status: response.status, headers: response.headers, text, body: bodyOf(text) };
}

export async function startSandboxCloud(options: Partial<SandboxOptions> = {}): Promise<SandboxCloud> {
  const clock = createFakeClock();
  const lines: string[] = [];
  const sandbox = createSandbox({
    clock: () => clock.now(),
    log: (line) => lines.push(line),
    redirectUris: [redirectUri],
    ...options,
  });
  const { url } = await sandbox.start();

  const call: SandboxCloud['call'] = async (method, path, { token, headers = {}, body } = {}) => {
    const response = await fetch(path.startsWith('http') ? path : `${url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return answerOf(response);
  };
  const post: SandboxCloud['post'] = async (address, fields, headers = {}) => {
    const target = address.startsWith('http') ? address : `${url}${address}`;
    const body = new URLSearchParams(fields);
    return answerOf(await fetch(target, { method: 'POST', redirect: 'manual', body, headers }));
  };
  const token: SandboxCloud['token'] = async (tenant, fields) => {
    const client = { client_id: sandboxApp.clientId, client_secret: sandboxApp.clientSecret };
    return post(`/login/${tenant}/oauth2/v2.0/token`, { ...client, ...fields });
  };
  return {
    url,
    clock,
    sandbox,
    lines,
    call,
    post,
    token,
    appToken: async (tenant = sandboxPartner.tenantId, scope = graphScope) =>
      String((await token(tenant, { grant_type: 'client_credentials', scope })).body['access_token']),
    userToken: async (scope = partnerCenterScope) => {
      const fields = { grant_type: 'refresh_token', refresh_token: sandboxPartner.serviceAccountRefreshToken, scope };
      return String((await token(sandboxPartner.tenantId, fields)).body['access_token']);
    },
    stop: async () => sandbox.stop(),
  };
}

export interface SignInRequest {
  readonly address: string;
  readonly verifier: string;
  readonly nonce: string;
  readonly state: string;
}

/** The address our site would send a person to; `changes` of null leave a parameter out. */
export function signInRequest(
  cloud: SandboxCloud,
  tenant: string,
  changes: Record<string, string | null> = {},
): SignInRequest {
  const verifier = randomBytes(32).toString('base64url');
  const nonce = randomBytes(16).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const fields: Record<string, string | null> = {
    client_id: sandboxApp.clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid profile offline_access',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    nonce,
    state,
    prompt: 'select_account',
    ...changes,
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value !== null) query.set(name, value);
  return { address: `${cloud.url}/login/${tenant}/oauth2/v2.0/authorize?${query.toString()}`, verifier, nonce, state };
}

export function consentAddress(
  cloud: SandboxCloud,
  tenant: string,
  changes: Record<string, string | null> = {},
): string {
  const fields: Record<string, string | null> = {
    client_id: sandboxApp.clientId,
    scope: graphScope,
    redirect_uri: redirectUri,
    state: 'the-state',
    ...changes,
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value !== null) query.set(name, value);
  return `${cloud.url}/login/${tenant}/v2.0/adminconsent?${query.toString()}`;
}

/** The query of the address an answer sends the person back to. */
export function returned(answer: Answer): Record<string, string> {
  const location = answer.headers.get('location');
  return location === null ? {} : Object.fromEntries(new URL(location).searchParams);
}

export async function consent(cloud: SandboxCloud, domain: string): Promise<Answer> {
  const { tenantId } = tenantByDomain(domain);
  return cloud.post(consentAddress(cloud, tenantId), { user: `admin@${domain}`, action: 'accept' });
}

export const licenceRoles = [
  '88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
  '4d6ac14f-3453-41d0-bef9-a3e0c569773a',
  'f023fd81-a637-4b56-95fd-791ac0226033',
  'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
];

export const relationshipsPath = '/graph/v1.0/tenantRelationships/delegatedAdminRelationships';

export function relationshipBody(domain: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
  const tenant = tenantByDomain(domain);
  return {
    displayName: `For ${tenant.displayName}`,
    duration: 'P730D',
    customer: { tenantId: tenant.tenantId, displayName: tenant.displayName },
    accessDetails: { unifiedRoles: licenceRoles.map((roleDefinitionId) => ({ roleDefinitionId })) },
    autoExtendDuration: 'P180D',
    ...changes,
  };
}

/** A relationship that waits for the customer's approval, as the partner leaves it. */
export async function lockedRelationship(
  cloud: SandboxCloud,
  domain: string,
  changes: Record<string, unknown> = {},
): Promise<string> {
  const token = await cloud.appToken();
  const created = await cloud.call('POST', relationshipsPath, { token, body: relationshipBody(domain, changes) });
  const relationshipId = String(created.body['id']);
  const body = { action: 'lockForApproval' };
  await cloud.call('POST', `${relationshipsPath}/${relationshipId}/requests`, { token, body });
  cloud.clock.advance(1000);
  return relationshipId;
}

export function approvalAddress(relationshipId: string): string {
  return `/admin/AdminPortal/partners/invitation/granularAdminRelationships/${relationshipId}`;
}

export async function approve(cloud: SandboxCloud, relationshipId: string, user: string): Promise<Answer> {
  return cloud.post(approvalAddress(relationshipId), { user, action: 'approve' });
}

export function invitationAddress(partnerTenantId: string = sandboxPartner.tenantId): string {
  return `/admin/Adminportal/Home?invType=ResellerRelationship&partnerId=${partnerTenantId}&msppId=0&DAP=false`;
}

export async function authorise(
  cloud: SandboxCloud,
  user: string,
  changes: Record<string, string> = {},
): Promise<Answer> {
  const fields = { user, action: 'authorise', authorise: 'yes', agreement: 'yes', ...changes };
  return cloud.post(invitationAddress(), fields);
}
