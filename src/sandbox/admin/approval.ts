// "Approve partner roles": where the customer's administrator approves a delegated admin relationship.

import { html } from 'htm/preact';
import type { VNode } from 'preact';

import { companyById } from '../directory.ts';
import { formatInstant, notice, page } from '../pages/layout.ts';
import { param, redirect, type Route, type SandboxRequest, type SandboxResponse } from '../server/message.ts';
import { viewOf } from '../world/customers.ts';
import type { Relationship } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { adminPage, adminRoutes, refusalPage, whyNotAdministrator, type AdminCall } from './frame.ts';
import { roleName } from './roles.ts';

const approvalPath = '/AdminPortal/partners/invitation/granularAdminRelationships';
const acceptedStatuses: readonly string[] = ['approved', 'activating', 'active'];

function find(world: World, request: SandboxRequest): Relationship | undefined {
  const relationshipId = param(request, 'relationshipId').toLowerCase();
  return world.state.relationships.find((candidate) => candidate.relationshipId === relationshipId);
}

/** Either the request this person may decide on, or the page that says why not. */
type Finding = { readonly relationship: Relationship } | { readonly refused: SandboxResponse };

function refusal(call: AdminCall, relationship: Relationship): SandboxResponse | undefined {
  const isForSomebodyElse =
    relationship.customer !== undefined && relationship.customer.tenantId !== call.signedIn.tenantId;
  if (isForSomebodyElse) {
    const text =
      'This request was made for another organisation. Sign in with an administrator account of that organisation.';
    return refusalPage(call, { status: 403, title: 'You can’t approve this request', text });
  }
  const { status } = viewOf(call.world, relationship);
  if (relationship.provider !== undefined && relationship.provider.answer === undefined) {
    const text = 'The partner has not yet reviewed what its provider asked on its behalf. Try again later.';
    return refusalPage(call, { status: 409, title: 'This request isn’t ready yet', text });
  }
  if (status === 'approvalPending' || acceptedStatuses.includes(status)) return undefined;
  if (status === 'created') {
    const text = 'The partner has not finished the request. Try again in a moment.';
    return refusalPage(call, { status: 409, title: 'This request isn’t ready yet', text });
  }
  const text = `The partner’s request is no longer open (${status}).`;
  return refusalPage(call, { status: 410, title: 'This request has ended', text });
}

function look(call: AdminCall): Finding {
  const refused = whyNotAdministrator(call);
  if (refused !== undefined) return { refused };
  const relationship = find(call.world, call.request);
  if (relationship === undefined) {
    const text = 'The partner’s request does not exist, or was withdrawn.';
    return { refused: refusalPage(call, { status: 404, title: 'We can’t find this request', text }) };
  }
  const reason = refusal(call, relationship);
  return reason === undefined ? { relationship } : { refused: reason };
}

function details(relationship: Relationship): VNode {
  return html`<div>
    <dl>
      <dt>Partner</dt>
      <dd>${companyById(relationship.partnerTenantId)?.displayName}</dd>
      <dt>Name of the request</dt>
      <dd>${relationship.displayName}</dd>
      <dt>Duration</dt>
      <dd>${relationship.duration}</dd>
      <dt>Extended automatically</dt>
      <dd>${relationship.autoExtendDuration === 'P180D' ? 'yes, by 180 days' : 'no'}</dd>
    </dl>
    <h2>Microsoft Entra roles</h2>
    <ul>
      ${relationship.roleIds.map((roleId) => html`<li>${roleName(roleId)}</li>`)}
    </ul>
  </div>`;
}

function show(call: AdminCall): SandboxResponse {
  const finding = look(call);
  if ('refused' in finding) return finding.refused;
  const { relationship } = finding;
  const { approvedAt } = relationship;
  const isApproved = approvedAt !== undefined;
  const when = isApproved ? formatInstant(approvedAt) : '';
  const done = notice({
    kind: 'good',
    text: `These roles were approved on ${when}. Microsoft is setting them up. You can close this page.`,
  });
  const question = html`<form method="post">
    <p>
      If you approve, people of this partner can act in your organisation with these roles until the time is over. You
      can remove the roles at any time under Partner relationships.
    </p>
    <div class="actions"><button class="main" name="action" value="approve">Approve all</button></div>
  </form>`;
  return adminPage(call, {
    title: isApproved ? 'Partner roles approved' : 'Approve partner roles',
    content: [isApproved ? done : undefined, details(relationship), isApproved ? undefined : question],
  });
}

function act(call: AdminCall, form: URLSearchParams): SandboxResponse {
  const { world, request, signedIn } = call;
  const finding = look(call);
  if ('refused' in finding) return finding.refused;
  const { relationship } = finding;
  if (form.get('action') === 'approve' && relationship.approvedAt === undefined) {
    world.change(() => {
      relationship.approvedAt = world.nowText();
      relationship.approvedBy = signedIn.account.userName;
      relationship.customer ??= {
        tenantId: signedIn.tenantId,
        displayName: companyById(signedIn.tenantId)?.displayName ?? '',
      };
    });
  }
  return redirect(request.url.pathname, 303);
}

/** Opened when the address has no page behind its "#", or the browser runs no scripts. */
export function hashLandingPage(): SandboxResponse {
  return page({
    title: 'Admin centre',
    site: 'Microsoft 365 admin centre',
    script: '/assets/admin-route.js',
    content: [
      html`<p>Opening the page your link points to …</p>`,
      html`<p class="soft">
        If nothing happens, your browser does not run scripts, or the link is incomplete: copy the whole link, with
        everything after the “#”.
      </p>`,
      html`<p><a href="/admin/">Go to the start page of the admin centre</a></p>`,
    ],
  });
}

export function approvalRoutes(world: World): readonly Route[] {
  return adminRoutes(world, `${approvalPath}/:relationshipId`, {
    get: show,
    post: act,
    tenantId: (_, request) => find(world, request)?.customer?.tenantId,
  });
}
