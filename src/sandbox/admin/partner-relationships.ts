// The admin centre's start page and its list of partners.

import { html } from 'htm/preact';
import type { VNode } from 'preact';

import { companyById } from '../directory.ts';
import { formatInstant, notice } from '../pages/layout.ts';
import { forget } from '../pages/session.ts';
import { redirect, type Route, type SandboxResponse } from '../server/message.ts';
import { agreementOf, viewOf } from '../world/customers.ts';
import type { Relationship } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { adminBase, adminPage, adminRoutes, whyNotAdministrator, type AdminCall } from './frame.ts';
import { roleName } from './roles.ts';

function startPage(call: AdminCall): SandboxResponse {
  const company = companyById(call.signedIn.tenantId)?.displayName ?? 'your organisation';
  return adminPage(call, {
    title: company,
    content: [
      html`<p>Here the administrators of ${company} decide which partners may work for it.</p>`,
      html`<p><a href="${adminBase}/partner-relationships">Partner relationships</a></p>`,
    ],
  });
}

function grantedRoles(world: World, relationship: Relationship): VNode {
  const { status, endsAt } = viewOf(world, relationship);
  const removal = html`<form method="post">
    <input type="hidden" name="relationship" value=${relationship.relationshipId} />
    <button name="action" value="remove">Remove these roles</button>
  </form>`;
  return html`<li>
    <h3>${relationship.displayName}</h3>
    <p>Granular delegated admin privileges: <strong>${status}</strong></p>
    <p class="soft">${relationship.roleIds.map(roleName).join(', ')}. Until ${formatInstant(endsAt)}.</p>
    ${status === 'active' ? removal : undefined}
  </li>`;
}

function listPage(call: AdminCall): SandboxResponse {
  const refused = whyNotAdministrator(call);
  if (refused !== undefined) return refused;
  const { world, signedIn } = call;
  const resellers = world.state.resellers.filter(
    ({ customerTenantId, ended }) => customerTenantId === signedIn.tenantId && ended === undefined,
  );
  const granted = world.state.relationships.filter(
    (relationship) => relationship.customer?.tenantId === signedIn.tenantId && relationship.approvedAt !== undefined,
  );
  const agreement = agreementOf(world, signedIn.tenantId);
  const nothing = notice({ kind: 'plain', text: 'No partner works for your organisation yet.' });
  return adminPage(call, {
    title: 'Partner relationships',
    content: [
      resellers.length + granted.length === 0 ? nothing : undefined,
      html`<ul class="cards">
        ${resellers.map(
          (reseller) =>
            html`<li>
              <h3>${companyById(reseller.partnerTenantId)?.displayName}</h3>
              <p>Cloud Solution Provider (reseller)</p>
              <p class="soft">Authorised by ${reseller.acceptedBy}, ${formatInstant(reseller.acceptedAt)}.</p>
            </li>`,
        )}
        ${granted.map((relationship) => grantedRoles(world, relationship))}
      </ul>`,
      html`<p class="soft">
        Microsoft Customer Agreement:
        ${agreement === undefined ? ' not accepted' : ` accepted by ${agreement.acceptedBy}, ${formatInstant(agreement.acceptedAt)}`}.
      </p>`,
    ],
  });
}

function removeRoles(call: AdminCall, form: URLSearchParams): SandboxResponse {
  const refused = whyNotAdministrator(call);
  if (refused !== undefined) return refused;
  const { world, signedIn } = call;
  const relationship = world.state.relationships.find(
    (candidate) =>
      candidate.relationshipId === form.get('relationship') && candidate.customer?.tenantId === signedIn.tenantId,
  );
  if (
    form.get('action') === 'remove' &&
    relationship !== undefined &&
    viewOf(world, relationship).status === 'active'
  ) {
    world.change(() => {
      relationship.terminationRequestedAt = world.nowText();
      relationship.terminatedBy = signedIn.account.userName;
    });
  }
  return redirect(`${adminBase}/partner-relationships`, 303);
}

export function partnerRelationshipRoutes(world: World): readonly Route[] {
  return [
    ...adminRoutes(world, '', { get: startPage }),
    ...adminRoutes(world, '/partner-relationships', { get: listPage, post: removeRoles }),
    { method: 'GET', path: `${adminBase}/sign-out`, handle: () => forget(redirect(`${adminBase}/`, 303)) },
  ];
}
