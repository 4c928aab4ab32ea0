// Every call that the room makes, under every fault that the network and Microsoft have: what the caller is told, and how
// often Microsoft was asked.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import {
  customerTenantId,
  partnerTenantId,
  relationshipId,
  relationshipsPath,
  startMicrosoftTest,
  type MicrosoftTest,
} from './microsoft-fixture.ts';
import { fixture, type StubAnswer } from './microsoft-stub.ts';

const customer = `/partnercenter/v1/customers/${customerTenantId}`;
const login = (tenant: string) => `/login/${tenant}/oauth2/v2.0/token`;
const onePath = `${relationshipsPath}/${relationshipId}`;
const tenantNamePath =
  "/graph/v1.0/tenantRelationships/findTenantInformationByTenantId(tenantId='775527ff-9a37-4307-8b3d-cc311f58d925')";
const created = fixture('create-delegated-admin-relationship').body as object;
const mail = { to: { address: 'a@contoso.com', name: 'A' }, subject: 's', html: 'h', text: 't', reference: 'r' };

interface Call {
  method: 'GET' | 'POST' | 'PATCH';
  path: string;
  good: StubAnswer;
  make(microsoft: MicrosoftTest): Promise<{ kind: string; code?: string }>;
  /** What else must answer on the way. */
  others?: (microsoft: MicrosoftTest) => void;
}

const ensure: Call['make'] = ({ partner }) =>
  partner.ensureRelationship({ tenantId: customerTenantId, customerName: 'Contoso' });
const readAttached: Call['make'] = ({ partner }) => partner.readResellerRelationship(customerTenantId);

function relationships({ stub }: MicrosoftTest): void {
  stub.on('GET', relationshipsPath, { json: { value: [] } });
  stub.on('POST', relationshipsPath, { json: created, status: 201 });
  stub.on('GET', onePath, { json: { ...created, status: 'created' } });
  stub.on('POST', `${onePath}/requests`, { fixture: 'create-delegated-admin-relationship-request' });
}

const reads: Record<string, Call> = {
  'discovery of a tenant': {
    method: 'GET',
    path: '/login/contoso.com/v2.0/.well-known/openid-configuration',
    good: { fixture: 'openid-configuration' },
    make: ({ directory }) => directory.findTenant('contoso.com'),
    others: ({ stub }) => stub.on('GET', tenantNamePath, { fixture: 'find-tenant-information-by-tenant-id' }),
  },
  "a customer's token": {
    method: 'POST',
    path: login(customerTenantId),
    good: { fixture: 'token-client-credentials' },
    make: ({ connection }) => connection.prove(customerTenantId, { fresh: true }),
    others: ({ stub }) => stub.on('GET', '/graph/v1.0/organization', organization),
  },
  'the service account’s token': {
    method: 'POST',
    path: login(partnerTenantId),
    good: { fixture: 'token-refresh' },
    make: ({ partner }) => partner.resellerInvitationUrl(),
    others: ({ stub }) =>
      stub.on('GET', '/partnercenter/v1/customers/relationshiprequests', { fixture: 'get-relationship-request' }),
  },
  'a customer’s organisation': {
    method: 'GET',
    path: '/graph/v1.0/organization',
    good: organizationOf(customerTenantId),
    make: ({ connection }) => connection.prove(customerTenantId, { fresh: true }),
  },
  'a relationship': {
    method: 'GET',
    path: onePath,
    good: { json: created },
    make: ({ partner }) => partner.readRelationship(relationshipId),
  },
  'a customer’s relationships': {
    method: 'GET',
    path: relationshipsPath,
    good: { json: { value: [{ ...created, status: 'active', customer: { tenantId: customerTenantId } }] } },
    make: ensure,
    others: relationships,
  },
  'the assignments of a relationship': {
    method: 'GET',
    path: `${onePath}/accessAssignments`,
    good: { json: { value: [] } },
    make: ({ partner }) => partner.ensureAccessAssignments(relationshipId),
    others: ({ stub }) => {
      stub.on('GET', onePath, { json: created });
      stub.on('POST', `${onePath}/accessAssignments`, { fixture: 'create-access-assignment' });
    },
  },
  'a customer in Partner Center': {
    method: 'GET',
    path: customer,
    good: { json: { id: customerTenantId, relationshipToPartner: 'reseller' } },
    make: readAttached,
  },
  'an agreement': {
    method: 'GET',
    path: `${customer}/directSignedMicrosoftCustomerAgreementStatus`,
    good: { json: { isSigned: true } },
    make: ({ partner }) => partner.readAgreement(customerTenantId),
  },
  'the partners’ attestations of an agreement': {
    method: 'GET',
    path: `${customer}/agreements`,
    good: { fixture: 'get-customer-agreements' },
    make: ({ partner }) => partner.readAgreement(customerTenantId),
    others: ({ stub }) =>
      stub.on('GET', `${customer}/directSignedMicrosoftCustomerAgreementStatus`, { json: { isSigned: false } }),
  },
  'a customer’s qualifications': {
    method: 'GET',
    path: `${customer}/qualifications`,
    good: { fixture: 'get-qualifications-approved' },
    make: ({ partner }) => partner.readQualifications(customerTenantId),
  },
  'the reseller invitation': {
    method: 'GET',
    path: '/partnercenter/v1/customers/relationshiprequests',
    good: { fixture: 'get-relationship-request' },
    make: ({ partner }) => partner.resellerInvitationUrl(),
  },
};

const organization = organizationOf(customerTenantId);

function organizationOf(id: string): StubAnswer {
  return { json: { value: [{ id, displayName: 'Contoso', verifiedDomains: [] }] } };
}

const writes: Record<string, Call> = {
  'the lock of a relationship': {
    method: 'POST',
    path: `${onePath}/requests`,
    good: { fixture: 'create-delegated-admin-relationship-request' },
    make: ensure,
    others: relationships,
  },
  'an access assignment': {
    method: 'POST',
    path: `${onePath}/accessAssignments`,
    good: { fixture: 'create-access-assignment' },
    make: ({ partner }) => partner.ensureAccessAssignments(relationshipId),
    others: ({ stub }) => {
      stub.on('GET', onePath, { json: created });
      stub.on('GET', `${onePath}/accessAssignments`, { json: { value: [] } });
    },
  },
  'another role for a group': {
    method: 'PATCH',
    path: `${onePath}/accessAssignments/one`,
    good: { fixture: 'update-access-assignment' },
    make: ({ partner }) => partner.ensureAccessAssignments(relationshipId),
    others: ({ stub }) => {
      const made = fixture('create-access-assignment').body as object;
      const narrow = { ...made, id: 'one', status: 'active', accessDetails: { unifiedRoles: [] } };
      stub.on('GET', onePath, { json: created });
      stub.on('GET', `${onePath}/accessAssignments`, { json: { value: [narrow] } });
    },
  },
  'a qualification': {
    method: 'POST',
    path: `${customer}/qualifications`,
    good: { fixture: 'create-qualification' },
    make: ({ partner }) =>
      partner.requestQualification({ tenantId: customerTenantId, name: 'Education', requestId: relationshipId }),
  },
  'a relationship’s extension': {
    method: 'PATCH',
    path: onePath,
    good: { fixture: 'update-delegated-admin-relationship' },
    make: ({ partner }) => partner.extendRelationship(relationshipId),
    others: ({ stub }) => stub.on('GET', onePath, { json: { ...created, autoExtendDuration: 'PT0S' } }),
  },
  'our approval of a provider’s request': {
    method: 'POST',
    path: `${onePath}/requests`,
    good: { fixture: 'create-delegated-admin-relationship-request' },
    make: ({ partner }) => partner.approveRelationship(relationshipId),
    others: ({ stub }) => stub.on('GET', onePath, { json: { ...created, isPartnerConsentPending: true } }),
  },
};

/** Graph shows that nothing was made, so that it is asked once more after silence. */
const lookedUp: Record<string, Call> = {
  'a new relationship': {
    method: 'POST',
    path: relationshipsPath,
    good: { json: created, status: 201 },
    make: ensure,
    others: relationships,
  },
};

const once: Record<string, Call> = {
  'a mail': {
    method: 'POST',
    path: '/graph/v1.0/users/partnerconnect%40northwindtraders.com/sendMail',
    good: { status: 202 },
    make: async ({ mail: transport }) => {
      const outcome = await transport.send(mail);
      return outcome.kind === 'throttled' ? { kind: 'failed', code: 'UPSTREAM_THROTTLED' } : outcome;
    },
  },
};

/** A fault that stays, what it is to the caller, and the tries of a read, a write, a looked-up write, a single try. */
const faults: [string, StubAnswer, string, [number, number, number, number]][] = [
  ['silence', { silent: true }, 'UPSTREAM_UNAVAILABLE', [1, 1, 2, 1]],
  ['a broken connection', { reset: true }, 'UPSTREAM_UNAVAILABLE', [3, 1, 2, 1]],
  ['half an answer', { cut: true, raw: '{"value": [{"id":' }, 'UPSTREAM_UNAVAILABLE', [3, 1, 2, 1]],
  ['429', { status: 429 }, 'UPSTREAM_THROTTLED', [3, 3, 3, 1]],
  ['429 for a moment', { status: 429, headers: { 'Retry-After': '1' } }, 'UPSTREAM_THROTTLED', [3, 3, 3, 1]],
  ['429 for long', { status: 429, headers: { 'Retry-After': '120' } }, 'UPSTREAM_THROTTLED', [1, 1, 1, 1]],
  ['500', { status: 500 }, 'UPSTREAM_UNAVAILABLE', [3, 1, 2, 1]],
  ['502', { status: 502, raw: '<html></html>' }, 'UPSTREAM_UNAVAILABLE', [3, 1, 2, 1]],
  ['503', { status: 503 }, 'UPSTREAM_UNAVAILABLE', [3, 1, 2, 1]],
  ['504', { status: 504 }, 'UPSTREAM_UNAVAILABLE', [3, 1, 2, 1]],
  ['HTML', { raw: '<html></html>' }, 'UPSTREAM_UNEXPECTED', [1, 1, 1, 1]],
  ['half a JSON', { raw: '{"value": [{"id":' }, 'UPSTREAM_UNEXPECTED', [1, 1, 1, 1]],
];

describe('under every fault', () => {
  let microsoft: MicrosoftTest;
  beforeEach(async () => {
    microsoft = await startMicrosoftTest({ requestTimeoutMs: 10_000, longestRetryAfterMs: 5_000 });
  });
  afterEach(async () => {
    await microsoft.stub.stop();
  });

  for (const [index, calls] of [reads, writes, lookedUp, once].entries()) {
    for (const [name, call] of Object.entries(calls)) {
      for (const [fault, answer, code, tries] of faults) {
        it(`${name} is asked for ${tries[index]} times and is ${code} on ${fault}`, async () => {
          call.others?.(microsoft);
          microsoft.stub.on(call.method, call.path, answer);

          const outcome = await call.make(microsoft);

          assert.deepEqual([outcome.kind === 'read', outcome.code], [false, code]);
          assert.equal(microsoft.stub.requests(call.method, call.path).length, tries[index]);
        });
      }

      it(`${name} is what it is with a byte order mark in front`, async () => {
        call.others?.(microsoft);
        microsoft.stub.on(call.method, call.path, { ...call.good, mark: true });

        const outcome = await call.make(microsoft);

        assert.equal(outcome.code, undefined);
      });
    }
  }

  for (const [name, call] of Object.entries(reads)) {
    it(`${name} is there all the same when the first answer was lost`, async () => {
      call.others?.(microsoft);
      microsoft.stub.on(call.method, call.path, { reset: true }, call.good);

      const outcome = await call.make(microsoft);

      assert.equal(outcome.code, undefined);
      assert.deepEqual(microsoft.logged, []);
    });
  }
});
