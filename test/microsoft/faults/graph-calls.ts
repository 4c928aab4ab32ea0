import assert from 'node:assert/strict';
import type { GraphCall } from '../../../src/microsoft/outbound/calls.ts';
import { clientId, customerTenantId, groupId, relationshipId, relationshipsPath } from '../microsoft-fixture.ts';
import type { MicrosoftTest } from '../microsoft-fixture.ts';
import { fixture, type StubAnswer } from '../microsoft-stub.ts';
import { alwaysTold, created, lookOf, onePath, organization, toldByLook, wordOf, type CallRow } from './call-row.ts';
import { tenantNamePath } from './login-calls.ts';

const mail = { to: { address: 'a@contoso.com', name: 'A' }, subject: 's', html: 'h', text: 't', reference: 'r' };
const assignments = `${onePath}/accessAssignments`;
const made = fixture('create-access-assignment').body as object;
/** Has none of the roles that are configured for its group. */
const narrow = { ...made, id: 'one', status: 'active', accessDetails: { unifiedRoles: [] } };

const ensure: CallRow['make'] = async ({ partner }) =>
  wordOf(await partner.ensureRelationship({ tenantId: customerTenantId, customerName: 'Contoso' }));
const ensureAssignments: CallRow['make'] = async ({ partner }) =>
  wordOf(await partner.ensureAccessAssignments(relationshipId));

function relationships({ stub }: MicrosoftTest): void {
  stub.on('GET', relationshipsPath, { json: { value: [] } });
  stub.on('POST', relationshipsPath, { json: created, status: 201 });
  stub.on('GET', onePath, { json: { ...created, status: 'created' } });
  stub.on('POST', `${onePath}/requests`, { fixture: 'create-delegated-admin-relationship-request' });
}

function assigned(...known: object[]) {
  return ({ stub }: MicrosoftTest): void => {
    stub.on('GET', onePath, { json: created });
    stub.on('GET', assignments, { json: { value: known } });
    stub.on('POST', assignments, { fixture: 'create-access-assignment' });
  };
}

const relationshipCalls = {
  readRelationship: {
    method: 'GET',
    path: onePath,
    good: { json: created },
    make: async ({ partner }) => wordOf(await partner.readRelationship(relationshipId)),
    tries: 'read',
  },
  listRelationshipsOfTenant: {
    method: 'GET',
    path: relationshipsPath,
    good: { json: { value: [{ ...created, status: 'active', customer: { tenantId: customerTenantId } }] } },
    make: ensure,
    tries: 'read',
    others: relationships,
  },
  listRelationships: {
    method: 'GET',
    path: relationshipsPath,
    good: { json: { value: [created] } },
    async make({ partner, clock }) {
      // The first one is read alone: that makes a list worth its price.
      await partner.readRelationship(relationshipId, { asOf: clock.now() });
      return wordOf(await partner.readRelationship(relationshipId, { asOf: clock.now() }));
    },
    tries: 'read',
    others: ({ stub }) => stub.on('GET', onePath, { json: created }),
    // Read alone instead.
    told: { UPSTREAM_UNEXPECTED: 'good' },
  },
  createRelationship: {
    method: 'POST',
    path: relationshipsPath,
    good: { json: created, status: 201 },
    make: ensure,
    tries: 'lookedFor',
    others: relationships,
  },
  lockRelationship: {
    method: 'POST',
    path: `${onePath}/requests`,
    good: { fixture: 'create-delegated-admin-relationship-request' },
    make: ensure,
    tries: 'write',
    others: relationships,
  },
  approveRelationship: {
    method: 'POST',
    path: `${onePath}/requests`,
    good: { fixture: 'create-delegated-admin-relationship-request' },
    make: async ({ partner }) => wordOf(await partner.approveRelationship(relationshipId)),
    tries: 'write',
    others: ({ stub }) => stub.on('GET', onePath, { json: { ...created, isPartnerConsentPending: true } }),
  },
  extendRelationship: {
    method: 'PATCH',
    path: onePath,
    good: { fixture: 'update-delegated-admin-relationship' },
    make: async ({ partner }) => wordOf(await partner.extendRelationship(relationshipId)),
    tries: 'write',
    others: ({ stub }) => stub.on('GET', onePath, { json: { ...created, autoExtendDuration: 'PT0S' } }),
  },
} satisfies Partial<Record<GraphCall, CallRow>>;

const assignmentCalls = {
  listAccessAssignments: {
    method: 'GET',
    path: assignments,
    good: { json: { value: [] } },
    make: ensureAssignments,
    tries: 'read',
    others: assigned(),
  },
  readAccessAssignment: {
    method: 'GET',
    path: `${assignments}/one`,
    good: { json: narrow },
    make: ensureAssignments,
    tries: 'read',
    others(microsoft) {
      assigned(narrow)(microsoft);
      microsoft.stub.on('PATCH', `${assignments}/one`, { status: 412 }, { fixture: 'update-access-assignment' });
    },
  },
  createAccessAssignment: {
    method: 'POST',
    path: assignments,
    good: { fixture: 'create-access-assignment' },
    make: ensureAssignments,
    tries: 'write',
    others: assigned(),
  },
  changeAccessAssignment: {
    method: 'PATCH',
    path: `${assignments}/one`,
    good: { fixture: 'update-access-assignment' },
    make: ensureAssignments,
    tries: 'write',
    others: assigned(narrow),
  },
  readGroup: {
    method: 'GET',
    path: `/graph/v1.0/groups/${groupId}`,
    good: { json: { id: groupId } },
    make: ensureAssignments,
    tries: 'read',
    others(microsoft) {
      assigned()(microsoft);
      microsoft.stub.on('POST', assignments, { status: 400 });
    },
    // The group is not said to be gone: that is all that is asked.
    told: { UPSTREAM_UNEXPECTED: 'good' },
  },
} satisfies Partial<Record<GraphCall, CallRow>>;

const looks = {
  probeRelationships: {
    method: 'GET',
    path: relationshipsPath,
    good: { json: { value: [created] } },
    make: async ({ probes }) => lookOf(await probes.resources.relationships()),
    tries: 'read',
    told: toldByLook,
  },
  probeGroup: {
    method: 'GET',
    path: `/graph/v1.0/groups/${groupId}`,
    good: { json: { securityEnabled: true } },
    make: async ({ probes }) => lookOf(await probes.resources.group(groupId)),
    tries: 'read',
    told: toldByLook,
  },
  probeMailbox: {
    method: 'GET',
    path: '/graph/v1.0/users/partnerconnect%40northwindtraders.com',
    good: { json: { id: 'mailbox', mail: 'partnerconnect@northwindtraders.com' } },
    make: async ({ probes }) => lookOf(await probes.resources.senderMailbox()),
    tries: 'read',
    told: toldByLook,
  },
  probeApplication: {
    method: 'GET',
    path: `/graph/v1.0/applications(appId='${clientId}')`,
    good: { json: { passwordCredentials: [] } },
    make: async ({ probes }) => lookOf(await probes.resources.ownCredentialEnd()),
    tries: 'read',
    told: toldByLook,
  },
} satisfies Partial<Record<GraphCall, CallRow>>;

const tenantInformation: StubAnswer = { fixture: 'find-tenant-information-by-tenant-id' };

export const graphCalls: Record<GraphCall, CallRow> = {
  ...relationshipCalls,
  ...assignmentCalls,
  ...looks,
  readOrganization: {
    method: 'GET',
    path: '/graph/v1.0/organization',
    good: organization,
    make: async ({ connection }) => wordOf(await connection.prove(customerTenantId, { fresh: true })),
    tries: 'read',
  },
  readInventory: {
    method: 'POST',
    path: '/graph/v1.0/$batch',
    good: {
      json: {
        responses: [
          { id: 'users', status: 200, body: 5 },
          { id: 'licences', status: 200, body: { value: [] } },
        ],
      },
    },
    async make({ connection }) {
      const { users, licences } = await connection.readInventory(customerTenantId);
      assert.equal(wordOf(users), wordOf(licences));
      return wordOf(users);
    },
    tries: 'read',
  },
  readTenantName: {
    method: 'GET',
    path: tenantNamePath,
    good: tenantInformation,
    async make({ directory }) {
      const found = await directory.findTenant('contoso.com');
      return found.kind === 'found' && found.displayName !== undefined ? 'good' : 'nameless';
    },
    tries: 'once',
    others: ({ stub }) =>
      stub.on('GET', '/login/contoso.com/v2.0/.well-known/openid-configuration', { fixture: 'openid-configuration' }),
    told: alwaysTold('nameless'),
  },
  sendMail: {
    method: 'POST',
    path: '/graph/v1.0/users/partnerconnect%40northwindtraders.com/sendMail',
    good: { status: 202 },
    async make({ mail: transport }) {
      const outcome = await transport.send(mail);
      return outcome.kind === 'throttled' ? 'UPSTREAM_THROTTLED' : wordOf(outcome);
    },
    tries: 'once',
  },
};
