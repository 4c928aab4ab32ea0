// What a tenant has bought, how much of it is in use, and how many people there are.

import { sampleTenantById, type Company } from '../directory.ts';
import { headerOf, json, type SandboxResponse } from '../server/message.ts';
import { Refusal } from '../server/refusal.ts';
import { contextUrl, type GraphCall, type GraphRoute } from './edge.ts';
import { companyOf, selected } from './organization.ts';

interface Product {
  readonly skuId: string;
  readonly skuPartNumber: string;
  readonly appliesTo: 'User' | 'Company';
  /** Absent: as many as there are licensed users. */
  readonly consumed?: number;
  readonly units?: { readonly enabled?: number; readonly warning?: number; readonly suspended?: number };
}

/** One of each kind: in daily use, of a few people, ended, of the tenant as a whole, and free for all. */
const products: readonly Product[] = [
  { skuId: 'f245ecc8-75af-4f8e-b61f-27d8114de5f3', skuPartNumber: 'O365_BUSINESS_PREMIUM', appliesTo: 'User' },
  {
    skuId: 'c5928f49-12ba-48f7-ada3-0d743a3601d5',
    skuPartNumber: 'VISIOCLIENT',
    appliesTo: 'User',
    consumed: 2,
    units: { suspended: 2 },
  },
  {
    skuId: '4b9405b0-7788-4568-add1-99614e613b69',
    skuPartNumber: 'EXCHANGESTANDARD',
    appliesTo: 'User',
    consumed: 3,
    units: { enabled: 5 },
  },
  {
    skuId: '99049c9c-6011-4908-bf17-15f496e6519d',
    skuPartNumber: 'SHAREPOINTSTORAGE',
    appliesTo: 'Company',
    consumed: 0,
    units: { enabled: 10 },
  },
  {
    skuId: 'f30db892-07e9-47e9-837c-80727f46fd3d',
    skuPartNumber: 'FLOW_FREE',
    appliesTo: 'User',
    consumed: 4,
    units: { enabled: 10_000 },
  },
];

function licensedUsersOf(company: Company): number {
  return sampleTenantById(company.tenantId)?.licensedUsers ?? 10;
}

function skuOf(company: Company, product: Product): Record<string, unknown> {
  const licensedUsers = licensedUsersOf(company);
  const { skuId, skuPartNumber, appliesTo, consumed = licensedUsers, units = { enabled: licensedUsers + 2 } } = product;
  const { enabled = 0, warning = 0, suspended = 0 } = units;
  return {
    capabilityStatus: enabled > 0 ? 'Enabled' : 'Suspended',
    consumedUnits: consumed,
    id: `${company.tenantId}_${skuId}`,
    skuId,
    skuPartNumber,
    appliesTo,
    accountName: company.domain.split('.')[0],
    accountId: company.tenantId,
    prepaidUnits: { enabled, suspended, warning, lockedOut: 0 },
    servicePlans: [
      {
        servicePlanId: '9aaf7827-d63c-4b61-89c3-182f06f82e5c',
        servicePlanName: 'EXCHANGE_S_STANDARD',
        provisioningStatus: 'Success',
        appliesTo,
      },
    ],
    subscriptionIds: [`${skuId.slice(0, 8)}-0000-4000-8000-${company.tenantId.slice(-12)}`],
  };
}

function listSkus(call: GraphCall): SandboxResponse {
  const company = companyOf(call);
  const { searchParams } = call.request.url;
  if (searchParams.has('$filter')) {
    throw new Refusal(400, 'Request_UnsupportedQuery', 'The specified query is not supported by this resource.');
  }
  const value = products.map((product) => selected(skuOf(company, product), searchParams.get('$select')));
  return json(200, { '@odata.context': contextUrl(call.world, 'subscribedSkus'), value });
}

function countUsers(call: GraphCall): SandboxResponse {
  if (headerOf(call.request, 'consistencylevel')?.toLowerCase() !== 'eventual') {
    throw new Refusal(400, 'Request_BadRequest', '$count is not currently supported.');
  }
  const licensedUsers = licensedUsersOf(companyOf(call));
  const isLicensedOnly = call.request.url.searchParams.has('$filter');
  const count = isLicensedOnly ? licensedUsers : licensedUsers + 5;
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: String(count) };
}

export const licenceGraphRoutes: readonly GraphRoute[] = [
  {
    method: 'GET',
    path: '/subscribedSkus',
    permissions: ['LicenseAssignment.Read.All', 'Organization.Read.All'],
    handle: listSkus,
  },
  { method: 'GET', path: '/users/$count', permissions: ['User.Read.All'], handle: countUsers },
];
