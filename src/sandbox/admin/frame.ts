// What every page of the admin centre shares: its frame, sign-in, and the refusals people meet there.

import { html } from 'htm/preact';
import type { VNode } from 'preact';

import { companyById, isPartnerTenant } from '../directory.ts';
import { accountPicker } from '../pages/account-picker.ts';
import { page, notice, type Content } from '../pages/layout.ts';
import { actingAccount, remember } from '../pages/session.ts';
import type { Route, SandboxRequest, SandboxResponse } from '../server/message.ts';
import { isGlobalAdministrator, isPersonal, signInAtHome, type SignedIn } from '../world/people.ts';
import type { World } from '../world/world.ts';

export const adminBase = '/admin';

export interface AdminCall {
  readonly world: World;
  readonly request: SandboxRequest;
  readonly signedIn: SignedIn;
}

export interface AdminPage {
  readonly title: string;
  readonly content: Content;
  readonly status?: number;
}

function accountBar(signedIn: SignedIn): VNode {
  const company = companyById(signedIn.tenantId)?.displayName ?? '';
  return html`<nav class="here" aria-label="Admin centre">
    <a href="${adminBase}/">Home</a>
    <a href="${adminBase}/partner-relationships">Partner relationships</a>
    <span class="soft">${signedIn.account.displayName} · ${signedIn.account.userName} · ${company}</span>
    <a href="${adminBase}/sign-out">Sign out</a>
  </nav>`;
}

export function adminPage({ signedIn }: AdminCall, { title, content, status = 200 }: AdminPage): SandboxResponse {
  return page({ title, status, site: 'Microsoft 365 admin centre', content, navigation: accountBar(signedIn) });
}

export interface RefusalPage {
  readonly status: number;
  readonly title: string;
  readonly text: string;
}

export function refusalPage(call: AdminCall, { status, title, text }: RefusalPage): SandboxResponse {
  return adminPage(call, { title, status, content: notice({ kind: 'bad', text }) });
}

function signInPage(world: World, tenantId?: string, status = 200): SandboxResponse {
  const problem = status === 200 ? undefined : notice({ kind: 'bad', text: 'That account cannot be used here.' });
  return page({
    title: 'Sign in to the admin centre',
    site: 'Microsoft 365 admin centre',
    status,
    content: [problem, accountPicker({ world, tenantId })],
  });
}

/** Why somebody may not use the partner pages at all; undefined when they may. */
export function whyNotAdministrator(call: AdminCall): SandboxResponse | undefined {
  const { world, signedIn } = call;
  if (isPartnerTenant(signedIn.tenantId)) {
    const text = 'This page is for the customer’s administrator. People of a partner organisation cannot use it.';
    return refusalPage(call, { status: 403, title: 'Something went wrong', text });
  }
  if (isGlobalAdministrator(world, signedIn)) return undefined;
  const text = `${signedIn.account.userName} does not have permission to view this page. Only a Global Administrator can accept a partner’s request. If you are eligible for the role, activate it first.`;
  return refusalPage(call, { status: 403, title: 'You don’t have permission', text });
}

interface AdminHandlers {
  readonly get: (call: AdminCall) => SandboxResponse;
  readonly post?: (call: AdminCall, form: URLSearchParams) => SandboxResponse;
  /** The tenant whose people the sign-in list offers first: a convenience reality does not have. */
  readonly tenantId?: (world: World, request: SandboxRequest) => string | undefined;
}

function answer(world: World, request: SandboxRequest, handlers: AdminHandlers): SandboxResponse {
  const account = actingAccount(request);
  const suggested = handlers.tenantId?.(world, request);
  const form = new URLSearchParams(request.method === 'POST' ? request.body : '');
  if (account === undefined || isPersonal(account)) {
    return signInPage(world, suggested, account !== undefined || form.has('user') ? 400 : 200);
  }
  const call = { world, request, signedIn: signInAtHome(account) };
  const isAct = form.has('action') && handlers.post !== undefined;
  return remember(isAct ? handlers.post(call, form) : handlers.get(call), account);
}

/** A page of the admin centre under one address: GET shows it, POST signs in or acts. */
export function adminRoutes(world: World, path: string, handlers: AdminHandlers): readonly Route[] {
  const handle = (request: SandboxRequest): SandboxResponse => answer(world, request, handlers);
  return [
    { method: 'GET', path: `${adminBase}${path}`, handle },
    { method: 'POST', path: `${adminBase}${path}`, handle },
  ];
}
