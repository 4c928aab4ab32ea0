import type { CloudName } from '../core/ports/microsoft.ts';

/** Where Microsoft's services are in one of its clouds. A service's address is also what its tokens are made out to. */
interface CloudHosts {
  login: string;
  graph: string;
  partnerCenter: string;
  /** The admin centre's page on which a customer approves a relationship. */
  approval: string;
  tokenExchangeAudience: string;
  /** What the SDK of bots must be told; in the global cloud it knows everything itself. */
  bot?: { loginTenant: string; service: string; metadata: string; oAuth: string };
}

const approvalPath = 'AdminPortal/Home#/partners/invitation/granularAdminRelationships/{relationshipId}';
const governmentBot = {
  loginTenant: 'MicrosoftServices.onmicrosoft.us',
  service: 'https://api.botframework.us',
  metadata: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
};

/**
 * GCC is the global cloud; only its tenants' sub-scope differs. Login, Graph:
 * https://learn.microsoft.com/graph/deployments; Partner Center: https://learn.microsoft.com/partner-center/developer/partner-center-rest-urls;
 * bots: https://learn.microsoft.com/azure/bot-service/how-to-deploy-gov-cloud-high and its page for China. The admin
 * centres of the national clouds are documented, their page for relationships is not: GDAP_APPROVAL_URL replaces it.
 */
const hostsOf: Record<CloudName, CloudHosts> = {
  global: {
    login: 'https://login.microsoftonline.com',
    graph: 'https://graph.microsoft.com',
    partnerCenter: 'https://api.partnercenter.microsoft.com',
    approval: `https://admin.microsoft.com/${approvalPath}`,
    tokenExchangeAudience: 'api://AzureADTokenExchange',
  },
  gccHigh: {
    login: 'https://login.microsoftonline.us',
    graph: 'https://graph.microsoft.us',
    partnerCenter: 'https://api.partnercenter.microsoft.com',
    approval: `https://portal.office365.us/${approvalPath}`,
    tokenExchangeAudience: 'api://AzureADTokenExchangeUSGov',
    bot: { ...governmentBot, oAuth: 'https://tokengcch.botframework.azure.us' },
  },
  dod: {
    login: 'https://login.microsoftonline.us',
    graph: 'https://dod-graph.microsoft.us',
    partnerCenter: 'https://api.partnercenter.microsoft.com',
    approval: `https://portal.apps.mil/${approvalPath}`,
    tokenExchangeAudience: 'api://AzureADTokenExchangeUSGov',
    bot: { ...governmentBot, oAuth: 'https://apiDoD.botframework.azure.us' },
  },
  china: {
    login: 'https://login.partner.microsoftonline.cn',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    partnerCenter: 'https://partner.partnercenterapi.microsoftonline.cn',
    approval: `https://portal.partner.microsoftonline.cn/${approvalPath}`,
    tokenExchangeAudience: 'api://AzureADTokenExchangeChina',
    bot: {
      loginTenant: 'microsoftservices.partner.onmschina.cn',
      service: 'https://api.botframework.azure.cn',
      metadata: 'https://login.botframework.azure.cn/v1/.well-known/openidconfiguration',
      oAuth: 'https://token.botframework.azure.cn',
    },
  },
};

/** The part of the room's configuration that follows from the cloud alone. */
export function addressesIn(cloud: CloudName) {
  const { login, graph, partnerCenter, approval, tokenExchangeAudience, bot } = hostsOf[cloud];
  return {
    loginUrl: login,
    graphUrl: graph,
    graphResource: graph,
    partnerCenterUrl: partnerCenter,
    partnerCenterResource: partnerCenter,
    /** Where multi-tenant bots get their tokens. */
    botLoginTenant: bot?.loginTenant ?? 'botframework.com',
    botResource: bot?.service ?? 'https://api.botframework.com',
    approvalUrlTemplate: approval,
    consentScope: `${graph}/.default`,
    tokenExchangeAudience,
  };
}

/** Where a tenant may be found that this cloud does not know. */
export function otherLoginUrls(cloud: CloudName): string[] {
  const all = new Set(Object.values(hostsOf).map(({ login }) => login));
  all.delete(hostsOf[cloud].login);
  return [...all];
}

/** Where tenants for consumers sign in, which the national clouds are not known to have. */
export function externalLoginIn(cloud: CloudName): { externalLoginUrl?: string } {
  return cloud === 'global' ? { externalLoginUrl: 'https://{tenantId}.ciamlogin.com' } : {};
}

/** In the SDK's words; nothing where it needs no telling. A single-tenant bot gets its tokens from its own tenant. */
export function botEndpointsIn(cloud: CloudName, appTenantId: string | undefined) {
  const { login, bot } = hostsOf[cloud];
  if (!bot) return {};
  const endpoints = {
    OAuthUrl: bot.oAuth,
    ToChannelFromBotLoginUrl: `${login}/${appTenantId ?? bot.loginTenant}`,
    ToChannelFromBotOAuthScope: bot.service,
    ToBotFromChannelTokenIssuer: bot.service,
    ToBotFromChannelOpenIdMetadataUrl: bot.metadata,
    ToBotFromEmulatorOpenIdMetadataUrl: `${login}/${bot.loginTenant}/v2.0/.well-known/openid-configuration`,
  };
  return { endpoints };
}

interface Resources {
  graphResource: string;
  partnerCenterResource: string;
}

/** This room names services by their global address; tokens are asked for by the one that they have in this cloud. */
export function scopeIn({ graphResource, partnerCenterResource }: Resources, scope: string): string {
  const { graph, partnerCenter } = hostsOf.global;
  if (scope.startsWith(`${graph}/`)) return `${graphResource}${scope.slice(graph.length)}`;
  return scope.startsWith(`${partnerCenter}/`) ? `${partnerCenterResource}${scope.slice(partnerCenter.length)}` : scope;
}
