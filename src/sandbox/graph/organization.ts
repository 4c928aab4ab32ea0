// What Graph tells of a tenant: the organisation, and names of tenants for the partner.

import {
  companies,
  companyById,
  initialDomain,
  isPartnerTenant,
  sampleTenantById,
  type Company,
} from '../directory.ts';
import type { SampleTenant } from '../sample-tenants.ts';
import { json, param, type SandboxResponse } from '../server/message.ts';
import { Refusal } from '../server/refusal.ts';
import { contextUrl, type GraphCall, type GraphRoute } from './edge.ts';

const countryNames: Readonly<Record<string, string>> = { US: 'United States', DE: 'Germany' };

function verifiedDomains(company: Company): unknown[] {
  const capabilities = 'Email, OfficeCommunicationsOnline';
  return [
    { capabilities, isDefault: false, isInitial: true, name: initialDomain(company), type: 'Managed' },
    { capabilities, isDefault: true, isInitial: false, name: company.domain, type: 'Managed' },
  ];
}

const partnerPlace = {
  street: '2 Microsoft Way',
  city: 'Redmond',
  state: 'WA',
  postalCode: '98052',
  phone: '4255550142',
};

function addressOf(tenant: SampleTenant | undefined): Record<string, unknown> {
  const { street, city, state, postalCode, phone } = tenant ?? partnerPlace;
  return { street, city, state, postalCode, businessPhones: [phone] };
}

function organizationOf(company: Company): Record<string, unknown> {
  const tenant = sampleTenantById(company.tenantId);
  return {
    id: company.tenantId,
    deletedDateTime: null,
    displayName: company.displayName,
    ...addressOf(tenant),
    country: countryNames[company.country] ?? company.country,
    countryLetterCode: company.country,
    createdDateTime: '2019-03-14T09:26:53Z',
    defaultUsageLocation: company.country,
    directorySizeQuota: { used: 698, total: 50_000 },
    isMultipleDataLocationsForServicesEnabled: null,
    marketingNotificationEmails: [],
    onPremisesLastSyncDateTime: null,
    onPremisesSyncEnabled: null,
    partnerTenantType: isPartnerTenant(company.tenantId) ? 'resellerPartnerDelegatedAdmin' : null,
    preferredLanguage: company.country === 'DE' ? 'de' : 'en',
    privacyProfile: { contactEmail: '', statementUrl: '' },
    securityComplianceNotificationMails: [],
    securityComplianceNotificationPhones: [],
    technicalNotificationMails: [`admin@${company.domain}`],
    tenantType: tenant?.tenantType ?? 'AAD',
    assignedPlans: [
      {
        assignedDateTime: '2024-01-05T08:00:00Z',
        capabilityStatus: 'Enabled',
        service: 'exchange',
        servicePlanId: '9aaf7827-d63c-4b61-89c3-182f06f82e5c',
      },
    ],
    provisionedPlans: [{ capabilityStatus: 'Enabled', provisioningStatus: 'Success', service: 'exchange' }],
    verifiedDomains: verifiedDomains(company),
  };
}

export function companyOf({ caller }: GraphCall): Company {
  const company = companyById(caller.tenantId);
  if (company === undefined) throw new Refusal(404, 'Request_ResourceNotFound', 'Resource not found for the segment.');
  return company;
}

/** `$select` keeps the named properties, and always the id. */
export function selected(item: Record<string, unknown>, select: string | null): Record<string, unknown> {
  if (select === null || select === '') return item;
  const names = ['id', ...select.split(',').map((name) => name.trim())];
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));
}

function listOrganizations(call: GraphCall): SandboxResponse {
  const item = selected(organizationOf(companyOf(call)), call.request.url.searchParams.get('$select'));
  return json(200, { '@odata.context': contextUrl(call.world, 'organization'), value: [item] });
}

function tenantInformation(call: GraphCall, company: Company | undefined, asked: string): SandboxResponse {
  if (company === undefined) {
    throw new Refusal(404, 'Directory_ObjectNotFound', `Unable to resolve '${asked.slice(0, 100)}' to a valid tenant.`);
  }
  return json(200, {
    '@odata.context': contextUrl(call.world, 'microsoft.graph.tenantInformation'),
    tenantId: company.tenantId,
    federationBrandName: null,
    displayName: company.displayName,
    defaultDomainName: company.domain,
  });
}

const guidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const organizationGraphRoutes: readonly GraphRoute[] = [
  {
    method: 'GET',
    path: '/organization',
    permissions: ['Organization.Read.All', 'User.Read'],
    handle: listOrganizations,
  },
  {
    method: 'GET',
    path: "/tenantRelationships/findTenantInformationByTenantId(tenantId=':tenantId')",
    permissions: ['CrossTenantInformation.ReadBasic.All'],
    handle: (call) => {
      const tenantId = param(call.request, 'tenantId');
      if (!guidPattern.test(tenantId)) throw new Refusal(400, 'BadRequest', 'Invalid tenant id.');
      return tenantInformation(call, companyById(tenantId), tenantId);
    },
  },
  {
    method: 'GET',
    path: "/tenantRelationships/findTenantInformationByDomainName(domainName=':domainName')",
    permissions: ['CrossTenantInformation.ReadBasic.All'],
    handle: (call) => {
      const domainName = param(call.request, 'domainName').toLowerCase();
      const company = companies.find(
        (candidate) => candidate.domain === domainName || initialDomain(candidate) === domainName,
      );
      return tenantInformation(call, company, domainName);
    },
  },
];
