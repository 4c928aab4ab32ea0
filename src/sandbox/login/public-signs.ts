// What Microsoft's sign-in tells everybody besides discovery: where the people of a domain sign in, and whether a tenant
// has the sign-in of those that are made for consumers.

import { companyByIdOrDomain, sampleTenantById } from '../directory.ts';
import { json, param, type Route, type SandboxRequest, type SandboxResponse } from '../server/message.ts';
import type { World } from '../world/world.ts';
import { EntraError, entraJson } from './errors.ts';
import { authorityOf } from './tenant.ts';

const cloud = { cloud_instance_name: 'microsoftonline.com', cloud_audience_urn: 'urn:federation:MicrosoftOnline' };

interface Realm {
  readonly login: string;
  readonly domain: string;
  readonly brand: string | undefined;
  readonly signInHost: string | undefined;
}

function realmOf(world: World, login: string): Realm {
  const domain = login.split('@').at(-1)?.toLowerCase() ?? '';
  const company = companyByIdOrDomain(domain);
  const signInHost = company && world.behaviourOf(company.tenantId).signInHost;
  return { login, domain, brand: company?.displayName, signInHost };
}

function nameSpaceOf({ brand, signInHost }: Realm): 'Unknown' | 'Managed' | 'Federated' {
  if (brand === undefined) return 'Unknown';
  return signInHost === undefined ? 'Managed' : 'Federated';
}

/** Version 1.0, which MSAL reads. */
function oldRealm(realm: Realm): object {
  const { domain, signInHost } = realm;
  const common = { ver: '1.0', account_type: nameSpaceOf(realm) };
  if (common.account_type === 'Unknown') return { ...common, ...cloud };
  const services = `https://${signInHost ?? ''}/adfs/services/trust`;
  const federation = {
    federation_protocol: 'WSTrust',
    federation_metadata_url: `${services}/mex`,
    federation_active_auth_url: `${services}/2005/usernamemixed`,
  };
  return { ...common, domain_name: domain, ...(signInHost === undefined ? {} : federation), ...cloud };
}

/** Version 2.1, which Get-EntraUserRealm reads. */
function newRealm(realm: Realm): object {
  const { login, domain, brand, signInHost } = realm;
  const common = { NameSpaceType: nameSpaceOf(realm), Login: login };
  const { cloud_instance_name } = cloud;
  if (common.NameSpaceType === 'Unknown') return { ...common, cloud_instance_name };
  const address = `https://${signInHost ?? ''}/adfs/ls/?username=${encodeURIComponent(login)}&wa=wsignin1.0`;
  const federation = { federation_protocol: 'WSTrust', AuthURL: address };
  return {
    ...common,
    ...(signInHost === undefined ? {} : federation),
    DomainName: domain,
    FederationBrandName: brand,
    TenantBrandingInfo: null,
    cloud_instance_name,
  };
}

function userRealm(world: World, request: SandboxRequest): SandboxResponse {
  const realm = realmOf(world, param(request, 'user'));
  const isNew = (request.url.searchParams.get('api-version') ?? '1.0').startsWith('2');
  return json(200, isNew ? newRealm(realm) : oldRealm(realm));
}

/** Each external tenant has a host of its own at Microsoft; here it has a path. Others are not known there. */
function externalConfiguration(world: World, request: SandboxRequest): SandboxResponse {
  try {
    const authority = authorityOf(param(request, 'tenant'));
    const tenantId = authority.kind === 'tenant' ? authority.company.tenantId : '';
    if (sampleTenantById(tenantId)?.tenantType !== 'CIAM') throw new EntraError(90002, param(request, 'tenant'));
    const base = `${world.publicUrl}/external/${tenantId}/${tenantId}`;
    return json(200, {
      token_endpoint: `${base}/oauth2/v2.0/token`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
      issuer: `${base}/v2.0`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      tenant_region_scope: 'NA',
      cloud_instance_name: 'microsoftonline.com',
      msgraph_host: 'graph.microsoft.com',
    });
  } catch (error) {
    if (error instanceof EntraError) return entraJson(error, world.now());
    throw error;
  }
}

export function publicSignRoutes(world: World): readonly Route[] {
  return [
    { method: 'GET', path: '/login/common/userrealm/:user', handle: (request) => userRealm(world, request) },
    {
      method: 'GET',
      path: '/external/:host/:tenant/v2.0/.well-known/openid-configuration',
      handle: (request) => externalConfiguration(world, request),
    },
  ];
}
