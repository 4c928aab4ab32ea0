// Whether an account may sign in at an authority, and the page Microsoft shows when it may not.

import { html } from 'htm/preact';

import { accountByUserName, companyById, sandboxApp, type Account } from '../directory.ts';
import { page } from '../pages/layout.ts';
import type { SandboxRequest, SandboxResponse } from '../server/message.ts';
import { isPersonal, signInAt, signInAtHome, type SignedIn } from '../world/people.ts';
import type { World } from '../world/world.ts';
import { describe, EntraError, isEntraCode, newTrace } from './errors.ts';
import { isOtherCloud, type Authority } from './tenant.ts';
import { identityProviderOf } from './token-issuer.ts';

export function knownAccount(userName: string, authority: Authority): Account {
  const account = accountByUserName(userName);
  if (account !== undefined) return account;
  const directory = authority.kind === 'tenant' ? authority.company.displayName : 'Microsoft';
  throw new EntraError(50034, userName.slice(0, 100), directory);
}

function signedInAt(account: Account, authority: Authority): SignedIn {
  if (authority.kind === 'common') return signInAtHome(account);
  if (authority.kind === 'organizations') {
    if (isPersonal(account)) throw new EntraError(500208);
    return signInAtHome(account);
  }
  const signedIn = signInAt(account, authority.company.tenantId);
  if (signedIn !== undefined) return signedIn;
  const identityProvider = identityProviderOf(account.userName);
  throw new EntraError(
    50020,
    account.userName,
    identityProvider,
    authority.company.displayName,
    sandboxApp.displayName,
  );
}

export function signIn(world: World, account: Account, authority: Authority): SignedIn {
  const signedIn = signedInAt(account, authority);
  const home = companyById(signedIn.tenantId);
  if (home !== undefined && isOtherCloud(home)) throw new EntraError(90038, home.tenantId);
  const { appDisabled, tenantDeleted, signInErrorAt = 'page' } = world.behaviourOf(signedIn.tenantId);
  if (tenantDeleted === true) throw new EntraError(5000224);
  if (appDisabled === true) throw new EntraError(7000112, sandboxApp.clientId);
  if (signInErrorAt === 'page') throwSignInError(world, signedIn.tenantId);
  return signedIn;
}

export function throwSignInError(world: World, tenantId: string): void {
  const { signInError } = world.behaviourOf(tenantId);
  if (signInError !== undefined && isEntraCode(signInError)) throw new EntraError(signInError, sandboxApp.displayName);
}

/** Microsoft keeps the person on such a page; the app that sent them never hears of it. */
function signInErrorPage(world: World, request: SandboxRequest, error: EntraError): SandboxResponse {
  const trace = newTrace(world.now());
  const again = `${request.url.pathname}${request.url.search}`;
  return page({
    title: 'Sorry, but we’re having trouble signing you in',
    site: 'Sign in',
    status: error.status,
    content: [
      html`<p role="alert">${describe(error, trace)}</p>`,
      html`<p class="soft">Copy this text for support. Nothing was sent back to the app.</p>`,
      html`<div class="actions"><a class="button" href=${again}>Use another account</a></div>`,
    ],
  });
}

/** Runs a page's handler and shows Entra's refusals as such a page. */
export async function onPage(
  world: World,
  request: SandboxRequest,
  handle: () => SandboxResponse | Promise<SandboxResponse>,
): Promise<SandboxResponse> {
  try {
    return await handle();
  } catch (error) {
    if (error instanceof EntraError) return signInErrorPage(world, request, error);
    throw error;
  }
}
