// Who is related to whom, the invitation link, and the Microsoft Customer Agreement.

import { z } from 'zod';

import { accountByUserName, sandboxPartner, sandboxProvider } from '../directory.ts';
import { json, type SandboxResponse } from '../server/message.ts';
import { Refusal } from '../server/refusal.ts';
import { agreementOf, endReseller, visibleReseller } from '../world/customers.ts';
import { customerOf } from './customers.ts';
import { parsedBody, type PartnerCenterCall, type PartnerCenterRoute } from './edge.ts';

const microsoftCustomerAgreement = 'MicrosoftCustomerAgreement';

function collection(items: readonly unknown[]): SandboxResponse {
  return json(200, { totalCount: items.length, items, attributes: { objectType: 'Collection' } });
}

/** One link a partner, the same for every customer: Microsoft adds nothing that would tell who followed it. */
function invitationUrl(publicUrl: string, partnerTenantId: string): string {
  const query = `invType=ResellerRelationship&partnerId=${partnerTenantId}&msppId=0&DAP=false`;
  return `${publicUrl}/admin/Adminportal/Home?${query}#/BillingAccounts/partner-invitation`;
}

function relationshipRequest({ world }: PartnerCenterCall): SandboxResponse {
  const right = invitationUrl(world.publicUrl, sandboxPartner.tenantId);
  const { noInvitation, wrongInvitation } = world.state.troubles;
  if (noInvitation === true) throw new Refusal(403, '1002', 'Access denied');
  const url = wrongInvitation === true ? right.replace('ResellerRelationship', 'IndirectReseller') : right;
  return json(200, { url, attributes: { objectType: 'RelationshipRequest' } });
}

const providerItem = {
  id: sandboxProvider.tenantId,
  name: sandboxProvider.displayName,
  relationshipType: 'is_indirect_reseller_of',
  mpnId: sandboxProvider.mpnId,
  attributes: { objectType: 'PartnerRelationship' },
};

function partnerRelationships({ request }: PartnerCenterCall): SandboxResponse {
  const asked = request.url.searchParams.get('relationship_type')?.toLowerCase();
  if (asked === 'isindirectresellerof') {
    return collection([{ ...providerItem, state: 'Active', location: sandboxProvider.country }]);
  }
  if (asked === 'isindirectcloudsolutionproviderof') return collection([]);
  throw new Refusal(400, '800002', 'Invalid request input');
}

function customerRelationships(call: PartnerCenterCall): SandboxResponse {
  const { tenantId } = customerOf(call);
  if (visibleReseller(call.world, tenantId, sandboxProvider.tenantId) === undefined) return json(200, null);
  return collection([providerItem]);
}

const Removal = z.object({ relationshipToPartner: z.string().regex(/^none$/i) });

/** The subscriptions that must be suspended before nobody here has: licences are not ordered in the sandbox. */
function removeRelationship(call: PartnerCenterCall): SandboxResponse {
  const { world, request, caller } = call;
  const reseller = visibleReseller(world, customerOf(call).tenantId);
  if (!Removal.safeParse(parsedBody(request)).success) throw new Refusal(400, '800002', 'Invalid request input');
  if (!caller.isAdminAgent) throw new Refusal(403, '1002', 'Access denied');
  if (reseller !== undefined) endReseller(world, reseller, caller.userName ?? '');
  return json(200, {
    Id: null,
    CommerceId: null,
    CompanyProfile: null,
    BillingProfile: null,
    RelationshipToPartner: 'none',
    AllowDelegatedAccess: null,
    UserCredentials: null,
    CustomDomains: null,
    AssociatedPartnerId: null,
    Attributes: { ObjectType: 'Customer' },
  });
}

/** An indirect reseller is not told how its provider's customers stand to the agreement. */
function refuseWhenHidden({ world }: PartnerCenterCall): void {
  if (world.state.troubles.agreementsHidden === true) throw new Refusal(403, '1002', 'Access denied');
}

function agreements(call: PartnerCenterCall): SandboxResponse {
  refuseWhenHidden(call);
  const { tenantId, phone } = customerOf(call);
  const agreement = agreementOf(call.world, tenantId);
  // Without the type Microsoft answers for the older Cloud Agreement, which nobody here has.
  const isAsked = call.request.url.searchParams.get('agreementType') === microsoftCustomerAgreement;
  if (!isAsked || agreement === undefined) return collection([]);
  const signatory = accountByUserName(agreement.acceptedBy);
  const [firstName = '', lastName = ''] = (signatory?.displayName ?? '').split(' ');
  return collection([
    {
      userId: signatory?.userId ?? '',
      primaryContact: { firstName, lastName, email: agreement.acceptedBy, phoneNumber: phone },
      templateId: '117a77b0-9360-443b-8795-c6dedc750cf9',
      dateAgreed: agreement.acceptedAt.slice(0, 19),
      type: microsoftCustomerAgreement,
      agreementLink: 'https://aka.ms/customeragreement',
    },
  ]);
}

function directSignStatus(call: PartnerCenterCall): SandboxResponse {
  refuseWhenHidden(call);
  const { tenantId } = customerOf(call);
  const agreement = agreementOf(call.world, tenantId);
  return json(200, { isSigned: agreement !== undefined && agreement.isAttested !== true });
}

const directSignPath = '/customers/:customerId/directSignedMicrosoftCustomerAgreementStatus';

export const relationshipRoutes: readonly PartnerCenterRoute[] = [
  { method: 'GET', path: '/customers/relationshiprequests', caller: 'appAndUser', handle: relationshipRequest },
  { method: 'GET', path: '/relationships', caller: 'appAndUser', handle: partnerRelationships },
  { method: 'GET', path: '/customers/:customerId/relationships', caller: 'appAndUser', handle: customerRelationships },
  { method: 'PATCH', path: '/customers/:customerId', caller: 'appAndUser', handle: removeRelationship },
  { method: 'GET', path: '/customers/:customerId/agreements', caller: 'appAndUser', handle: agreements },
  { method: 'GET', path: directSignPath, caller: 'appAndUser', handle: directSignStatus },
];
