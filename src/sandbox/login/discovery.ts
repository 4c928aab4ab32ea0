// The public OpenID configuration: what anybody can learn of a tenant from its domain.

import { sampleTenantById } from '../directory.ts';
import { json, param, type Route } from '../server/message.ts';
import type { World } from '../world/world.ts';
import { EntraError, entraJson } from './errors.ts';
import { authorityOf, type Authority } from './tenant.ts';
import type { TokenIssuer } from './token-issuer.ts';

interface Region {
  readonly loginBase: string;
  readonly extras: Readonly<Record<string, string>>;
}

function regionOf(authority: Authority, loginBase: string): Region {
  const commercial = { cloud_instance_name: 'microsoftonline.com', cloud_graph_host_name: 'graph.windows.net' };
  const hosts = { msgraph_host: 'graph.microsoft.com', rbac_url: 'https://pas.windows.net' };
  if (authority.kind !== 'tenant') return { loginBase, extras: { ...commercial, ...hosts } };
  const tenant = sampleTenantById(authority.company.tenantId);
  if (tenant?.cloud === 'gccHigh') {
    // Asked on the commercial host, Microsoft answers with the addresses of the tenant's own cloud.
    return {
      loginBase: 'https://login.microsoftonline.us',
      extras: {
        tenant_region_scope: 'USGov',
        tenant_region_sub_scope: 'DODCON',
        cloud_instance_name: 'microsoftonline.us',
        cloud_graph_host_name: 'graph.windows.net',
        msgraph_host: 'graph.microsoft.us',
        rbac_url: 'https://pasff.usgovcloudapi.net',
      },
    };
  }
  const region = authority.company.country === 'DE' ? 'EU' : 'NA';
  const subScope: Record<string, string> = tenant?.cloud === 'gcc' ? { tenant_region_sub_scope: 'GCC' } : {};
  return { loginBase, extras: { tenant_region_scope: region, ...subScope, ...commercial, ...hosts } };
}

function configuration(authority: Authority, publicUrl: string): Record<string, unknown> {
  const { loginBase, extras } = regionOf(authority, `${publicUrl}/login`);
  const segment = authority.kind === 'tenant' ? authority.company.tenantId : authority.kind;
  const tenantBase = `${loginBase}/${segment}`;
  return {
    token_endpoint: `${tenantBase}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: `${tenantBase}/discovery/v2.0/keys`,
    userinfo_endpoint: `${publicUrl}/graph/oidc/userinfo`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: authority.kind === 'tenant' ? `${tenantBase}/v2.0` : `${loginBase}/{tenantid}/v2.0`,
    request_uri_parameter_supported: false,
    authorization_endpoint: `${tenantBase}/oauth2/v2.0/authorize`,
    end_session_endpoint: `${tenantBase}/oauth2/v2.0/logout`,
    claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'nonce', 'preferred_username', 'name', 'tid', 'ver'],
    ...extras,
  };
}

export function discoveryRoutes(world: World, issuer: TokenIssuer): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/login/:tenant/v2.0/.well-known/openid-configuration',
      handle: (request) => {
        try {
          const authority = authorityOf(param(request, 'tenant'));
          const isDeleted = authority.kind === 'tenant' && world.behaviourOf(authority.company.tenantId).tenantDeleted;
          if (isDeleted === true) throw new EntraError(90002, param(request, 'tenant').slice(0, 200));
          return json(200, configuration(authority, world.publicUrl));
        } catch (error) {
          if (error instanceof EntraError) return entraJson(error, world.now());
          throw error;
        }
      },
    },
    { method: 'GET', path: '/login/:tenant/discovery/v2.0/keys', handle: () => json(200, issuer.publicKeys()) },
  ];
}
