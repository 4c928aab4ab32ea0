import type {
  CustomerSignIn,
  DirectoryConnection,
  MailTransport,
  MicrosoftHealth,
  PartnerCloud,
  TenantDirectory,
} from '../core/ports/microsoft.ts';
import type { Clock, Ids } from '../core/ports/runtime.ts';
import { createApiClient, type ApiClientDeps } from './api-client.ts';
import { createCustomerSignIn } from './entra/customer-sign-in.ts';
import { createIdTokenVerifier } from './entra/id-token.ts';
import { createMemoryRefreshTokenStore } from './entra/refresh-token-store.ts';
import { createTenantDirectory } from './entra/tenant-directory.ts';
import { createTokens } from './entra/tokens.ts';
import { createDirectoryConnection } from './graph/directory-connection.ts';
import { appAndUserToken, appOnlyToken, createGraph } from './graph/graph.ts';
import { createMailTransport } from './graph/mail-transport.ts';
import { readTenantName } from './graph/tenant-name.ts';
import { createHealth } from './health.ts';
import type { MicrosoftConfig } from './microsoft-config.ts';
import { createPartnerCloud } from './partner-cloud.ts';
import { createPartnerCenter } from './partner-center/partner-center.ts';
import type { Log } from './reading.ts';
import { createSendHttp } from './send-http.ts';

export interface Microsoft {
  directory: TenantDirectory;
  signIn: CustomerSignIn;
  connection: DirectoryConnection;
  partner: PartnerCloud;
  mail: MailTransport;
  health: MicrosoftHealth;
}

export interface MicrosoftDeps {
  clock: Clock;
  ids: Ids;
  log: Log;
}

/** Everything of Microsoft's that core asks for. Makes no call by itself. */
export function createMicrosoft(config: MicrosoftConfig, { clock, ids, log }: MicrosoftDeps): Microsoft {
  const { loginUrl, clientId, partnerTenantId, retryDelayMs, longestRetryAfterMs } = config;
  const sendHttp = createSendHttp(config.requestTimeoutMs);
  const refreshTokens = createMemoryRefreshTokenStore(config.serviceAccountRefreshToken);
  const tokens = createTokens({ app: config, clock, sendHttp, refreshTokens });

  const client: ApiClientDeps = { clock, sendHttp, retryDelayMs, longestRetryAfterMs };
  const graphApi = createApiClient(client, {
    host: 'graph.microsoft.com',
    version: 'v1.0',
    baseUrl: config.graphUrl,
  });
  const partnerCenterApi = createApiClient(client, {
    host: 'api.partnercenter.microsoft.com',
    version: 'v1',
    baseUrl: config.partnerCenterUrl,
  });

  const graphDeps = { api: graphApi, clock };
  const partnerGraph = createGraph(graphDeps, appOnlyToken(tokens, partnerTenantId));
  const delegatedAdminGraph =
    config.delegatedAdminToken === 'appOnly' ? partnerGraph : createGraph(graphDeps, appAndUserToken(tokens));
  const partnerCenter = createPartnerCenter({ api: partnerCenterApi, tokens, partnerTenantId, clock, ids, log });

  return {
    directory: createTenantDirectory({
      loginUrl,
      sendHttp,
      log,
      readDisplayName: async (tenantId) => readTenantName(partnerGraph, tenantId),
    }),
    signIn: createCustomerSignIn({
      app: config,
      consentScope: config.consentScope,
      sendHttp,
      verifyIdToken: createIdTokenVerifier({ loginUrl, clientId, clock, sendHttp }),
      log,
    }),
    connection: createDirectoryConnection({ ...graphDeps, tokens, log }),
    partner: createPartnerCloud(config, { graph: delegatedAdminGraph, partnerCenter, clock, ids, log }),
    mail: createMailTransport({ graph: partnerGraph, senderMailbox: config.senderMailbox, log }),
    health: createHealth({ partnerCenter, log }),
  };
}
