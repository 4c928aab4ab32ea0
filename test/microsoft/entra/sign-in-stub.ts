import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { testNow } from '../../support/fake-clock.ts';
import { clientId, customerTenantId } from '../microsoft-fixture.ts';
import type { MicrosoftStub } from '../microsoft-stub.ts';

const keyPair = generateKeyPair('RS256');
const strangerKeyPair = generateKeyPair('RS256');
const keyId = 'key-of-the-stub';

export const tokenPath = '/login/organizations/oauth2/v2.0/token';
export const objectId = '6e70c0a7-0000-4000-8000-000000000001';
const nowSeconds = testNow.getTime() / 1000;

/** A token as Entra signs one for the customer's admin, with what the test changes. */
export async function idToken(stub: MicrosoftStub, changes: JWTPayload = {}, signedBy: 'entra' | 'stranger' = 'entra') {
  const { privateKey } = await (signedBy === 'entra' ? keyPair : strangerKeyPair);
  return new SignJWT({
    aud: clientId,
    iss: `${stub.url}/login/${customerTenantId}/v2.0`,
    iat: nowSeconds - 60,
    nbf: nowSeconds - 60,
    exp: nowSeconds + 3600,
    tid: customerTenantId,
    oid: objectId,
    sub: 'pairwise-subject',
    preferred_username: 'admin@contoso.com',
    nonce: 'the-nonce',
    ver: '2.0',
    ...changes,
  })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: keyId })
    .sign(privateKey);
}

export async function publishedKeys(): Promise<object> {
  const { publicKey } = await keyPair;
  return { keys: [{ ...(await exportJWK(publicKey)), kid: keyId, use: 'sig', alg: 'RS256' }] };
}

/** Entra answers the code with that id token, and publishes its keys under every tenant named. */
export async function redeemsTo(stub: MicrosoftStub, token: string, tenantId = customerTenantId): Promise<void> {
  stub.on('GET', `/login/${tenantId}/discovery/v2.0/keys`, { json: await publishedKeys() });
  stub.on('POST', tokenPath, {
    json: { token_type: 'Bearer', scope: 'openid profile', expires_in: 3599, access_token: 'unused', id_token: token },
  });
}
