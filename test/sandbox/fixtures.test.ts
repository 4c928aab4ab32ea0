// The sandbox's answers against the examples of Microsoft's documentation: every field the documentation shows is there,
// and of the same kind.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'mocha';
import { sandboxPartner, sandboxProvider, tenantByDomain } from '../../src/sandbox/directory.ts';
import {
  approve,
  authorise,
  consent,
  graphScope,
  invitationAddress,
  licenceRoles,
  relationshipBody,
  relationshipsPath,
  startSandboxCloud,
  type Answer,
  type SandboxCloud,
} from '../support/sandbox-cloud.ts';

interface Fixture {
  readonly status: number;
  readonly body: unknown;
}

const folder = new URL('../fixtures/microsoft/', import.meta.url);
const contoso = tenantByDomain('contoso.com');

/** Values the documentation's example shows where reality, or our customer, has another kind of nothing. */
const mayDiffer = new Set([
  'customer',
  'city',
  'country',
  'postalCode',
  'error_uri',
  'code',
  'phoneNumber',
  'refresh_token',
]);

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function entriesOf(value: unknown): Map<string, unknown> {
  return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
}

/** The places where `actual` lacks something of `documented` or has another kind of value there. */
function differences(documented: unknown, actual: unknown, path = ''): string[] {
  if (kindOf(documented) !== kindOf(actual)) return [`${path}: ${kindOf(documented)} but ${kindOf(actual)}`];
  if (Array.isArray(documented) && Array.isArray(actual)) {
    const isComparable = documented.length > 0 && actual.length > 0;
    return isComparable ? differences(documented[0], actual[0], `${path}[0]`) : [];
  }
  const fields = entriesOf(actual);
  const expected = [...entriesOf(documented)].filter(([name]) => !mayDiffer.has(name));
  return expected.flatMap(([name, value]) =>
    fields.has(name) ? differences(value, fields.get(name), `${path}.${name}`) : [`${path}.${name}: missing`],
  );
}

/** An answer whose body is a bare list. */
async function listed(answer: Promise<Answer>): Promise<Answer> {
  const { text, ...rest } = await answer;
  return { ...rest, text, body: JSON.parse(text) as Answer['body'] };
}

describe('sandbox: answers as the documentation shows them', () => {
  let cloud: SandboxCloud;
  const answers = new Map<string, Answer>();

  before(async () => {
    cloud = await startSandboxCloud({ normalAfterSeconds: 0 });
    const token = await cloud.appToken();
    const user = await cloud.userToken();
    const graph = async (method: string, path: string, body?: unknown) =>
      cloud.call(method, path, body === undefined ? { token } : { token, body });
    const partnerCenter = async (path: string) => cloud.call('GET', `/partnercenter/v1${path}`, { token: user });
    const keep = async (name: string, answer: Promise<Answer>) => {
      const kept = await answer;
      answers.set(name, kept);
      return kept;
    };
    const discovery = '/v2.0/.well-known/openid-configuration';
    const grant = { grant_type: 'client_credentials', scope: graphScope };

    await keep('openid-configuration', cloud.call('GET', `/login/contoso.com${discovery}`));
    await keep('openid-configuration-unknown-tenant', cloud.call('GET', `/login/nowhere.example${discovery}`));
    await keep('token-missing-service-principal', cloud.token(contoso.tenantId, grant));
    await keep('token-client-credentials', cloud.token(sandboxPartner.tenantId, grant));
    await keep(
      'token-refresh',
      cloud.token(sandboxPartner.tenantId, {
        grant_type: 'refresh_token',
        refresh_token: sandboxPartner.serviceAccountRefreshToken,
        scope: 'https://api.partnercenter.microsoft.com/.default',
      }),
    );
    await keep(
      'find-tenant-information-by-tenant-id',
      graph('GET', `/graph/v1.0/tenantRelationships/findTenantInformationByTenantId(tenantId='${contoso.tenantId}')`),
    );
    await keep('get-customer-not-found', partnerCenter('/customers/00000000-0000-4000-8000-000000000000'));
    await keep('get-customer-no-relationship', partnerCenter(`/customers/${contoso.tenantId}`));
    const created = await keep(
      'create-delegated-admin-relationship',
      graph('POST', relationshipsPath, relationshipBody('contoso.com')),
    );
    const relationship = `${relationshipsPath}/${String(created.body['id'])}`;
    await keep(
      'create-delegated-admin-relationship-request',
      graph('POST', `${relationship}/requests`, { action: 'lockForApproval' }),
    );
    await approve(cloud, String(created.body['id']), 'admin@contoso.com');
    await authorise(cloud, 'admin@contoso.com');
    await cloud.post(invitationAddress(sandboxProvider.tenantId), {
      user: 'admin@contoso.com',
      action: 'authorise',
      authorise: 'yes',
    });
    await keep('list-delegated-admin-relationships', graph('GET', relationshipsPath));
    await keep(
      'create-access-assignment',
      graph('POST', `${relationship}/accessAssignments`, {
        accessContainer: {
          accessContainerId: sandboxPartner.groups.gdapLicenseAdministrators,
          accessContainerType: 'securityGroup',
        },
        accessDetails: { unifiedRoles: [{ roleDefinitionId: licenceRoles[1] }] },
      }),
    );
    const assignments = await keep('list-access-assignments', graph('GET', `${relationship}/accessAssignments`));
    const [assignment] = assignments.body['value'] as Record<string, string>[];
    await keep(
      'update-access-assignment',
      cloud.call('PATCH', `${relationship}/accessAssignments/${String(assignment?.['id'])}`, {
        token,
        headers: { 'if-match': String(assignment?.['@odata.etag']) },
        body: { accessDetails: { unifiedRoles: [{ roleDefinitionId: licenceRoles[0] }] } },
      }),
    );
    const { body: current } = await graph('GET', relationship);
    await keep(
      'update-delegated-admin-relationship',
      cloud.call('PATCH', relationship, {
        token,
        headers: { 'if-match': String(current['@odata.etag']) },
        body: { autoExtendDuration: 'P180D' },
      }),
    );
    await keep('get-relationship-request', partnerCenter('/customers/relationshiprequests'));
    await keep('get-customer', partnerCenter(`/customers/${contoso.tenantId}`));
    await keep('get-customer-relationships', partnerCenter(`/customers/${contoso.tenantId}/relationships`));
    await keep(
      'get-customer-agreements',
      partnerCenter(`/customers/${contoso.tenantId}/agreements?agreementType=MicrosoftCustomerAgreement`),
    );
    await keep(
      'get-direct-signed-status',
      partnerCenter(`/customers/${contoso.tenantId}/directSignedMicrosoftCustomerAgreementStatus`),
    );
    await keep('get-country-validation-rules', partnerCenter('/countryvalidationrules/US'));
    const judge = async (AddressLine1: string) => {
      const body = { AddressLine1, City: 'Redmond', State: 'WA', PostalCode: '98052', Country: 'US' };
      return cloud.call('POST', '/partnercenter/v1/validations/address', { token: user, body });
    };
    await keep('validate-address-verified-shippable', judge('1 Microsoft Way'));
    await keep('validate-address-street-partial', judge('Microsoft Way'));
    await keep('list-relationships', partnerCenter('/relationships?relationship_type=IsIndirectResellerOf'));
    const compliance = '/compliance/csp/agreementstatus?tenantId=';
    await keep('get-agreement-status', partnerCenter(`${compliance}${sandboxPartner.tenantId}`));
    cloud.sandbox.controls.setTroubles({ partnerAgreementMissing: true });
    await keep('get-agreement-status-not-signed', partnerCenter(`${compliance}${sandboxPartner.tenantId}`));
    const qualifications = `/customers/${contoso.tenantId}/qualifications`;
    cloud.sandbox.controls.setBehaviour('contoso.com', { vetting: 'stuck' });
    const body = { Qualification: 'Education' };
    await keep('create-qualification', cloud.call('POST', `/partnercenter/v1${qualifications}`, { token: user, body }));
    await keep('get-qualifications-in-review', listed(partnerCenter(qualifications)));
    cloud.sandbox.controls.decideQualification('contoso.com', { isApproved: false, reason: 'Not an Academic Domain' });
    await keep('get-qualifications-denied', listed(partnerCenter(qualifications)));
    cloud.sandbox.controls.decideQualification('contoso.com', { isApproved: true });
    await keep('get-qualifications-approved', listed(partnerCenter(qualifications)));
    await consent(cloud, 'contoso.com');
    const organizationToken = await cloud.appToken(contoso.tenantId);
    await keep('list-organization', cloud.call('GET', '/graph/v1.0/organization', { token: organizationToken }));
  });
  after(async () => cloud.stop());

  for (const name of [
    'openid-configuration',
    'openid-configuration-unknown-tenant',
    'token-missing-service-principal',
    'token-client-credentials',
    'token-refresh',
    'find-tenant-information-by-tenant-id',
    'create-delegated-admin-relationship',
    'create-delegated-admin-relationship-request',
    'list-delegated-admin-relationships',
    'create-access-assignment',
    'list-access-assignments',
    'update-access-assignment',
    'update-delegated-admin-relationship',
    'list-organization',
    'get-relationship-request',
    'get-customer',
    'get-customer-not-found',
    'get-customer-no-relationship',
    'get-customer-relationships',
    'get-customer-agreements',
    'get-direct-signed-status',
    'get-country-validation-rules',
    'validate-address-verified-shippable',
    'validate-address-street-partial',
    'list-relationships',
    'get-agreement-status',
    'get-agreement-status-not-signed',
    'create-qualification',
    'get-qualifications-in-review',
    'get-qualifications-denied',
    'get-qualifications-approved',
  ]) {
    it(`agrees on ${name}`, async () => {
      const fixture = JSON.parse(await readFile(new URL(`${name}.json`, folder), 'utf8')) as Fixture;

      const answer = answers.get(name);

      assert.equal(answer?.status, fixture.status);
      assert.deepEqual(differences(fixture.body, answer.body), []);
    });
  }
});
