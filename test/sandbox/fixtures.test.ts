// The sandbox against the examples of Microsoft's documentation: each request is sent as its page shows it, with ids,
// secrets and addresses of the sandbox's own where the page has others, and the answer has every field that the page
// shows, of the same kind.

import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { after, before, describe, it } from 'mocha';
import { sandboxApp, sandboxPartner, sandboxProvider, tenantByDomain } from '../../src/sandbox/directory.ts';
import { differences, documented, documentedNames, standInPath } from '../support/documentation.ts';
import {
  approve,
  authorise,
  invitationAddress,
  partnerCenterScope,
  redirectUri,
  returned,
  signInRequest,
  startSandboxCloud,
  type Answer,
  type SandboxCloud,
} from '../support/sandbox-cloud.ts';

type Values = Readonly<Record<string, string>>;

const contoso = tenantByDomain('contoso.com');
const wholeScope = `${partnerCenterScope.replace('.default', '')}user_impersonation`;
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** Which the sandbox has nothing to be asked for; webhooks that it posts are in webhooks/webhooks.test.ts. */
const notAsked = new Map([
  ['token-managed-identity', 'Azure answers for it on the machine itself.'],
  ...documentedNames.filter((name) => name.startsWith('webhook-')).map((name) => [name, 'It is posted.'] as const),
]);

/** Where the page's example has something that our customer, or reality, has not. */
const allowed = new Set([
  // A table of the page says string, its examples elsewhere have numbers.
  'get-customer-not-found.code: string but number',
  'get-customer-no-relationship.code: string but number',
  // Nothing for nobody: our customer has these, and the example's has not.
  ...['city', 'country', 'postalCode', 'state', 'street'].map(
    (name) => `list-organization.value[0].${name}: null but string`,
  ),
  // Only on pages of refusals, which link to help that the sandbox has not.
  'openid-configuration-unknown-tenant.error_uri: missing',
]);

/** The page's request with `values` in place of the texts that they are named by. */
function filled(value: unknown, values: Values): unknown {
  if (typeof value === 'string') {
    return Object.entries(values).reduce((text, [from, to]) => text.replaceAll(from, () => to), value);
  }
  if (Array.isArray(value)) return value.map((item) => filled(item, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, filled(item, values)]));
}

/** An optional parameter that we have nothing for is left out. */
function withoutUnfilled(path: string, optional: readonly string[] = []): string {
  const [bare = '', query] = path.split('?');
  const kept = (query ?? '')
    .split('&')
    .filter((one) => !(/=\{.*\}$/.test(one) && optional.includes(one.split('=')[0] ?? '')));
  const address = kept.join('&') === '' ? bare : `${bare}?${kept.join('&')}`;
  assert.doesNotMatch(address, /[{}]/);
  return address;
}

async function send(cloud: SandboxCloud, name: string, values: Values): Promise<Answer> {
  const { method, url, optionalQuery, headers, body, form } = documented(name).request;
  const path = withoutUnfilled(standInPath(String(filled(url, values))), optionalQuery);
  const asked = filled(headers ?? {}, values) as Record<string, string>;
  const { token } = values;
  if (token !== undefined) asked['Authorization'] = `Bearer ${token}`;
  if (form !== undefined) return cloud.post(path, filled(form, values) as Record<string, string>, asked);
  return cloud.call(method, path, { headers: asked, ...(body !== undefined && { body: filled(body, values) }) });
}

const json = (text: string): unknown => (text === '' ? undefined : JSON.parse(text.replace(/^\uFEFF/, '')));

describe('sandbox: requests and answers as the documentation shows them', () => {
  let cloud: SandboxCloud;
  const answers = new Map<string, Answer>();

  /** Keeps the answer to the page's request; some answers are of the same request at another time. */
  async function ask(name: string, values: Values = {}): Promise<Record<string, unknown>> {
    const answer = await send(cloud, name, values);
    answers.set(name, answer);
    return answer.body;
  }

  before(async () => {
    const publicKey = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    cloud = await startSandboxCloud({ normalAfterSeconds: 0, clientCertificates: [publicKey] });
    await signIn();
    await delegatedAdmin();
    await ownDirectory();
    await customers();
    await addressesAndPartners();
    await webhooks();
  });
  after(async () => cloud.stop());

  async function signIn(): Promise<void> {
    const partner = { '{tenant}': sandboxPartner.tenantId };
    const secret = Object.fromEntries(
      ['sampleCredentials', 'sampleCredentia1s'].map((sample) => [sample, sandboxApp.clientSecret]),
    );
    const app = {
      '535fb089-9ff3-47b6-9bfb-4f1264799865': sandboxApp.clientId,
      '00001111-aaaa-2222-bbbb-3333cccc4444': sandboxApp.clientId,
      ...secret,
    };
    await ask('openid-configuration', { '{tenant}': 'contoso.com' });
    await ask('openid-configuration-unknown-tenant', { '{tenant}': 'nowhere.example' });
    await ask('signing-keys', partner);
    await ask('token-missing-service-principal', { ...app, '{tenant}': contoso.tenantId });
    await ask('token-client-credentials', { ...app, ...partner });
    const sampleAssertion = documented('token-client-assertion').request.form?.['client_assertion'] ?? '';
    await ask('token-client-assertion', { ...app, ...partner, [sampleAssertion]: await assertion() });
    const sampleRefreshToken = documented('token-refresh').request.form?.['refresh_token'] ?? '';
    await ask('token-refresh', {
      ...app,
      ...partner,
      'https://graph.microsoft.com/mail.read': wholeScope,
      [sampleRefreshToken]: sandboxPartner.serviceAccountRefreshToken,
    });
    await people(app);
  }

  async function assertion(): Promise<string> {
    const now = Math.floor(cloud.clock.now().getTime() / 1000);
    return new SignJWT({})
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuer(sandboxApp.clientId)
      .setSubject(sandboxApp.clientId)
      .setExpirationTime(now + 600)
      .sign(keys.privateKey);
  }

  /** A person is shown a page at the documented address, and what they do there goes to the same address. */
  async function askAsPerson(name: string, values: Values, fields: Values): Promise<Record<string, string>> {
    const { status } = await send(cloud, name, values);
    const { url, optionalQuery } = documented(name).request;
    const address = withoutUnfilled(standInPath(String(filled(url, values))), optionalQuery);
    const answer = await cloud.post(address, { user: 'admin@contoso.com', ...fields });
    assert.equal(status, 200);
    answers.set(name, { ...answer, text: JSON.stringify(returned(answer)) });
    return returned(answer);
  }

  async function people(app: Values): Promise<void> {
    const { address, verifier } = signInRequest(cloud, 'organizations');
    const asked = new URL(address).searchParams;
    const common = {
      '{client_id}': sandboxApp.clientId,
      '{redirect_uri}': encodeURIComponent(redirectUri),
      '{state}': '12345',
    };
    const signIn = {
      ...common,
      '{tenant}': 'organizations',
      '{scope}': 'openid%20profile%20offline_access',
      '{nonce}': 'the-nonce',
      '{code_challenge}': asked.get('code_challenge') ?? '',
    };
    const { code = '' } = await askAsPerson('authorize', signIn, {});
    const sample = documented('token-authorization-code').request.form ?? {};
    await ask('token-authorization-code', {
      ...app,
      '{tenant}': 'organizations',
      [sample['code'] ?? '']: code,
      [sample['code_verifier'] ?? '']: verifier,
      [sample['redirect_uri'] ?? '']: redirectUri,
      [sample['scope'] ?? '']: 'openid profile offline_access',
    });
    const consent = {
      ...common,
      '{tenant}': contoso.tenantId,
      '{scope}': 'https%3A%2F%2Fgraph.microsoft.com%2F.default',
    };
    await askAsPerson('admin-consent', consent, { action: 'accept' });
  }

  async function delegatedAdmin(): Promise<void> {
    const token = await cloud.appToken();
    const tenant = {
      '4b827261-d21f-4aa9-b7db-7fa1f56fb163': contoso.tenantId,
      '52eaad04-13a2-4a2f-9ce8-93a294fadf36': contoso.tenantId,
    };
    const created = await ask('create-delegated-admin-relationship', { ...tenant, token });
    const id = String(created['id']);
    const one = { token, '{delegatedAdminRelationshipId}': id };
    const sampleEtag = documented('edit-delegated-admin-relationship').request.headers?.['If-Match'] ?? '';
    await ask('edit-delegated-admin-relationship', {
      ...one,
      ...tenant,
      [sampleEtag]: String(created['@odata.etag']),
    });
    await ask('create-delegated-admin-relationship-request', one);
    await approve(cloud, id, 'admin@contoso.com');
    const active = await ask('get-delegated-admin-relationship', one);
    await ask('update-delegated-admin-relationship', { ...one, [sampleEtag]: String(active['@odata.etag']) });
    await ask('list-delegated-admin-relationships', { token });
    const byProvider = cloud.sandbox.relationships.add('contoso.com', { byProvider: true });
    await ask('approve-delegated-admin-relationship', { token, '{delegatedAdminRelationshipId}': byProvider });
    await assignments(token);
  }

  /** Under a relationship that has the roles of the examples. */
  async function assignments(token: string): Promise<void> {
    const examples = ['create-access-assignment', 'update-access-assignment'].map(
      (name) => documented(name).request.body,
    );
    const roleIds = JSON.stringify(examples).match(/(?<="roleDefinitionId":")[^"]+/g) ?? [];
    const id = cloud.sandbox.relationships.add('contoso.com', { roleIds: [...roleIds], approvedDaysAgo: 1 });
    const one = { token, '{delegatedAdminRelationshipId}': id };
    const sampleGroup = '869713c9-0b28-4d08-8949-ae07ae1bf528';
    await ask('create-access-assignment', { ...one, [sampleGroup]: sandboxPartner.groups.gdapLicenseAdministrators });
    const listed = await ask('list-access-assignments', one);
    const [made] = listed['value'] as Record<string, string>[];
    const assignment = { ...one, '{delegatedAdminAccessAssignmentId}': made?.['id'] ?? '' };
    await ask('get-access-assignment', assignment);
    const sampleEtag = documented('update-access-assignment').request.headers?.['If-Match'] ?? '';
    await ask('update-access-assignment', { ...assignment, [sampleEtag]: made?.['@odata.etag'] ?? '' });
  }

  async function ownDirectory(): Promise<void> {
    const token = await cloud.appToken();
    const mailbox = { token, '{id | userPrincipalName}': sandboxPartner.senderMailbox };
    await ask('find-tenant-information-by-tenant-id', { token, '{id}': contoso.tenantId });
    await ask('get-group', { token, '{id}': sandboxPartner.groups.gdapDirectoryReaders });
    await ask('get-user', mailbox);
    await ask('get-application', { token, '{appId}': sandboxApp.clientId });
    await ask('send-mail', mailbox);
    await ask('send-mail-not-kept', mailbox);
    const ofContoso = { token: await cloud.appToken(contoso.tenantId) };
    await ask('list-organization', ofContoso);
    await ask('list-subscribed-skus', ofContoso);
    await ask('batch-users-and-licences', ofContoso);
  }

  async function customers(): Promise<void> {
    const token = await cloud.userToken();
    const ofContoso = { token, '{customer-tenant-id}': contoso.tenantId };
    await ask('get-relationship-request', { token });
    await ask('get-customer-not-found', { token, '{customer-tenant-id}': '00000000-0000-4000-8000-000000000000' });
    await ask('get-customer-no-relationship', ofContoso);
    for (const domain of ['contoso.com', 'fabrikam.com']) await authorise(cloud, `admin@${domain}`);
    const atProvider = { user: 'admin@contoso.com', action: 'authorise', authorise: 'yes' };
    await cloud.post(invitationAddress(sandboxProvider.tenantId), atProvider);
    await ask('get-customer', ofContoso);
    await ask('list-customers', { token, '{size}': '40' });
    const { links } = await ask('list-customers-first-page', { token, '{size}': '1' });
    const [continuation] = (links as { next: { headers: { value: string }[] } }).next.headers;
    await ask('list-customers-next-page', { token, '{size}': '1', 'AQAAAA==': continuation?.value ?? '' });
    await ask('get-customer-relationships', { token, '{customer-id}': contoso.tenantId });
    await ask('get-customer-agreements', { ...ofContoso, '{agreement-type}': 'MicrosoftCustomerAgreement' });
    await ask('get-direct-signed-status', ofContoso);
    const today = cloud.clock.now().toISOString().slice(0, 10);
    const filter = JSON.stringify({ Field: 'CustomerId', Value: contoso.tenantId, Operator: 'equals' });
    const asked = { '{startDate}': today, '{endDate}': today, '{filter}': encodeURIComponent(filter) };
    await ask('list-audit-records', { token, ...asked });
    await qualifications(token);
    await ask('remove-reseller-relationship', ofContoso);
  }

  async function qualifications(token: string): Promise<void> {
    const { setBehaviour, decideQualification } = cloud.sandbox.controls;
    const ofContoso = { token, '{customer-tenant-id}': contoso.tenantId, '{customer_id}': contoso.tenantId };
    setBehaviour('contoso.com', { vetting: 'stuck' });
    await ask('create-qualification', ofContoso);
    await ask('get-qualifications-in-review', ofContoso);
    decideQualification('contoso.com', { isApproved: false, reason: 'Not an Academic Domain' });
    await ask('get-qualifications-denied', ofContoso);
    decideQualification('contoso.com', { isApproved: true });
    await ask('get-qualifications-approved', ofContoso);
  }

  async function addressesAndPartners(): Promise<void> {
    const token = await cloud.userToken();
    await ask('get-country-validation-rules', { token, '{isocode-id}': 'US' });
    await ask('validate-address-verified-shippable', { token });
    await ask('validate-address-street-partial', { token });
    await ask('get-organization-profile', { token });
    await ask('list-relationships', { token, '{relationship_type}': 'IsIndirectResellerOf' });
    const partner = { token, '{tenantId}': sandboxPartner.tenantId };
    await ask('get-agreement-status', partner);
    cloud.sandbox.controls.setTroubles({ partnerAgreementMissing: true });
    await ask('get-agreement-status-not-signed', partner);
  }

  async function webhooks(): Promise<void> {
    const token = await cloud.appToken(undefined, partnerCenterScope);
    await ask('list-webhook-events', { token });
    await ask('create-webhook-registration', { token });
    await ask('get-webhook-registration', { token });
    await ask('update-webhook-registration', { token });
    const { correlationId } = await ask('create-webhook-validation-event', { token });
    await ask('get-webhook-validation-event', { token, '{correlationId}': String(correlationId) });
  }

  for (const name of documentedNames.filter((one) => !notAsked.has(one))) {
    it(`agree on ${name}`, () => {
      const example = documented(name);

      const answer = answers.get(name);

      assert.ok(answer, 'nobody above asks for it');
      assert.equal(answer.status, example.status, answer.text);
      const found = differences(example.body, json(answer.text)).map((text) => `${name}${text}`);
      assert.deepEqual(
        found.filter((text) => !allowed.has(text)),
        [],
      );
      const missing = Object.keys(example.headers ?? {}).filter((header) => !answer.headers.has(header));
      assert.deepEqual(missing, []);
    });
  }
});
