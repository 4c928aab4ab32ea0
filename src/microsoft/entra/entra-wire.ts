import { z } from 'zod';

const tenantId = z.guid().transform((id) => id.toLowerCase());

/** The claims we use. `wids` is there only when the registration asks for it; `acct` 1 marks a guest where configured. */
export const IdTokenClaims = z.object({
  tid: tenantId,
  oid: z.string().min(1),
  nonce: z.string().min(1),
  preferred_username: z.string().optional(),
  upn: z.string().optional(),
  email: z.string().optional(),
  idp: z.string().optional(),
  acct: z.number().optional(),
  wids: z.array(z.string()).optional(),
});
export type IdTokenClaims = z.output<typeof IdTokenClaims>;

/** OpenID configuration with Microsoft's extras, which say in which cloud a tenant lives. */
export const OpenIdConfiguration = z.object({
  issuer: z.string(),
  tenant_region_scope: z.string().nullish(),
  tenant_region_sub_scope: z.string().nullish(),
  cloud_instance_name: z.string().nullish(),
  msgraph_host: z.string().nullish(),
});
export type OpenIdConfiguration = z.output<typeof OpenIdConfiguration>;

/** How people of a domain sign in: version 2.1 of the answer, and in the second half 1.0. */
export const UserRealm = z.object({
  NameSpaceType: z.string().nullish(),
  AuthURL: z.string().nullish(),
  account_type: z.string().nullish(),
  federation_active_auth_url: z.string().nullish(),
});
export type UserRealm = z.output<typeof UserRealm>;

export const EntraErrorBody = z.object({
  error: z.string(),
  error_description: z.string().optional(),
  error_codes: z.array(z.number()).optional(),
});

const text = z.string().nullish();
const seconds = z.union([z.number(), z.string().regex(/^\d+$/)]);

/** What MSAL reads of a token's answer: it takes each field for what it should be. The rest passes as it is. */
export const TokenAnswer = z.looseObject({
  access_token: z.string().min(1),
  token_type: z.string().min(1),
  expires_in: seconds,
  ext_expires_in: seconds.nullish(),
  refresh_in: seconds.nullish(),
  scope: text,
  refresh_token: text,
  id_token: text,
  client_info: text,
});

/** The same of a refusal. */
export const TokenRefusal = z.looseObject({
  error: z.string().min(1),
  error_description: text,
  error_codes: z.array(z.union([z.number(), z.string()])).nullish(),
  suberror: text,
  claims: text,
  correlation_id: text,
  trace_id: text,
  timestamp: text,
});
