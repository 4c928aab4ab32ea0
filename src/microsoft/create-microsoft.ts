import type { AddressDirectory } from '../core/ports/addresses.ts';
import type {
  CustomerSignIn,
  DirectoryConnection,
  MailTransport,
  PartnerCloud,
  TenantDirectory,
} from '../core/ports/microsoft.ts';
import type { MicrosoftProbes } from '../core/ports/check-up.ts';
import type { Clock, Ids, Timers } from '../core/ports/runtime.ts';
import type { ServiceAccountSignIn } from '../core/ports/service-account.ts';
import type { SecretStore } from '../core/ports/store/secret-store.ts';
import { createApiClient, type ApiAddress } from './api-client.ts';
import { createProbes } from './check-up/create-probes.ts';
import { createEntra } from './entra/create-entra.ts';
import { createDirectory } from './entra/directory/create-directory.ts';
import { createDirectoryConnection } from './graph/customer/directory-connection.ts';
import { asApp, asServiceAccount, createGraph } from './graph/graph.ts';
import { createMailTransport } from './graph/mail-transport.ts';
import { readTenantName } from './graph/customer/tenant-name.ts';
import type { MicrosoftConfig } from './microsoft-config.ts';
import { createOutbound } from './outbound/outbound.ts';
import { createPartnerCloud } from './partner-cloud.ts';
import { judgeAddress } from './partner-center/addresses/address-check.ts';
import { createCountryRules } from './partner-center/addresses/country-rules.ts';
import { createPartnerCenter } from './partner-center/partner-center.ts';
import { asReading, type Log } from './reading.ts';
import { createSendHttp } from './send-http.ts';
import { createAuditTrail, type AuditTrail } from './webhooks/audit-trail.ts';
import { createWebhookRegistration, type WebhookRegistration } from './webhooks/registration.ts';

export interface Microsoft {
  directory: TenantDirectory;
  signIn: CustomerSignIn;
  connection: DirectoryConnection;
  partner: PartnerCloud;
  addresses: AddressDirectory;
  mail: MailTransport;
  probes: MicrosoftProbes;
  registration: WebhookRegistration;
  auditTrail: AuditTrail;
  /** Absent where what Entra gives could not be kept encrypted. */
  serviceAccountSignIn?: ServiceAccountSignIn;
}

export interface MicrosoftDeps {
  clock: Clock;
  ids: Ids;
  log: Log;
  /** Tests fire them by hand. */
  timers: Timers;
  random?: () => number;
  /** Where what Entra gives us is kept; in memory when absent. */
  secrets?: SecretStore;
}

const graphService = {
  host: 'graph.microsoft.com',
  version: 'v1.0',
  correlationHeader: 'client-request-id',
  isGraph: true,
};
const partnerCenterService = {
  host: 'api.partnercenter.microsoft.com',
  version: 'v1',
  correlationHeader: 'MS-CorrelationId',
};

/** Everything of Microsoft's that core asks for. Makes no call by itself. */
export function createMicrosoft(config: MicrosoftConfig, deps: MicrosoftDeps): Microsoft {
  const { clock, ids, log, timers, random = Math.random } = deps;
  const { partnerCenterUrl, partnerTenantId } = config;
  const sendHttp = createSendHttp(config.requestTimeoutMs, timers);
  const outboundDeps = { clock, timers, random, log, sendHttp, limits: config };
  const login = createOutbound('login', outboundDeps);
  const checkUp = createOutbound('checkUp', outboundDeps);
  const entra = createEntra(config, { ...deps, login });
  const { tokens } = entra;

  const apiOf = (name: 'graph' | 'partnerCenter', service: ApiAddress) =>
    createApiClient({ clock, ids, log, outbound: createOutbound(name, outboundDeps) }, service);
  const graphApi = apiOf('graph', { ...graphService, baseUrl: config.graphUrl });
  const partnerCenterApi = apiOf('partnerCenter', { ...partnerCenterService, baseUrl: partnerCenterUrl });

  const graphDeps = { api: graphApi, clock };
  const partnerGraph = createGraph(graphDeps, asApp(tokens, partnerTenantId));
  const delegatedAdminGraph =
    config.delegatedAdminToken === 'appOnly'
      ? partnerGraph
      : createGraph(graphDeps, asServiceAccount(tokens, partnerTenantId));
  const tools = { tokens, partnerTenantId, clock, ids, log };
  const partnerCenter = createPartnerCenter({ api: partnerCenterApi, baseUrl: partnerCenterUrl, ...tools });
  const registration = createWebhookRegistration(partnerCenter);

  const auditTrail = createAuditTrail(partnerCenter, clock);
  const directory = createDirectory(config, {
    login,
    otherLogins: createOutbound('otherLogins', outboundDeps),
    externalLogin: createOutbound('externalLogin', outboundDeps),
    readDisplayName: async (tenantId) => readTenantName(partnerGraph, tenantId),
    clock,
    log,
  });
  const clients = { graph: delegatedAdminGraph, partnerGraph, partnerCenter, timers };

  return {
    directory,
    signIn: entra.signIn,
    ...(entra.serviceAccountSignIn && { serviceAccountSignIn: entra.serviceAccountSignIn }),
    connection: createDirectoryConnection({ ...graphDeps, tokens, permissions: config.customerPermissions, log }),
    partner: createPartnerCloud(config, { ...tools, ...clients, auditTrail, directory }),
    addresses: {
      countryRules: createCountryRules({ partnerCenter, clock, log }),
      judge: async (address) => asReading(log, 'judge address', async () => judgeAddress(partnerCenter, address)),
    },
    mail: createMailTransport({ graph: partnerGraph, senderMailbox: config.senderMailbox, log }),
    probes: createProbes(config, {
      ...tools,
      sendHttpFor: (name) => checkUp({ name, tenant: partnerTenantId, repeat: 'never' }),
      partnerCenter,
      partnerGraph,
      delegatedAdminGraph,
      registration,
    }),
    registration,
    auditTrail,
  };
}
