// What the customer counts as: Education, Government Community Cloud and others, each vetted after it was asked for.

import { z } from 'zod';

import { sampleTenantById } from '../directory.ts';
import { headerOf, json, param, type SandboxResponse } from '../server/message.ts';
import { Refusal } from '../server/refusal.ts';
import { qualificationsOf, requestQualification, type VettedQualification } from '../world/qualifications.ts';
import { customerOf } from './customers.ts';
import { parsedBody, type PartnerCenterCall, type PartnerCenterRoute } from './edge.ts';

/** For the Government Community Cloud, which takes a code that Microsoft gave for this customer. */
const validationCode = '700001';

const NewQualification = z.object({
  Qualification: z.enum(['Education', 'GovernmentCommunityCloud', 'StateOwnedEntity']),
});

/** The two calls name the date differently, in Microsoft's documentation too. */
function wire({ name, status, reason, requestedAt }: VettedQualification, dateKey: string): Record<string, unknown> {
  return {
    qualification: name,
    vettingStatus: status,
    ...(reason === undefined ? {} : { vettingReason: reason }),
    ...(status === 'Approved' ? {} : { [dateKey]: requestedAt }),
  };
}

function list(call: PartnerCenterCall): SandboxResponse {
  const { tenantId } = customerOf(call);
  return json(
    200,
    qualificationsOf(call.world, tenantId).map((one) => wire(one, 'vettingCreatedDate')),
  );
}

function create(call: PartnerCenterCall): SandboxResponse {
  const { world, request } = call;
  const { tenantId } = customerOf(call);
  const parsed = NewQualification.safeParse(parsedBody(request));
  if (!parsed.success) throw new Refusal(400, '2000', 'Invalid request input');
  const name = parsed.data.Qualification;
  const requestId = headerOf(request, 'ms-requestid');
  const known = qualificationsOf(world, tenantId);
  const before = known.find((one) => one.requestId !== undefined && one.requestId === requestId);
  if (before !== undefined) return json(201, wire(before, 'vettingCreateDate'));
  if (name === 'GovernmentCommunityCloud') mustBeGovernment(call, known);
  if (known.some((one) => one.name === name && one.status !== 'Denied')) {
    throw new Refusal(409, '600099', 'The customer has this qualification already.');
  }
  return json(201, wire(requestQualification(world, { tenantId, name, requestId }), 'vettingCreateDate'));
}

/** Only in that cloud, only with the code, and only as the first qualification. */
function mustBeGovernment({ request }: PartnerCenterCall, known: readonly VettedQualification[]): void {
  const isGcc = sampleTenantById(param(request, 'customerId').toLowerCase())?.cloud === 'gcc';
  const hasCode = request.url.searchParams.get('code') === validationCode;
  if (known.length > 0 || !isGcc || !hasCode) throw new Refusal(400, '600098', 'The validation code is not valid.');
}

export const qualificationRoutes: readonly PartnerCenterRoute[] = [
  { method: 'GET', path: '/customers/:customerId/qualifications', caller: 'any', handle: list },
  { method: 'POST', path: '/customers/:customerId/qualifications', caller: 'appAndUser', handle: create },
];
