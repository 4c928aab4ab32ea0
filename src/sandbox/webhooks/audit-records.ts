// The record of what was done in Partner Center: ninety days, at most thirty at once, in pages.

import { createHash } from 'node:crypto';

import { z } from 'zod';

import { companyById, sandboxPartner } from '../directory.ts';
import { headerOf, json, type SandboxResponse } from '../server/message.ts';
import { Refusal } from '../server/refusal.ts';
import type { PartnerCenterCall, PartnerCenterRoute } from '../partner-center/edge.ts';
import { happeningsOf, type Happening } from './happenings.ts';

const dayMs = 24 * 60 * 60 * 1000;
const oldestDays = 90;
const windowDays = 30;
const pageSize = 50;

const operationTypes: Readonly<Record<string, string>> = {
  'reseller-relationship-accepted-by-customer': 'ResellerRelationshipAcceptedByCustomer',
};

function operationTypeOf({ eventName }: Happening): string {
  return operationTypes[eventName] ?? eventName.replaceAll('-', '_');
}

type AuditRecord = ReturnType<typeof recordOf>;

function recordOf(happening: Happening) {
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
    resourceNewValue: JSON.stringify({ Id: relationshipId ?? customerTenantId }),
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

/** NaN for what is no date. */
function dayOf(text: string | null, otherwise: number): number {
  return text === null || text === '' ? otherwise : Date.parse(text);
}

const Filter = z.discriminatedUnion('Field', [
  z.object({ Field: z.literal('CompanyName'), Value: z.string(), Operator: z.literal('substring') }),
  z.object({ Field: z.enum(['CustomerId', 'ResourceType']), Value: z.string(), Operator: z.literal('equals') }),
]);

const filterable = { CompanyName: 'customerName', CustomerId: 'customerId', ResourceType: 'resourceType' } as const;

type Matches = (record: AuditRecord) => boolean;

/** As documented: one field, its value without regard to case. */
function matches(filter: string | null): Matches {
  if (filter === null) return () => true;
  let parsed: z.infer<typeof Filter>;
  try {
    parsed = Filter.parse(JSON.parse(filter));
  } catch {
    throw new Refusal(400, '800002', 'Invalid request input');
  }
  const { Field, Operator } = parsed;
  const wanted = parsed.Value.toLowerCase();
  return (record) => {
    const value = record[filterable[Field]].toLowerCase();
    return Operator === 'equals' ? value === wanted : value.includes(wanted);
  };
}

/** Each with a day or none: without the first, the last thirty days. */
function rangeOf(query: URLSearchParams, now: number): { start: number; end: number } {
  const last = dayOf(query.get('endDate'), now);
  const start = dayOf(query.get('startDate'), now - (windowDays - 1) * dayMs);
  const end = last + dayMs;
  if (!(start >= now - (oldestDays + 1) * dayMs) || !(end - start <= (windowDays + 1) * dayMs)) {
    throw new Refusal(400, '2000', 'The start date must lie within the last 90 days, and the range within 30 days.');
  }
  return { start, end };
}

function list({ world, request }: PartnerCenterCall): SandboxResponse {
  const { searchParams, search } = request.url;
  const { start, end } = rangeOf(searchParams, world.now().getTime());
  const offset = Number(headerOf(request, 'ms-continuationtoken') ?? 0);
  const records = happeningsOf(world)
    .filter(({ at }) => at.getTime() >= start && at.getTime() < end)
    .map(recordOf)
    .filter(matches(searchParams.get('filter')));
  const items = records.slice(offset, offset + pageSize);
  const self = `/auditrecords${search.replace(/&seekOperation=Next$/, '')}`;
  const headers = [{ key: 'MS-ContinuationToken', value: String(offset + pageSize) }];
  const isLast = offset + pageSize >= records.length;
  return json(200, {
    totalCount: items.length,
    items,
    links: {
      self: { uri: self, method: 'GET', headers: [] },
      ...(isLast ? {} : { next: { uri: `${self}&seekOperation=Next`, method: 'GET', headers } }),
    },
    attributes: { objectType: 'Collection' },
  });
}

export const auditRecordRoutes: readonly PartnerCenterRoute[] = [
  { method: 'GET', path: '/auditrecords', caller: 'any', handle: list },
];
