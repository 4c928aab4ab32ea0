// The sandbox's front page: what it is, and which companies and people there are to try.

import { html } from 'htm/preact';
import type { VNode } from 'preact';

import {
  accountByUserName,
  accountsOf,
  guestUserName,
  personalUserName,
  sandboxApp,
  sandboxPartner,
  sandboxProvider,
} from '../directory.ts';
import { sampleTenants, type SampleTenant } from '../sample-tenants.ts';
import { formOf, redirect, type Route, type SandboxResponse } from '../server/message.ts';
import { agreementOf, consentOf, resellerOf, viewOf, visibleReseller } from '../world/customers.ts';
import type { World } from '../world/world.ts';
import { accountDescription } from './account-picker.ts';
import { page } from './layout.ts';

function progress(world: World, { tenantId }: SampleTenant): string {
  const seen =
    visibleReseller(world, tenantId) === undefined ? 'authorised, not yet visible' : 'visible in Partner Center';
  const facts = [
    consentOf(world, tenantId) === undefined ? undefined : 'directory connected',
    resellerOf(world, tenantId) === undefined ? undefined : `reseller ${seen}`,
    agreementOf(world, tenantId) === undefined ? undefined : 'agreement accepted',
    ...world.state.relationships
      .filter((relationship) => relationship.customer?.tenantId === tenantId)
      .map((relationship) => `admin relationship ${viewOf(world, relationship).status}`),
  ].filter((fact) => fact !== undefined);
  return facts.length === 0 ? 'nothing accepted yet' : facts.join(' · ');
}

function people(world: World, tenantId: string): VNode[] {
  return accountsOf(tenantId).map((account) => {
    const canActivate = account.kind === 'eligibleAdministrator' && !world.state.activated.includes(account.userName);
    const activation = html`<form method="post" action="/activate-role">
      <button name="user" value=${account.userName}>Activate the role for ${account.userName}</button>
    </form>`;
    return html`<li>
      <code>${account.userName}</code> – ${account.displayName}, ${accountDescription(world, account)}
      ${canActivate ? activation : undefined}
    </li>`;
  });
}

function tenantCard(world: World, tenant: SampleTenant): VNode {
  return html`<li>
    <h3>${tenant.displayName}</h3>
    <p><code>${tenant.domain}</code></p>
    <p>${tenant.story}</p>
    <p class="soft">So far: ${progress(world, tenant)}.</p>
    <details>
      <summary>People and ids</summary>
      <ul>
        ${people(world, tenant.tenantId)}
      </ul>
      <p class="soft">Tenant <code>${tenant.tenantId}</code>, ${tenant.city}, ${tenant.country}</p>
    </details>
  </li>`;
}

function introduction({ normalAfterSeconds }: World): string {
  const when = normalAfterSeconds === 0 ? 'at once' : `${String(normalAfterSeconds)} seconds after the last acceptance`;
  return `Give the bot one of these domains. What a customer accepts is active and visible ${when}.`;
}

function identified(name: string, tenantId: string): VNode {
  return html`<dd>${`${name}, tenant `}<code>${tenantId}</code></dd>`;
}

function homePage(world: World): SandboxResponse {
  return page({
    title: 'A stand-in for Microsoft’s cloud',
    site: 'Sandbox',
    isWide: true,
    content: [
      html`<p>
        Everything on these pages plays the part of Microsoft: sign-in and consent, Graph, Partner Center, and the
        Microsoft 365 admin centre. No account is needed, nothing leaves this machine, and there are no passwords:
        wherever you are asked to sign in, pick whom you want to be.
      </p>`,
      html`<nav class="here" aria-label="Sandbox">
        <a href="/outbox">Outbox (${String(world.state.mails.length)})</a>
        <a href="/admin/">Microsoft 365 admin centre</a>
      </nav>`,
      html`<h2>Customers to try</h2>`,
      html`<p class="soft">${introduction(world)}</p>`,
      html`<ul class="cards">
        ${sampleTenants.map((tenant) => tenantCard(world, tenant))}
      </ul>`,
      html`<h2>The wrong people</h2>`,
      html`<ul>
        <li>
          <code>${guestUserName}</code> – ${accountByUserName(guestUserName)?.displayName}, a guest in every tenant
          above
        </li>
        <li><code>admin@relecloud.com</code> – the administrator of another company</li>
        <li><code>${personalUserName}</code> – a personal account</li>
        <li><code>staff@${sandboxPartner.domain}</code> – somebody of the partner’s own staff</li>
      </ul>`,
      html`<h2>The partner</h2>`,
      html`<dl>
        <dt>Partner</dt>
        ${identified(`${sandboxPartner.displayName}, ${sandboxPartner.domain}`, sandboxPartner.tenantId)}
        <dt>Indirect provider</dt>
        ${identified(sandboxProvider.displayName, sandboxProvider.tenantId)}
        <dt>App registration</dt>
        <dd>${sandboxApp.displayName}, client id <code>${sandboxApp.clientId}</code></dd>
        <dt>Sending mailbox</dt>
        <dd><code>${sandboxPartner.senderMailbox}</code></dd>
      </dl>`,
    ],
  });
}

export function homeRoutes(world: World, activateRole: (userName: string) => void): readonly Route[] {
  return [
    { method: 'GET', path: '/', handle: () => homePage(world) },
    {
      method: 'POST',
      path: '/activate-role',
      handle: (request) => {
        const account = accountByUserName(formOf(request).get('user') ?? '');
        if (account?.kind === 'eligibleAdministrator') activateRole(account.userName);
        return redirect('/', 303);
      },
    },
  ];
}
