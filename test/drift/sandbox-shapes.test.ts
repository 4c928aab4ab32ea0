import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { z } from 'zod';
import { EntraErrorBody, OpenIdConfiguration } from '../../src/microsoft/entra/entra-wire.ts';
import {
  DelegatedAdminAccessAssignment,
  DelegatedAdminRelationship,
  Organization,
  pageOf,
  TenantInformation,
} from '../../src/microsoft/graph/graph-wire.ts';
import { AddressValidation, CountryInformation } from '../../src/microsoft/partner-center/address-wire.ts';
import {
  AgreementStatus,
  Agreements,
  Customer,
  DirectSignedStatus,
  PartnerCenterError,
  PartnerRelationships,
  Qualification,
  Qualifications,
  RelationshipRequest,
} from '../../src/microsoft/partner-center/partner-center-wire.ts';
import { sandboxApp, sandboxPartner } from '../../src/sandbox/directory.ts';
import { sampleTenants } from '../../src/sandbox/sample-tenants.ts';
import { fixture } from '../microsoft/microsoft-stub.ts';
import { startSandboxTest, type SandboxTest } from '../microsoft/sandbox-fixture.ts';

// Microsoft's documentation stands twice: in what the client reads and in what the sandbox answers. Each is held
// against the transcribed examples here, so that the two cannot agree on a mistake.

/** What each answer's client schema is; undefined where the client reads nothing of the body. */
const schemas: Record<string, z.ZodType | undefined> = {
  'openid-configuration': OpenIdConfiguration,
  'openid-configuration-unknown-tenant': EntraErrorBody,
  'token-client-credentials': undefined,
  'token-refresh': undefined,
  'token-missing-service-principal': EntraErrorBody,
  'find-tenant-information-by-tenant-id': TenantInformation,
  'list-organization': pageOf(Organization),
  'create-delegated-admin-relationship': DelegatedAdminRelationship,
  'create-delegated-admin-relationship-request': undefined,
  'list-delegated-admin-relationships': pageOf(DelegatedAdminRelationship),
  'create-access-assignment': DelegatedAdminAccessAssignment,
  'list-access-assignments': pageOf(DelegatedAdminAccessAssignment),
  'get-customer': Customer,
  'get-customer-not-found': PartnerCenterError,
  'get-customer-no-relationship': PartnerCenterError,
  'get-relationship-request': RelationshipRequest,
  'get-customer-relationships': PartnerRelationships,
  'get-customer-agreements': Agreements,
  'get-direct-signed-status': DirectSignedStatus,
  'get-country-validation-rules': CountryInformation,
  'validate-address-verified-shippable': AddressValidation,
  'validate-address-street-partial': AddressValidation,
  'list-relationships': undefined,
  'get-agreement-status': AgreementStatus,
  'get-agreement-status-not-signed': PartnerCenterError,
  'create-qualification': Qualification,
  'get-qualifications-in-review': Qualifications,
  'get-qualifications-denied': Qualifications,
  'get-qualifications-approved': Qualifications,
};

/** Where the sandbox answers otherwise than the page says. The client takes both. */
const knownDifferences = new Set([
  // Documented as a string.
  'get-customer-not-found: code is number, documented as string',
  'get-customer-no-relationship: code is number, documented as string',
]);

interface Answer {
  status: number;
  body: unknown;
}

describe('the client and the documentation', () => {
  for (const [name, schema] of Object.entries(schemas)) {
    if (!schema) continue;
    it(`agree on ${name}`, () => {
      assert.doesNotThrow(() => schema.parse(fixture(name).body));
    });
  }
});

describe('the sandbox and the documentation', () => {
  let sandbox: SandboxTest;
  let answers: Map<string, Answer>;
  before(async () => {
    sandbox = await startSandboxTest();
    answers = await walk(sandbox);
  });
  after(async () => {
    await sandbox.stop();
  });

  for (const [name, schema] of Object.entries(schemas)) {
    it(`agree on ${name}`, () => {
      const documented = fixture(name);
      const answered = answers.get(name);

      assert.ok(answered, 'the walk below asks for every answer');
      assert.equal(answered.status, documented.status, JSON.stringify(answered.body));
      const found = differences(documented.body, answered.body, '').map((text) => `${name}: ${text}`);
      assert.deepEqual(
        found.filter((text) => !knownDifferences.has(text)),
        [],
      );
      schema?.parse(answered.body);
    });
  }
});

/** Fields of the example that the answer lacks, or has as another kind of value. Null stands for any kind. */
function differences(documented: unknown, answered: unknown, path: string): string[] {
  const [expected, actual] = [kindOf(documented), kindOf(answered)];
  if (expected === 'null' || actual === 'null') return [];
  if (expected !== actual) return [`${path} is ${actual}, documented as ${expected}`];
  if (Array.isArray(documented) && Array.isArray(answered)) {
    return documented.length === 0 || answered.length === 0 ? [] : differences(documented[0], answered[0], `${path}[]`);
  }
  if (!isRecord(documented) || !isRecord(answered)) return [];
  return Object.keys(documented).flatMap((key) => {
    const inside = path === '' ? key : `${path}.${key}`;
    return key in answered ? differences(documented[key], answered[key], inside) : [`${inside} is missing`];
  });
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Contoso's whole way by plain requests, without any code of the client. */
async function walk({ url, post, controls }: SandboxTest): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>();
  const { tenantId, domain } = sampleTenants.find((one) => one.domain === 'contoso.com')!;
  const graph = `${url}/graph/v1.0`;
  const center = `${url}/partnercenter/v1`;
  const customer = `${center}/customers/${tenantId}`;
  const relationships = `${graph}/tenantRelationships/delegatedAdminRelationships`;
  const roleIds = ['88d8e3e3-8f55-4a1e-953a-9b9898b8876b', '4d6ac14f-3453-41d0-bef9-a3e0c569773a'];
  const unifiedRoles = roleIds.map((roleDefinitionId) => ({ roleDefinitionId }));

  async function ask(name: string, target: string, init: RequestInit = {}): Promise<Record<string, unknown>> {
    const response = await fetch(target, init);
    const body: unknown = await response.json();
    answers.set(name, { status: response.status, body });
    return isRecord(body) ? body : {};
  }

  async function token(name: string, tenant: string, form: Record<string, string>): Promise<string> {
    const credentials = { client_id: sandboxApp.clientId, client_secret: sandboxApp.clientSecret };
    const body = new URLSearchParams({ ...credentials, ...form });
    const answer = await ask(name, `${url}/login/${tenant}/oauth2/v2.0/token`, { method: 'POST', body });
    return String(answer['access_token']);
  }

  const authorised = (accessToken: string, body?: object): RequestInit => ({
    method: body ? 'POST' : 'GET',
    headers: { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });

  await ask('openid-configuration', `${url}/login/${domain}/v2.0/.well-known/openid-configuration`);
  await ask(
    'openid-configuration-unknown-tenant',
    `${url}/login/nowhere.example/v2.0/.well-known/openid-configuration`,
  );
  const appForm = { grant_type: 'client_credentials', scope: 'https://graph.microsoft.com/.default' };
  await token('token-missing-service-principal', tenantId, appForm);
  const app = await token('token-client-credentials', sandboxPartner.tenantId, appForm);
  const user = await token('token-refresh', sandboxPartner.tenantId, {
    grant_type: 'refresh_token',
    refresh_token: sandboxPartner.serviceAccountRefreshToken,
    scope: 'https://api.partnercenter.microsoft.com/.default',
  });

  const information = `findTenantInformationByTenantId(tenantId='${tenantId}')`;
  await ask('find-tenant-information-by-tenant-id', `${graph}/tenantRelationships/${information}`, authorised(app));
  await ask('list-organization', `${graph}/organization`, authorised(app));
  const made = await ask(
    'create-delegated-admin-relationship',
    relationships,
    authorised(app, {
      displayName: 'Contoso drift',
      duration: 'P730D',
      customer: { tenantId, displayName: 'Contoso' },
      accessDetails: { unifiedRoles },
      autoExtendDuration: 'P180D',
    }),
  );
  const relationship = `${relationships}/${String(made['id'])}`;
  const lock = authorised(app, { action: 'lockForApproval' });
  await ask('create-delegated-admin-relationship-request', `${relationship}/requests`, lock);
  await ask('list-delegated-admin-relationships', relationships, authorised(app));

  await ask('get-country-validation-rules', `${center}/countryvalidationrules/US`, authorised(user));
  const redmond = { city: 'Redmond', state: 'WA', postalCode: '98052', country: 'US' };
  const judgement = `${center}/validations/address`;
  await ask(
    'validate-address-verified-shippable',
    judgement,
    authorised(user, { ...redmond, addressLine1: '1 Microsoft Way' }),
  );
  await ask(
    'validate-address-street-partial',
    judgement,
    authorised(user, { ...redmond, addressLine1: 'Microsoft Way' }),
  );

  const nobody = `${center}/customers/00000000-0000-4000-8000-000000000000`;
  await ask('get-customer-not-found', nobody, authorised(user));
  await ask('get-customer-no-relationship', customer, authorised(user));
  const invitation = await ask(
    'get-relationship-request',
    `${center}/customers/relationshiprequests`,
    authorised(user),
  );

  const admin = { user: `admin@${domain}` };
  const acceptance = { ...admin, authorise: 'yes', agreement: 'yes', action: 'authorise' };
  await post(String(invitation['url']).split('#')[0] ?? '', acceptance);
  const approvals = `${url}/admin/AdminPortal/partners/invitation/granularAdminRelationships`;
  await post(`${approvals}/${String(made['id'])}`, { ...admin, action: 'approve' });

  const assignment = {
    accessContainer: {
      accessContainerId: sandboxPartner.groups.gdapDirectoryReaders,
      accessContainerType: 'securityGroup',
    },
    accessDetails: { unifiedRoles: unifiedRoles.slice(0, 1) },
  };
  await ask('create-access-assignment', `${relationship}/accessAssignments`, authorised(app, assignment));
  await ask('list-access-assignments', `${relationship}/accessAssignments`, authorised(app));
  await ask('get-customer', customer, authorised(user));
  await ask('get-customer-relationships', `${customer}/relationships`, authorised(user));
  const agreements = `${customer}/agreements?agreementType=MicrosoftCustomerAgreement`;
  await ask('get-customer-agreements', agreements, authorised(user));
  await ask('get-direct-signed-status', `${customer}/directSignedMicrosoftCustomerAgreementStatus`, authorised(user));
  await ask('list-relationships', `${center}/relationships?relationship_type=IsIndirectResellerOf`, authorised(user));
  const compliance = `${center}/compliance/csp/agreementstatus?tenantId=${sandboxPartner.tenantId}`;
  await ask('get-agreement-status', compliance, authorised(user));
  controls.setTroubles({ partnerAgreementMissing: true });
  await ask('get-agreement-status-not-signed', compliance, authorised(user));
  controls.setBehaviour(domain, { vetting: 'stuck' });
  await ask('create-qualification', `${customer}/qualifications`, authorised(user, { Qualification: 'Education' }));
  await ask('get-qualifications-in-review', `${customer}/qualifications`, authorised(user));
  controls.decideQualification(domain, { isApproved: false, reason: 'Not an Academic Domain' });
  await ask('get-qualifications-denied', `${customer}/qualifications`, authorised(user));
  controls.decideQualification(domain, { isApproved: true });
  await ask('get-qualifications-approved', `${customer}/qualifications`, authorised(user));
  return answers;
}
