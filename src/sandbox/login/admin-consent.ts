// Admin consent v2: an administrator accepts our app for the whole tenant ("Directory Connection" in our words).

import { html } from 'htm/preact';

import { companyById, sandboxApp, type Account } from '../directory.ts';
import { accountPicker } from '../pages/account-picker.ts';
import { page } from '../pages/layout.ts';
import { actingAccount, remember } from '../pages/session.ts';
import { formOf, param, type Route, type SandboxRequest, type SandboxResponse } from '../server/message.ts';
import { consentOf } from '../world/customers.ts';
import { mayConsent, type SignedIn } from '../world/people.ts';
import type { World } from '../world/world.ts';
import { backWith, registeredRedirectUri } from './authorize.ts';
import { describe, EntraError, isEntraCode, newTrace } from './errors.ts';
import { resourceOf } from './grants.ts';
import { knownAccount, onPage, signIn } from './sign-in-rules.ts';
import { authorityOf, type Authority } from './tenant.ts';

interface ConsentCall {
  readonly world: World;
  readonly authority: Authority;
  readonly query: URLSearchParams;
  readonly redirectUri: string;
}

const permissionTexts: Readonly<Record<string, string>> = {
  'Organization.Read.All': 'Read organization information',
  'User.Read.All': 'Read all users’ full profiles',
  'LicenseAssignment.Read.All': 'Read all license assignments',
  'Reports.Read.All': 'Read all usage reports',
};

function readCall(world: World, request: SandboxRequest): ConsentCall {
  const authority = authorityOf(param(request, 'tenant'));
  const query = request.url.searchParams;
  if (authority.kind === 'common') throw new EntraError(90130, sandboxApp.clientId, sandboxApp.displayName);
  const redirectUri = registeredRedirectUri(world, query);
  const scope = query.get('scope');
  if (scope === null || scope === '') throw new EntraError(900144, 'scope');
  resourceOf(scope, authority.kind === 'tenant' ? authority.company.displayName : 'Microsoft');
  return { world, authority, query, redirectUri };
}

/** Errors carry `admin_consent=True` too: only `error` tells them from success. */
function refused({ world, query, redirectUri }: ConsentCall, error: EntraError): SandboxResponse {
  return backWith(redirectUri, {
    error: error.error,
    error_description: describe(error, newTrace(world.now())),
    error_subcode: error.code === 65004 ? 'cancel' : null,
    state: query.get('state'),
    admin_consent: 'True',
  });
}

function grant(call: ConsentCall, signedIn: SignedIn): SandboxResponse {
  const { world, query, redirectUri } = call;
  const { consentError } = world.behaviourOf(signedIn.tenantId);
  if (consentError !== undefined && isEntraCode(consentError)) return refused(call, new EntraError(consentError));
  const earlier = consentOf(world, signedIn.tenantId);
  const isComplete = earlier !== undefined && world.permissions.every((name) => earlier.permissions.includes(name));
  if (!isComplete) {
    world.change((state) => {
      state.consents = state.consents.filter((consent) => consent.tenantId !== signedIn.tenantId);
      state.consents.push({
        tenantId: signedIn.tenantId,
        grantedAt: world.nowText(),
        grantedBy: signedIn.account.userName,
        permissions: world.permissions,
      });
    });
  }
  return backWith(redirectUri, {
    admin_consent: 'True',
    tenant: signedIn.tenantId,
    scope: query.get('scope'),
    state: query.get('state'),
  });
}

function needsAdministrator({ world }: ConsentCall, signedIn: SignedIn): SandboxResponse {
  return page({
    title: 'Need admin approval',
    site: 'Sign in',
    status: 403,
    content: [
      html`<p>
        <strong>${sandboxApp.displayName}</strong> needs permission to access resources in your organisation that only
        an administrator can grant. Please ask an administrator to grant permission to this app before you can use it.
      </p>`,
      html`<p class="soft">
        You are signed in as ${signedIn.account.userName}. ${describe(new EntraError(90094), newTrace(world.now()))}
      </p>`,
      html`<form method="post">
        <div class="actions">
          <button name="action" value="cancel">Return to the application without granting consent</button>
        </div>
      </form>`,
      accountPicker({ world, tenantId: signedIn.tenantId }),
    ],
  });
}

function requestPage({ world, query }: ConsentCall, signedIn: SignedIn): SandboxResponse {
  const company = companyById(signedIn.tenantId)?.displayName ?? 'your organisation';
  return page({
    title: 'Permissions requested',
    site: 'Sign in',
    content: [
      html`<p class="soft">Signed in as ${signedIn.account.displayName}, ${signedIn.account.userName}</p>`,
      html`<p><strong>${sandboxApp.displayName}</strong><br />by ${sandboxApp.publisher}</p>`,
      html`<h2>Review for your organisation, ${company}</h2>`,
      html`<p>This app would like to:</p>`,
      html`<ul>
        ${world.permissions.map((name) => html`<li>${permissionTexts[name] ?? name} <span class="soft">(${name})</span></li>`)}
      </ul>`,
      html`<p>
        If you accept, this app will get access to the specified resources for all users in your organisation. No one
        else will be prompted to review these permissions.
      </p>`,
      html`<p class="soft">Requested: ${query.get('scope')}</p>`,
      html`<form method="post">
        <input type="hidden" name="user" value=${signedIn.account.userName} />
        <div class="actions">
          <button class="main" name="action" value="accept">Accept</button>
          <button name="action" value="cancel">Cancel</button>
        </div>
      </form>`,
      html`<details>
        <summary>Use another account</summary>
        ${accountPicker({ world, tenantId: signedIn.tenantId })}
      </details>`,
    ],
  });
}

function pickPage({ world, authority }: ConsentCall): SandboxResponse {
  const tenantId = authority.kind === 'tenant' ? authority.company.tenantId : undefined;
  return page({
    title: 'Sign in to review permissions',
    site: 'Sign in',
    content: accountPicker({ world, tenantId, isCancellable: true }),
  });
}

function show(call: ConsentCall, account: Account | undefined): SandboxResponse {
  if (account === undefined) return pickPage(call);
  const signedIn = signIn(call.world, account, call.authority);
  const answer = mayConsent(call.world, signedIn) ? requestPage(call, signedIn) : needsAdministrator(call, signedIn);
  return remember(answer, account);
}

function adminConsent(world: World, request: SandboxRequest): SandboxResponse {
  const call = readCall(world, request);
  if (request.method === 'GET') {
    const account = actingAccount(request);
    // Somebody still signed in elsewhere picks an account first, as Microsoft's pages do.
    const fits =
      account === undefined || call.authority.kind !== 'tenant' || account.tenantId === call.authority.company.tenantId;
    return show(call, fits ? account : undefined);
  }
  const form = formOf(request);
  const action = form.get('action');
  if (action === 'cancel') return refused(call, new EntraError(65004));
  const posted = form.get('user');
  const account = posted === null ? actingAccount(request) : knownAccount(posted, call.authority);
  if (action !== 'accept' || account === undefined) return show(call, account);
  const signedIn = signIn(world, account, call.authority);
  return mayConsent(world, signedIn) ? grant(call, signedIn) : needsAdministrator(call, signedIn);
}

export function adminConsentRoutes(world: World): readonly Route[] {
  const handle = (request: SandboxRequest): Promise<SandboxResponse> =>
    onPage(world, request, () => adminConsent(world, request));
  const path = '/login/:tenant/v2.0/adminconsent';
  return [
    { method: 'GET', path, handle },
    { method: 'POST', path, handle },
  ];
}
