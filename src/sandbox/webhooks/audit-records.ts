// The record of what was done in Partner Center: ninety days, at most thirty at once, in pages.

import { createHash } from 'node:crypto';

import { companyById, sandboxPartner } from '../directory.ts';
import { headerOf, json, type SandboxResponse } from '../server/message.ts';
import { Refusal } from '../server/refusal.ts';
import type { PartnerCenterCall, PartnerCenterRoute } from '../partner-center/edge.ts';
import { happeningsOf, type Happening } from './happenings.ts';

const dayMs = 24 * 60 * 60 * 1000;
const oldestDays = 90;
const pageSize = 50;

const operationTypes: Readonly<Record<string, string>> = {
  'reseller-relationship-accepted-by-customer': 'ResellerRelationshipAcceptedByCustomer',
};

function operationTypeOf({ eventName }: Happening): string {
  return operationTypes[eventName] ?? eventName.replaceAll('-', '_');
}

function recordOf(happening: Happening): Record<string, unknown> {
  const { customerTenantId, relationshipId, at, by, resourceName } = happening;
  const operationType = operationTypeOf(happening);
  const flat = operationType.toLowerCase().replaceAll('_', '');
  return {
    id: `${sandboxPartner.tenantId}_${customerTenantId}_${flat}_${String(at.getTime())}`,
    partnerId: sandboxPartner.tenantId,
    customerId: customerTenantId,
    customerName: companyById(customerTenantId)?.displayName ?? '',
    userPrincipalName: by,
    resourceType: resourceName,
    resourceNewValue: relationshipId === undefined ? null : JSON.stringify({ Id: relationshipId }),
    operationType,
    originalCorrelationId: createHash('sha256')
      .update(`${flat}${String(at.getTime())}`)
      .digest('hex')
      .slice(0, 32),
    operationDate: at.toISOString(),
    operationStatus: 'Succeeded',
    customizedData: [],
    attributes: { objectType: 'AuditRecord' },
  };
}

function dayOf(text: string | null): number | undefined {
  const day = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(day) ? undefined : day;
}

function list({ world, request }: PartnerCenterCall): SandboxResponse {
  const { searchParams } = request.url;
  const now = world.now().getTime();
  const start = dayOf(searchParams.get('startDate'));
  const end = (dayOf(searchParams.get('endDate')) ?? now) + dayMs;
  if (start === undefined || start < now - (oldestDays + 1) * dayMs || end - start > 31 * dayMs) {
    throw new Refusal(400, '2000', 'The start date must lie within the last 90 days, and the range within 30 days.');
  }
  const offset = Number(headerOf(request, 'ms-continuationtoken') ?? 0);
  const records = happeningsOf(world).filter(({ at }) => at.getTime() >= start && at.getTime() < end);
  const items = records.slice(offset, offset + pageSize).map(recordOf);
  const query = `startDate=${searchParams.get('startDate') ?? ''}&endDate=${searchParams.get('endDate') ?? ''}`;
  const uri = `/auditrecords?${query}&seekOperation=Next`;
  const headers = [{ key: 'MS-ContinuationToken', value: String(offset + pageSize) }];
  const isLast = offset + pageSize >= records.length;
  return json(200, {
    totalCount: items.length,
    items,
    links: {
      self: { uri: `/auditrecords?${query}`, method: 'GET', headers: [] },
      ...(isLast ? {} : { next: { uri, method: 'GET', headers } }),
    },
    attributes: { objectType: 'Collection' },
  });
}

export const auditRecordRoutes: readonly PartnerCenterRoute[] = [
  { method: 'GET', path: '/auditrecords', caller: 'any', handle: list },
];
