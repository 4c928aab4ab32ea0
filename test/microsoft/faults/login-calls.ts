import type { LoginCall } from '../../../src/microsoft/outbound/calls.ts';
import { idToken, publishedKeys, redeemsTo, tokenPath } from '../entra/sign-in-stub.ts';
import { customerTenantId, partnerTenantId, type MicrosoftTest } from '../microsoft-fixture.ts';
import type { StubAnswer } from '../microsoft-stub.ts';
import { alwaysTold, lookOf, organization, toldByLook, wordOf, type CallRow } from './call-row.ts';

const tokensOf = (tenant: string) => `/login/${tenant}/oauth2/v2.0/token`;
const configurationPath = '/v2.0/.well-known/openid-configuration';
export const tenantNamePath = `/graph/v1.0/tenantRelationships/findTenantInformationByTenantId(tenantId='775527ff-9a37-4307-8b3d-cc311f58d925')`;
const redemption = {
  ...{ code: 'the-code', codeVerifier: 'the-verifier', nonce: 'the-nonce' },
  redirectUri: 'https://connect.example/connect/signed-in',
};

function withTenantName({ stub }: MicrosoftTest): void {
  stub.on('GET', tenantNamePath, { fixture: 'find-tenant-information-by-tenant-id' });
}

async function signsIn({ stub }: MicrosoftTest): Promise<void> {
  await redeemsTo(stub, await idToken(stub));
}

async function redeemed({ stub }: MicrosoftTest): Promise<StubAnswer> {
  const tokens = { access_token: 'token', refresh_token: 'refresh-token', id_token: await idToken(stub) };
  return { json: { token_type: 'Bearer', scope: 'openid profile', expires_in: 3599, ...tokens } };
}

const redeem: CallRow['make'] = async ({ signIn }) =>
  wordOf(await signIn.redeemCode({ tenantId: customerTenantId, ...redemption }));

/** MSAL keeps the way to a managed identity for the whole process: its row is with its other tests. */
export const loginCalls: Record<Exclude<LoginCall, 'managedIdentityToken'>, CallRow> = {
  findTenant: {
    method: 'GET',
    path: `/login/contoso.com${configurationPath}`,
    good: { fixture: 'openid-configuration' },
    make: async ({ directory }) => wordOf(await directory.findTenant('contoso.com')),
    tries: 'read',
    others: withTenantName,
  },
  findTenantElsewhere: {
    method: 'GET',
    path: `/elsewhere/contoso.com${configurationPath}`,
    good: { fixture: 'openid-configuration' },
    make: async ({ directory }) => ((await directory.findTenant('contoso.com')).kind === 'found' ? 'good' : 'unknown'),
    tries: 'once',
    others: ({ stub }) =>
      stub.on('GET', `/login/contoso.com${configurationPath}`, { fixture: 'openid-configuration-unknown-tenant' }),
    told: alwaysTold('unknown'),
    config: (baseUrl) => ({ otherLoginUrls: [`${baseUrl}/elsewhere`] }),
  },
  readSignIn: {
    method: 'GET',
    path: '/login/common/userrealm/someone%40contoso.com',
    good: { json: { NameSpaceType: 'Managed' } },
    make: async ({ directory }) => wordOf(await directory.readSignIn('contoso.com')),
    tries: 'read',
  },
  readExternalTenant: {
    method: 'GET',
    path: `/external/${customerTenantId}/${customerTenantId}${configurationPath}`,
    good: ({ stub }) => ({ json: { issuer: `${stub.url}/external/${customerTenantId}/${customerTenantId}/v2.0` } }),
    make: async ({ directory }) => wordOf(await directory.isForConsumers(customerTenantId)),
    tries: 'once',
    others: ({ stub }) =>
      stub.on('GET', `/external/${partnerTenantId}/${partnerTenantId}${configurationPath}`, { status: 404 }),
  },
  appToken: {
    method: 'POST',
    path: tokensOf(customerTenantId),
    good: { fixture: 'token-client-credentials' },
    make: async ({ connection }) => wordOf(await connection.prove(customerTenantId, { fresh: true })),
    tries: 'read',
    others: ({ stub }) => stub.on('GET', '/graph/v1.0/organization', organization),
  },
  serviceAccountToken: {
    method: 'POST',
    path: tokensOf(partnerTenantId),
    good: { fixture: 'token-refresh' },
    make: async ({ partner }) => wordOf(await partner.resellerInvitationUrl()),
    tries: 'read',
    others: ({ stub }) =>
      stub.on('GET', '/partnercenter/v1/customers/relationshiprequests', { fixture: 'get-relationship-request' }),
  },
  redeemSignInCode: {
    method: 'POST',
    path: tokenPath,
    good: redeemed,
    make: redeem,
    tries: 'write',
    others: signsIn,
  },
  redeemServiceAccountCode: {
    method: 'POST',
    path: tokensOf(partnerTenantId),
    good: redeemed,
    make: async ({ serviceAccountSignIn }) => wordOf((await serviceAccountSignIn?.redeemCode(redemption))!),
    tries: 'write',
    others: signsIn,
    config: () => ({ tokenKeys: ['a key of the tests that is long enough'] }),
  },
  readSigningKeys: {
    method: 'GET',
    path: `/login/${customerTenantId}/discovery/v2.0/keys`,
    good: async () => ({ json: await publishedKeys() }),
    make: redeem,
    tries: 'read',
    others: signsIn,
    // The library that reads them knows no more than that they could not be read.
    told: alwaysTold('UPSTREAM_UNAVAILABLE'),
  },
  probeSignIn: {
    method: 'GET',
    path: `/login/${partnerTenantId}${configurationPath}`,
    good: { fixture: 'openid-configuration' },
    make: async ({ probes }) => lookOf(await probes.signIn.partnerTenant()),
    tries: 'once',
    told: toldByLook,
  },
  probeBotToken: {
    method: 'POST',
    path: tokensOf(partnerTenantId),
    good: { fixture: 'token-client-credentials' },
    make: async ({ probes }) =>
      lookOf(await probes.signIn.botToken({ appId: 'bot', appPassword: 'secret', tenantId: partnerTenantId })),
    tries: 'once',
    told: toldByLook,
  },
};
