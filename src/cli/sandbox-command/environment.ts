import type { Environment } from '../../config.ts';
import { sandboxApp, sandboxPartner } from '../../sandbox/directory.ts';
import type { SandboxSettings } from './settings.ts';

/** The keys that production reads from its environment, answered by the sandbox cloud's own partner. */
export function sandboxEnvironment(
  settings: SandboxSettings,
  { cloudUrl, linkKey }: { cloudUrl: string; linkKey: string },
): Environment {
  const { groups } = sandboxPartner;
  const roleOf = {
    directoryReaders: '88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
    licenseAdministrator: '4d6ac14f-3453-41d0-bef9-a3e0c569773a',
    serviceSupport: 'f023fd81-a637-4b56-95fd-791ac0226033',
    globalReader: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
  };
  return {
    APP_MODE: 'sandbox',
    PORT: String(settings.port),
    PUBLIC_URL: settings.publicUrl,
    DATABASE_URL: settings.databaseUrl,
    LOG_LEVEL: settings.logLevel,
    ORGANISATIONS: `${sandboxPartner.tenantId}=${sandboxPartner.displayName}`,
    DEFAULT_COUNTRY: sandboxPartner.country,
    PARTNER_NAME: sandboxPartner.displayName,
    PARTNER_TENANT_ID: sandboxPartner.tenantId,
    SUPPORT_CONTACT: sandboxPartner.serviceAccount,
    CONNECT_CLIENT_ID: sandboxApp.clientId,
    SECRET_CONNECT_CLIENT_SECRET: sandboxApp.clientSecret,
    SECRET_SERVICE_ACCOUNT_REFRESH_TOKEN: sandboxPartner.serviceAccountRefreshToken,
    SECRET_LINK_KEYS: linkKey,
    // Each use derives a key of its own from it.
    SECRET_TOKEN_KEY: linkKey,
    ACCESS_ASSIGNMENTS: [
      `${groups.gdapDirectoryReaders}=${roleOf.directoryReaders}`,
      `${groups.gdapLicenseAdministrators}=${roleOf.licenseAdministrator}`,
      `${groups.gdapServiceSupport}=${roleOf.serviceSupport}`,
      `${groups.gdapGlobalReaders}=${roleOf.globalReader}`,
    ].join(','),
    SENDER_MAILBOX: sandboxPartner.senderMailbox,
    MICROSOFT_LOGIN_URL: `${cloudUrl}/login`,
    MICROSOFT_EXTERNAL_LOGIN_URL: `${cloudUrl}/external/{tenantId}`,
    MICROSOFT_GRAPH_URL: `${cloudUrl}/graph`,
    MICROSOFT_PARTNER_CENTER_URL: `${cloudUrl}/partnercenter`,
    GDAP_APPROVAL_URL: `${cloudUrl}/admin/AdminPortal/Home#/partners/invitation/granularAdminRelationships/{relationshipId}`,
  };
}

/** Partner Center's stand-in tells of changes too; its certificates are its own. */
export function sandboxWebhooks({ cloudUrl, rootFile }: { cloudUrl: string; rootFile: string }): Environment {
  return {
    WEBHOOKS: 'on',
    WEBHOOK_TRUSTED_CERTIFICATES: rootFile,
    WEBHOOK_CERTIFICATE_URLS: `${cloudUrl}/3psostorageacct/cert/`,
  };
}
