// Whether a partner has signed its own agreement with Microsoft, asked by its tenant or by its partner id: of oneself, and
// of partners one has to do with. Of others there is no account.

import { sandboxPartner, sandboxProvider } from '../directory.ts';
import { json, type SandboxResponse } from '../server/message.ts';
import { Refusal } from '../server/refusal.ts';
import type { PartnerCenterCall, PartnerCenterRoute } from './edge.ts';

const partners = [sandboxPartner, sandboxProvider];

function valueOf({ request }: PartnerCenterCall, name: string): string | undefined {
  // The page writes MpnId, mpnId and mpnid: names are compared without regard to case.
  const found = [...request.url.searchParams].find(([key]) => key.toLowerCase() === name);
  return found?.[1];
}

interface Asked {
  readonly mpnId?: string | undefined;
  readonly tenantId?: string | undefined;
}

function asked(call: PartnerCenterCall): Asked {
  const mpnId = valueOf(call, 'mpnid');
  const tenantId = valueOf(call, 'tenantid')?.toLowerCase();
  if (mpnId === undefined && tenantId === undefined) {
    throw new Refusal(400, '2001', 'Both MPN Id and Tenant Id cannot be empty.');
  }
  if (mpnId !== undefined && tenantId !== undefined) {
    throw new Refusal(400, '2000', 'Both MPN Id and Tenant Id should not be passed.');
  }
  if (mpnId !== undefined && !/^\d+$/.test(mpnId)) throw new Refusal(400, '2000', 'MPN Id must be numeric.');
  return { mpnId, tenantId };
}

function agreementStatus(call: PartnerCenterCall): SandboxResponse {
  const { mpnId, tenantId } = asked(call);
  const isByTenant = mpnId === undefined;
  if (!partners.some((partner) => partner.mpnId === mpnId || partner.tenantId === tenantId)) {
    throw isByTenant
      ? new Refusal(400, '2205', 'There is no account associated to the Tenant Id.')
      : new Refusal(400, '2200', 'The MPN Id is either invalid or not yet migrated to Partner Center.');
  }
  if (call.world.state.troubles.partnerAgreementMissing === true) {
    throw new Refusal(400, isByTenant ? '2206' : '2203', 'The partner has not signed the agreement.');
  }
  return json(200, { isAgreementSigned: true });
}

export const complianceRoutes: readonly PartnerCenterRoute[] = [
  { method: 'GET', path: '/compliance/csp/agreementstatus', caller: 'appAndUser', handle: agreementStatus },
];
