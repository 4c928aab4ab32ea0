// The reseller invitation: "Authorise CSP", together with the Microsoft Customer Agreement where it is still missing.

import { html } from 'htm/preact';

import { companyById, isPartnerTenant, sampleTenantById, type Company } from '../directory.ts';
import { notice } from '../pages/layout.ts';
import { redirect, type Route, type SandboxRequest, type SandboxResponse } from '../server/message.ts';
import { agreementOf, resellerOf } from '../world/customers.ts';
import type { World } from '../world/world.ts';
import { hashLandingPage } from './approval.ts';
import { adminPage, adminRoutes, refusalPage, whyNotAdministrator, type AdminCall } from './frame.ts';

function partnerOf(request: SandboxRequest): Company | undefined {
  const partnerId = request.url.searchParams.get('partnerId')?.toLowerCase() ?? '';
  return isPartnerTenant(partnerId) ? companyById(partnerId) : undefined;
}

function isInvitation(request: SandboxRequest): boolean {
  return request.url.searchParams.get('invType')?.toLowerCase() === 'resellerrelationship';
}

/** What the customer's own tenant makes impossible. */
function whyNotTenant(call: AdminCall, partner: Company): string | undefined {
  const tenant = sampleTenantById(call.signedIn.tenantId);
  if (call.world.behaviourOf(call.signedIn.tenantId).invitation === 'syndication') {
    return 'Your organisation is managed by a syndication partner. It must be moved from that partner before it can accept another one.';
  }
  if (tenant?.tenantType === 'AAD B2C') return 'This kind of directory (B2C) cannot have a reseller.';
  if (tenant?.tenantType === 'CIAM') return 'This kind of directory (external) cannot have a reseller.';
  if (tenant?.cloud === 'gccHigh') return 'Your organisation is in another cloud than this partner.';
  if (tenant?.country !== partner.country) {
    return 'This partner is not authorised to sell in the country or region of your organisation.';
  }
  return undefined;
}

function whyNot(call: AdminCall, partner: Company | undefined): SandboxResponse | undefined {
  const refused = whyNotAdministrator(call);
  if (refused !== undefined) return refused;
  if (partner === undefined) {
    const text = 'The link does not name a partner. Ask your partner for a new one.';
    return refusalPage(call, { status: 404, title: 'This invitation isn’t valid', text });
  }
  const text = whyNotTenant(call, partner);
  return text === undefined
    ? undefined
    : refusalPage(call, { status: 403, title: 'This invitation can’t be accepted', text });
}

function needsAgreement({ world, signedIn }: AdminCall): boolean {
  const { agreement = 'required' } = world.behaviourOf(signedIn.tenantId);
  return agreement === 'required' && agreementOf(world, signedIn.tenantId) === undefined;
}

function attestationNotice({ world, signedIn }: AdminCall): ReturnType<typeof notice> | undefined {
  const { agreement } = world.behaviourOf(signedIn.tenantId);
  const isLeftToPartner = agreement === 'partnerAttestation' && agreementOf(world, signedIn.tenantId) === undefined;
  const text = 'Microsoft Customer Agreement: reach out to your partner to confirm your acceptance.';
  return isLeftToPartner ? notice({ kind: 'plain', text }) : undefined;
}

function acceptedPage(call: AdminCall, partner: Company): SandboxResponse {
  const text = `${partner.displayName} is now a Microsoft Cloud Solution Provider for your organisation. It shows under Partner relationships. You can close this page.`;
  return adminPage(call, {
    title: 'Partner authorised',
    content: [notice({ kind: 'good', text }), attestationNotice(call)],
  });
}

function questionPage(call: AdminCall, partner: Company, problem?: string): SandboxResponse {
  const agreementTick = html`<label class="tick">
    <input type="checkbox" name="agreement" value="yes" />
    <span>I have read and accept the Microsoft Customer Agreement on behalf of my organisation.</span>
  </label>`;
  return adminPage(call, {
    title: 'Accept agreement and authorise partner',
    status: problem === undefined ? 200 : 400,
    content: [
      problem === undefined ? undefined : notice({ kind: 'bad', text: problem }),
      html`<p>
        <strong>${partner.displayName}</strong> asks to be a Microsoft Cloud Solution Provider (CSP) and administrator
        for your organisation. It can then buy and manage subscriptions for you.
      </p>`,
      attestationNotice(call),
      html`<form method="post">
        <label class="tick">
          <input type="checkbox" name="authorise" value="yes" />
          <span>Yes, I authorise ${partner.displayName} as a Cloud Solution Provider for my organisation.</span>
        </label>
        ${needsAgreement(call) ? agreementTick : undefined}
        <div class="actions"><button class="main" name="action" value="authorise">Authorise CSP</button></div>
      </form>`,
    ],
  });
}

function show(call: AdminCall): SandboxResponse {
  if (!isInvitation(call.request)) return hashLandingPage();
  const partner = partnerOf(call.request);
  const refused = whyNot(call, partner);
  if (refused !== undefined || partner === undefined) return refused ?? hashLandingPage();
  const accepted = resellerOf(call.world, call.signedIn.tenantId, partner.tenantId);
  return accepted === undefined ? questionPage(call, partner) : acceptedPage(call, partner);
}

function accept({ world, signedIn }: AdminCall, partner: Company, withAgreement: boolean): void {
  const act = { acceptedAt: world.nowText(), acceptedBy: signedIn.account.userName };
  world.change((state) => {
    if (resellerOf(world, signedIn.tenantId, partner.tenantId) === undefined) {
      state.resellers.push({ customerTenantId: signedIn.tenantId, partnerTenantId: partner.tenantId, ...act });
    }
    if (withAgreement) state.agreements.push({ tenantId: signedIn.tenantId, ...act });
  });
}

function act(call: AdminCall, form: URLSearchParams): SandboxResponse {
  const partner = partnerOf(call.request);
  const refused = whyNot(call, partner);
  if (refused !== undefined || partner === undefined) return refused ?? hashLandingPage();
  if (form.get('action') !== 'authorise') return show(call);
  if (form.get('authorise') !== 'yes') return questionPage(call, partner, 'Tick the box to authorise the partner.');
  const withAgreement = needsAgreement(call);
  if (withAgreement && form.get('agreement') !== 'yes') {
    return questionPage(call, partner, 'Accept the Microsoft Customer Agreement to go on.');
  }
  accept(call, partner, withAgreement);
  return redirect(`${call.request.url.pathname}${call.request.url.search}`, 303);
}

/** One address serves both of Microsoft's links: the invitation by its query, the approval by what is behind its "#". */
export function invitationRoutes(world: World): readonly Route[] {
  const path = '/AdminPortal/Home';
  return adminRoutes(world, path, { get: show, post: act }).map((route) => ({
    ...route,
    handle: (request) => (isInvitation(request) ? route.handle(request) : hashLandingPage()),
  }));
}
