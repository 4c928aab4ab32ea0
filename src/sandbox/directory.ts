// The accounts, companies and registrations that exist in the sandbox before anybody does anything. Fixed, so that tests,
// settings and documentation can name them.

import { sampleTenants, type SampleTenant } from './sample-tenants.ts';

export const globalAdministratorRoleId = '62e90394-69f5-4237-9190-012177145e10';
export const privilegedRoleAdministratorRoleId = 'e8611ab8-c189-46e8-94e1-60213ab1f814';
/** Every member of a directory carries this one in `wids`, whatever other roles they hold. */
export const memberRoleId = 'b79fbf4d-3ef9-4689-8143-76b194e85509';
export const personalAccountTenantId = '9188040d-6c67-4c5b-b112-36a304b66dad';

export const sandboxApp = {
  clientId: '40000000-0000-4000-8000-000000000001',
  clientSecret: 'sandbox-client-secret',
  displayName: 'Partner Connect',
  publisher: 'Northwind Traders',
};

/** The bot's own registration, which signs in to the Bot Connector. */
export const sandboxBot = {
  appId: '40000000-0000-4000-8000-000000000002',
  appPassword: 'sandbox-bot-password',
  displayName: 'Partner Connect (bot)',
};

export const sandboxPartner = {
  tenantId: '10000000-0000-4000-8000-000000000001',
  displayName: 'Northwind Traders',
  domain: 'northwindtraders.com',
  country: 'US',
  mpnId: '1234567',
  serviceAccount: 'partnerconnect@northwindtraders.com',
  serviceAccountRefreshToken: 'sandbox-service-account-refresh-token',
  senderMailbox: 'partnerconnect@northwindtraders.com',
  groups: {
    adminAgents: '30000000-0000-4000-8000-000000000001',
    helpdeskAgents: '30000000-0000-4000-8000-000000000002',
    salesAgents: '30000000-0000-4000-8000-000000000003',
    gdapDirectoryReaders: '30000000-0000-4000-8000-000000000011',
    gdapLicenseAdministrators: '30000000-0000-4000-8000-000000000012',
    gdapServiceSupport: '30000000-0000-4000-8000-000000000013',
    gdapGlobalReaders: '30000000-0000-4000-8000-000000000014',
  },
};

export const sandboxProvider = {
  tenantId: '10000000-0000-4000-8000-000000000002',
  displayName: 'Wide World Importers',
  domain: 'wideworldimporters.com',
  country: 'US',
  mpnId: '7654321',
};

export interface Company {
  readonly tenantId: string;
  readonly displayName: string;
  readonly domain: string;
  readonly country: string;
}

const partnerCompanies: readonly Company[] = [sandboxPartner, sandboxProvider];

type AccountKind = 'globalAdministrator' | 'eligibleAdministrator' | 'roleAdministrator' | 'ordinary' | 'personal';

export interface Account {
  /** The user name people type, and the value of the form field `user`. */
  readonly userName: string;
  readonly displayName: string;
  readonly userId: string;
  readonly tenantId: string;
  readonly kind: AccountKind;
}

const consultantDomain = 'relecloud.com';
/** Invited as a guest into every sample tenant, where it even holds the Global Administrator role. */
export const guestUserName = `consultant@${consultantDomain}`;
export const personalUserName = 'adele.vance@outlook.com';

const userIdOf = (index: number): string => `20000000-0000-4000-8000-${String(index).padStart(12, '0')}`;

type Person = readonly [position: number, local: string, displayName: string | undefined, kind: AccountKind];

const extraPeople: Readonly<Record<string, readonly Person[]>> = {
  'contoso.com': [[4, 'roles', 'Isaiah Langer', 'roleAdministrator']],
  [consultantDomain]: [[5, 'consultant', 'Lee Gu', 'ordinary']],
  [sandboxPartner.domain]: [
    [6, 'staff', 'Robin Kline', 'ordinary'],
    [7, 'partnerconnect', 'Partner Connect', 'ordinary'],
  ],
};

function peopleOf(company: Company & { people?: SampleTenant['people'] }, companyIndex: number): Account[] {
  const names = company.people ?? { admin: 'Avery Howard', eligible: 'Blake Martin', user: 'Casey Jensen' };
  const people: readonly Person[] = [
    [1, 'admin', names.admin, 'globalAdministrator'],
    [2, 'pim', names.eligible, 'eligibleAdministrator'],
    [3, 'user', names.user, 'ordinary'],
    ...(extraPeople[company.domain] ?? []),
  ];
  return people.flatMap(([position, local, displayName, kind]) => {
    if (displayName === undefined) return [];
    const userId = userIdOf(companyIndex * 100 + position);
    return [{ userName: `${local}@${company.domain}`, displayName, userId, tenantId: company.tenantId, kind }];
  });
}

export const companies: readonly Company[] = [...partnerCompanies, ...sampleTenants];

export const accounts: readonly Account[] = [
  ...companies.flatMap((company, index) => peopleOf(company, index + 1)),
  {
    userName: personalUserName,
    displayName: 'Adele Vance',
    userId: '00000000-0000-0000-66f3-3332eca7ea81',
    tenantId: personalAccountTenantId,
    kind: 'personal',
  },
];

export function accountByUserName(userName: string): Account | undefined {
  const wanted = userName.trim().toLowerCase();
  return accounts.find((account) => account.userName === wanted);
}

export function companyById(tenantId: string): Company | undefined {
  return companies.find((company) => company.tenantId === tenantId.toLowerCase());
}

/** Finds a company by tenant id, custom domain or initial `onmicrosoft.com` domain. */
export function companyByIdOrDomain(idOrDomain: string): Company | undefined {
  const wanted = idOrDomain.toLowerCase();
  return companyById(wanted) ?? companies.find((company) => [company.domain, initialDomain(company)].includes(wanted));
}

export function sampleTenantById(tenantId: string): SampleTenant | undefined {
  return sampleTenants.find((tenant) => tenant.tenantId === tenantId);
}

export function tenantByDomain(domain: string): SampleTenant {
  const tenant = sampleTenants.find((candidate) => candidate.domain === domain);
  if (tenant === undefined) throw new Error(`the sandbox has no tenant ${domain}`);
  return tenant;
}

export function initialDomain(company: Company): string {
  return `${company.domain.split('.')[0] ?? company.domain}.onmicrosoft.com`;
}

export function isPartnerTenant(tenantId: string): boolean {
  return partnerCompanies.some((company) => company.tenantId === tenantId);
}

export function isGuestIn(account: Account, tenantId: string): boolean {
  return (
    account.userName === guestUserName && account.tenantId !== tenantId && sampleTenantById(tenantId) !== undefined
  );
}

export function accountsOf(tenantId: string): readonly Account[] {
  return accounts.filter((account) => account.tenantId === tenantId);
}
