// One tenant's calls hang, or are throttled: those of others go on, whichever kind of call it is.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { microsoftDefaults } from '../../src/microsoft/microsoft-config.ts';
import { letEverythingRun } from '../support/fake-timers.ts';
import { created, onePath, organization, wordOf } from './faults/call-row.ts';
import {
  customerTenantId,
  partnerTenantId,
  providerTenantId,
  relationshipId,
  relationshipsPath,
  startMicrosoftTest,
  type MicrosoftTest,
} from './microsoft-fixture.ts';
import { fixture, type MicrosoftStub, type StubAnswer } from './microsoft-stub.ts';

const otherTenantId = '20000000-0000-4000-8000-000000000009';
const otherRelationshipId = `${otherTenantId}-8777b240-c6f0-4469-9e98-a3205431b836`;
const whichOf: Record<string, string> = { [customerTenantId]: relationshipId, [otherTenantId]: otherRelationshipId };
const base = '/partnercenter/v1';
const { callsAtOnce } = microsoftDefaults;

interface Kind {
  method: 'GET' | 'POST';
  path: (tenantId: string) => string;
  /** For any tenant; the first call of a test does not see it. */
  good: StubAnswer;
  make: (microsoft: MicrosoftTest, tenantId: string) => Promise<{ kind: string; code?: string }>;
  others?: (stub: MicrosoftStub, tenantId: string) => void;
}

const relationshipOf = (tenantId: string) => whichOf[tenantId]!;
const customerOf = (tenantId: string) => `${base}/customers/${tenantId}`;
const attached = (tenantId: string) => ({ id: tenantId, relationshipToPartner: 'reseller' });

const kinds: Record<string, Kind> = {
  'the token': {
    method: 'POST',
    path: (tenantId) => `/login/${tenantId}/oauth2/v2.0/token`,
    good: { fixture: 'token-client-credentials' },
    make: ({ connection }, tenantId) => connection.prove(tenantId, { fresh: true }),
    others: (stub) => stub.on('GET', '/graph/v1.0/organization', organizationOf(otherTenantId)),
  },
  'the organisation': {
    method: 'GET',
    path: () => '/graph/v1.0/organization',
    good: organizationOf(otherTenantId),
    make: ({ connection }, tenantId) => connection.prove(tenantId, { fresh: true }),
  },
  'the inventory': {
    method: 'POST',
    path: () => '/graph/v1.0/$batch',
    good: { json: { responses: [{ id: 'users', status: 200, body: 5 }] } },
    make: async ({ connection }, tenantId) => (await connection.readInventory(tenantId)).users,
  },
  'a relationship': {
    method: 'GET',
    path: (tenantId) => `${relationshipsPath}/${relationshipOf(tenantId)}`,
    good: { json: { ...created, id: relationshipOf(otherTenantId) } },
    make: ({ partner }, tenantId) => partner.readRelationship(relationshipOf(tenantId)),
  },
  'the relationships with a tenant': {
    method: 'GET',
    path: () => relationshipsPath,
    good: { json: { value: [] } },
    make: ({ partner }, tenantId) => partner.existingRelationships(tenantId),
  },
  'a new relationship': {
    method: 'POST',
    path: () => relationshipsPath,
    good: { json: { ...created, isPartnerConsentPending: true }, status: 201 },
    make: ({ partner }, tenantId) => partner.ensureRelationship({ tenantId, customerName: tenantId }),
    others(stub) {
      stub.on('GET', relationshipsPath, { json: { value: [] } });
      stub.on('GET', onePath, { json: { ...created, isPartnerConsentPending: true } });
    },
  },
  'the access assignments': {
    method: 'GET',
    path: (tenantId) => `${relationshipsPath}/${relationshipOf(tenantId)}/accessAssignments`,
    good: { json: { value: [{ ...(fixture('create-access-assignment').body as object), status: 'pending' }] } },
    make: ({ partner }, tenantId) => partner.ensureAccessAssignments(relationshipOf(tenantId)),
  },
  'the customer': {
    method: 'GET',
    path: customerOf,
    good: { json: attached(otherTenantId) },
    make: ({ partner }, tenantId) => partner.customerState(tenantId),
  },
  'the customer’s partners': {
    method: 'GET',
    path: (tenantId) => `${customerOf(tenantId)}/relationships`,
    good: { fixture: 'get-customer-relationships' },
    make: ({ partner }, tenantId) => partner.readResellerRelationship(tenantId),
    others: (stub, tenantId) => stub.on('GET', customerOf(tenantId), { json: attached(tenantId) }),
  },
  'the agreement': {
    method: 'GET',
    path: (tenantId) => `${customerOf(tenantId)}/directSignedMicrosoftCustomerAgreementStatus`,
    good: { json: { isSigned: true } },
    make: ({ partner }, tenantId) => partner.readAgreement(tenantId),
  },
  'the qualifications': {
    method: 'GET',
    path: (tenantId) => `${customerOf(tenantId)}/qualifications`,
    good: { fixture: 'get-qualifications-approved' },
    make: ({ partner }, tenantId) => partner.readQualifications(tenantId),
  },
  'a qualification': {
    method: 'POST',
    path: (tenantId) => `${customerOf(tenantId)}/qualifications`,
    good: { fixture: 'create-qualification' },
    make: ({ partner }, tenantId) =>
      partner.requestQualification({ tenantId, name: 'Education', requestId: relationshipId }),
  },
};

function organizationOf(id: string): StubAnswer {
  const { value } = organization.json as { value: object[] };
  return { json: { value: value.map((one) => ({ ...one, id })) } };
}

describe('the lanes of tenants', () => {
  let microsoft: MicrosoftTest;
  let stub: MicrosoftStub;
  beforeEach(async () => {
    microsoft = await startMicrosoftTest({
      partnerModel: 'reseller',
      partners: [partnerTenantId, providerTenantId].map((tenantId) => ({ tenantId, name: tenantId })),
    });
    ({ stub } = microsoft);
    stub.on('POST', `/login/${otherTenantId}/oauth2/v2.0/token`, { fixture: 'token-client-credentials' });
  });
  afterEach(async () => {
    await stub.stop();
  });

  for (const [name, kind] of Object.entries(kinds)) {
    it(`are their own for ${name}: so many hang, and the other tenant’s is answered`, async () => {
      for (const tenantId of [customerTenantId, otherTenantId]) kind.others?.(stub, tenantId);
      const path = kind.path(customerTenantId);
      const isShared = path === kind.path(otherTenantId);
      const silences = Array.from({ length: callsAtOnce }, () => ({ silent: true }));
      stub.on(kind.method, path, ...silences, ...(isShared ? [kind.good] : []));
      if (!isShared) stub.on(kind.method, kind.path(otherTenantId), kind.good);
      const hanging = await hang(kind);

      const answered = await kind.make(microsoft, otherTenantId);

      assert.equal(wordOf(answered), 'good');
      assert.equal(stub.requests(kind.method, path).length, callsAtOnce + (isShared ? 1 : 0));
      await hanging.end();
    });
  }

  it('are their own for mails: while they hang, customers are asked about', async () => {
    const sendMail = '/graph/v1.0/users/partnerconnect%40northwindtraders.com/sendMail';
    const to = { address: 'a@contoso.com', name: 'A' };
    stub.on('POST', sendMail, { silent: true });
    stub.on('GET', relationshipsPath, { json: { value: [] } });
    const make: Kind['make'] = ({ mail }) => mail.send({ to, subject: 's', html: 'h', text: 't', reference: 'r' });
    const hanging = await hang({ method: 'POST', path: () => sendMail, good: {}, make });

    const answered = await microsoft.partner.existingRelationships(customerTenantId);

    assert.equal(wordOf(answered), 'good');
    await hanging.end();
  });

  it('hold nobody else up when one tenant is throttled again and again', async () => {
    stub.on('GET', customerOf(customerTenantId), { status: 429, headers: { 'Retry-After': '120' } });
    stub.on('GET', customerOf(otherTenantId), { json: attached(otherTenantId) });
    const throttled = [];
    for (let asked = 0; asked < 2 * microsoftDefaults.circuitOpensAfter; asked += 1) {
      throttled.push(wordOf(await microsoft.partner.customerState(customerTenantId)));
    }

    const answered = await microsoft.partner.customerState(otherTenantId);

    assert.deepEqual([...new Set(throttled)], ['UPSTREAM_THROTTLED']);
    assert.equal(wordOf(answered), 'good');
  });

  /** As many calls of one tenant as may be under way, and one that waits behind them. */
  async function hang({ method, path, make }: Kind): Promise<{ end: () => Promise<void> }> {
    const allHang = Promise.withResolvers<undefined>();
    let silent = 0;
    stub.whenSilent(() => {
      silent += 1;
      if (silent === callsAtOnce) allHang.resolve(undefined);
    });
    const calls = Array.from({ length: callsAtOnce + 1 }, async () => make(microsoft, customerTenantId));
    await allHang.promise;
    await letEverythingRun();
    assert.equal(stub.requests(method, path(customerTenantId)).length, callsAtOnce);
    return {
      async end() {
        stub.on(method, path(customerTenantId), { status: 404 });
        microsoft.timers.expire();
        await Promise.all(calls);
      },
    };
  }
});
