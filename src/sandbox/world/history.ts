// The state a fresh sandbox begins with.

import { sandboxPartner } from '../directory.ts';
import { sampleTenants, type SampleTenant } from '../sample-tenants.ts';
import type { Relationship, SandboxState } from './state.ts';

const hundredDaysMs = 100 * 24 * 60 * 60 * 1000;
const directoryReaders = '88d8e3e3-8f55-4a1e-953a-9b9898b8876b';
const licenseAdministrator = '4d6ac14f-3453-41d0-bef9-a3e0c569773a';
const serviceSupportAdministrator = 'f023fd81-a637-4b56-95fd-791ac0226033';
const globalReader = 'f2ef992c-3afb-46b9-b7cf-a126ee74c451';

const roleGroups: readonly (readonly [string, string])[] = [
  [sandboxPartner.groups.gdapDirectoryReaders, directoryReaders],
  [sandboxPartner.groups.gdapLicenseAdministrators, licenseAdministrator],
  [sandboxPartner.groups.gdapServiceSupport, serviceSupportAdministrator],
  [sandboxPartner.groups.gdapGlobalReaders, globalReader],
];

function olderRelationship(tenant: SampleTenant, at: string): Relationship {
  const suffix = tenant.tenantId.slice(-4);
  return {
    relationshipId: `50000000-0000-4000-8000-00000000${suffix}-50000000-0000-4000-8000-00000001${suffix}`,
    partnerTenantId: sandboxPartner.tenantId,
    displayName: `${tenant.displayName} (earlier)`,
    duration: 'P730D',
    customer: { tenantId: tenant.tenantId, displayName: tenant.displayName },
    roleIds: roleGroups.map(([, roleId]) => roleId),
    autoExtendDuration: 'P180D',
    createdAt: at,
    editedAt: at,
    lockedAt: at,
    approvedAt: at,
    approvedBy: `admin@${tenant.domain}`,
    requests: [],
    assignments: roleGroups.map(([groupId, roleId], index) => ({
      assignmentId: `60000000-0000-4000-8000-0000000${String(index)}${suffix}`,
      groupId,
      roleIds: [roleId],
      createdAt: at,
      changedAt: at,
    })),
    operations: [],
  };
}

export function freshState(now: Date): SandboxState {
  const at = new Date(now.getTime() - hundredDaysMs).toISOString();
  const withHistory = (event: SampleTenant['history'][number]): SampleTenant[] =>
    sampleTenants.filter((tenant) => tenant.history.includes(event));
  return {
    version: 1,
    clockOffsetSeconds: 0,
    consents: [],
    codes: [],
    relationships: withHistory('relationship').map((tenant) => olderRelationship(tenant, at)),
    resellers: withHistory('reseller').map((tenant) => ({
      customerTenantId: tenant.tenantId,
      partnerTenantId: sandboxPartner.tenantId,
      acceptedAt: at,
      acceptedBy: `admin@${tenant.domain}`,
    })),
    agreements: withHistory('agreement').map((tenant) => ({
      tenantId: tenant.tenantId,
      acceptedAt: at,
      acceptedBy: `admin@${tenant.domain}`,
    })),
    mails: [],
    activated: [],
    behaviours: {},
    faults: [],
    troubles: {
      clientSecretExpired: false,
      refreshTokenExpired: false,
      mfaMissing: false,
      appOnlyGdapRefused: false,
      accessTokensExpire: false,
    },
  };
}
