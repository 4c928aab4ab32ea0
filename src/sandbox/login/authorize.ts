// The authorization endpoint: a person picks an account, and goes back to our site with a code.

import { randomBytes, randomUUID } from 'node:crypto';

import { html } from 'htm/preact';

import { sandboxApp, type Account } from '../directory.ts';
import { accountPicker } from '../pages/account-picker.ts';
import { page } from '../pages/layout.ts';
import { remember, sessionAccount } from '../pages/session.ts';
import { formOf, param, redirect, type Route, type SandboxRequest, type SandboxResponse } from '../server/message.ts';
import type { World } from '../world/world.ts';
import { describe, EntraError, newTrace } from './errors.ts';
import { knownAccount, onPage, signIn, throwSignInError } from './sign-in-rules.ts';
import { authorityOf, isOtherCloud, type Authority } from './tenant.ts';

interface SignInCall {
  readonly world: World;
  readonly authority: Authority;
  readonly query: URLSearchParams;
  readonly redirectUri: string;
}

/** Parameters that decide whether anything may be sent back at all: refusals stay on Microsoft's page. */
export function registeredRedirectUri(world: World, query: URLSearchParams): string {
  const clientId = query.get('client_id');
  if (clientId === null) throw new EntraError(900144, 'client_id');
  if (clientId !== sandboxApp.clientId) throw new EntraError(700016, clientId.slice(0, 100), 'Microsoft');
  const redirectUri = query.get('redirect_uri');
  if (redirectUri === null || !world.redirectUris.has(redirectUri)) {
    throw new EntraError(50011, (redirectUri ?? '').slice(0, 200), sandboxApp.clientId);
  }
  return redirectUri;
}

export function backWith(redirectUri: string, fields: Readonly<Record<string, string | null>>): SandboxResponse {
  const target = new URL(redirectUri);
  for (const [name, value] of Object.entries(fields)) if (value !== null) target.searchParams.set(name, value);
  return redirect(target.href);
}

function backWithError(
  world: World,
  call: { redirectUri: string; query: URLSearchParams },
  error: EntraError,
): SandboxResponse {
  return backWith(call.redirectUri, {
    error: error.error,
    error_description: describe(error, newTrace(world.now())),
    state: call.query.get('state'),
  });
}

const prompts: readonly (string | null)[] = [null, 'login', 'none', 'consent', 'select_account', 'create'];
const challengePattern = /^[A-Za-z0-9_-]{43}$/;

type Check = readonly [isWrong: (query: URLSearchParams) => boolean, error: (query: URLSearchParams) => EntraError];

/** What Microsoft reports to the app instead of to the person. PKCE and nonce are stricter here than in reality. */
const requestChecks: readonly Check[] = [
  [
    (query) => query.get('response_type') !== 'code',
    (query) => new EntraError(700054, (query.get('response_type') ?? '').slice(0, 50)),
  ],
  [
    (query) => !(query.get('scope') ?? '').split(' ').includes('openid'),
    (query) => new EntraError(70011, (query.get('scope') ?? '').slice(0, 200)),
  ],
  [(query) => query.get('code_challenge_method') !== 'S256', () => new EntraError(9002325)],
  [(query) => !challengePattern.test(query.get('code_challenge') ?? ''), () => new EntraError(9002325)],
  [(query) => (query.get('nonce') ?? '') === '', () => new EntraError(90014, 'nonce')],
  [(query) => (query.get('response_mode') ?? 'query') !== 'query', () => new EntraError(90014, 'response_mode')],
  [(query) => !prompts.includes(query.get('prompt')), () => new EntraError(90014, 'prompt')],
];

function requestError(query: URLSearchParams): EntraError | undefined {
  const failed = requestChecks.find(([isWrong]) => isWrong(query));
  return failed?.[1](query);
}

/** Some refusals go back to the app, some stay on Microsoft's page; which, Microsoft does not promise. */
function signInOrBack(call: SignInCall, account: Account): SandboxResponse {
  const { tenantId } = signIn(call.world, account, call.authority);
  if (call.world.behaviourOf(tenantId).signInErrorAt !== 'return') return issueCode(call, account);
  try {
    throwSignInError(call.world, tenantId);
  } catch (error) {
    if (error instanceof EntraError) return backWithError(call.world, call, error);
    throw error;
  }
  return issueCode(call, account);
}

function issueCode({ world, authority, query, redirectUri }: SignInCall, account: Account): SandboxResponse {
  const signedIn = signIn(world, account, authority);
  const code = `0.${randomBytes(48).toString('base64url')}`;
  world.change((state) => {
    state.codes = [...state.codes.slice(-200)];
    state.codes.push({
      code,
      tenantId: signedIn.tenantId,
      userName: account.userName,
      redirectUri,
      codeChallenge: query.get('code_challenge') ?? '',
      nonce: query.get('nonce') ?? '',
      scope: query.get('scope') ?? '',
      issuedAt: world.nowText(),
    });
  });
  const answer = backWith(redirectUri, { code, state: query.get('state'), session_state: randomUUID() });
  return remember(answer, account);
}

function pickPage({ world, authority, query }: SignInCall, session: Account | undefined): SandboxResponse {
  const tenantId = authority.kind === 'tenant' ? authority.company.tenantId : undefined;
  const where = authority.kind === 'tenant' ? authority.company.displayName : 'your organisation';
  return page({
    title: `Sign in to ${where}`,
    site: 'Sign in',
    content: [
      html`<p>to continue to <strong>${sandboxApp.displayName}</strong> by ${sandboxApp.publisher}</p>`,
      accountPicker({ world, tenantId, hint: query.get('login_hint') ?? session?.userName, isCancellable: true }),
    ],
  });
}

/** "Sign-in options", "Sign in to an organisation": where an app lets everybody in, people may come as guests that way. */
function chosenAuthority(authority: Authority, organisation: string | null): Authority {
  const isChosen = authority.kind !== 'tenant' && organisation !== null && organisation !== '';
  return isChosen ? authorityOf(organisation) : authority;
}

function authorize(world: World, request: SandboxRequest): SandboxResponse {
  const query = request.url.searchParams;
  const authority = authorityOf(param(request, 'tenant'));
  const call: SignInCall = { world, authority, query, redirectUri: registeredRedirectUri(world, query) };
  if (authority.kind === 'tenant' && isOtherCloud(authority.company)) {
    throw new EntraError(90038, authority.company.tenantId);
  }
  const error = requestError(query);
  if (error !== undefined) return backWithError(world, call, error);
  if (request.method === 'POST') {
    const form = formOf(request);
    if (form.get('action') === 'cancel') return backWithError(world, call, new EntraError(65004));
    const chosen = { ...call, authority: chosenAuthority(authority, form.get('organisation')) };
    return signInOrBack(chosen, knownAccount(form.get('user') ?? '', chosen.authority));
  }
  const account = sessionAccount(request);
  if (query.get('prompt') !== 'none') return pickPage(call, account);
  return account === undefined ? backWithError(world, call, new EntraError(50058)) : issueCode(call, account);
}

export function authorizeRoutes(world: World): readonly Route[] {
  const handle = (request: SandboxRequest): Promise<SandboxResponse> =>
    onPage(world, request, () => authorize(world, request));
  const path = '/login/:tenant/oauth2/v2.0/authorize';
  return [
    { method: 'GET', path, handle },
    { method: 'POST', path, handle },
  ];
}
