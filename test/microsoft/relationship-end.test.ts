import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { FindTenantOutcome } from '../../src/core/ports/microsoft.ts';
import type { MicrosoftConfig } from '../../src/microsoft/microsoft-config.ts';
import { readEnd } from '../../src/microsoft/relationship-end.ts';
import type { AuditedEnd } from '../../src/microsoft/webhooks/audited-end.ts';
import { after, testNow } from '../support/fake-clock.ts';
import { customerTenantId, partnerTenantId, providerTenantId, testConfig } from './microsoft-fixture.ts';

const resellerTenantId = '10000000-0000-4000-8000-000000000009';
const tenants: Readonly<Record<string, string>> = {
  'contoso.com': customerTenantId,
  'northwindtraders.com': partnerTenantId,
  'provider.example': providerTenantId,
  'reseller.example': resellerTenantId,
  'stranger.example': '10000000-0000-4000-8000-000000000008',
};
const ended = { organisationId: 'organisation-1', tenantId: customerTenantId, endedAt: testNow };

const indirect: Partial<MicrosoftConfig> = {
  partnerModel: 'reseller',
  partners: [
    { tenantId: partnerTenantId, name: 'Northwind Traders' },
    { tenantId: providerTenantId, name: 'Provider' },
  ],
};
const asProvider: Partial<MicrosoftConfig> = {
  partnerModel: 'provider',
  resellers: { 'organisation-1': { tenantId: resellerTenantId, name: 'Reseller' } },
};

function endOf(audited: Partial<AuditedEnd> | undefined, overrides: Partial<MicrosoftConfig> = {}) {
  const found = audited && { isMicrosofts: false, ...audited };
  const findTenant = async (domain: string): Promise<FindTenantOutcome> => {
    const tenantId = tenants[domain];
    return tenantId === undefined ? { kind: 'notFound' } : { kind: 'found', tenantId, cloud: 'global' };
  };
  const deps = { auditTrail: { endOf: async () => found }, directory: { findTenant } };
  return readEnd(testConfig('https://microsoft.example', overrides), deps, ended);
}

describe('who ended a relationship', () => {
  it('is unknown without a record; when, Graph knows', async () => {
    assert.deepEqual(await endOf(undefined), { endedBy: 'unknown', endedAt: testNow });
  });

  it('is the customer where an account of theirs did it, and nobody is named; when, the record says', async () => {
    const at = after(testNow, -5);

    const end = await endOf({ userName: 'adele@contoso.com', at });

    assert.deepEqual(end, { endedBy: 'customer', endedAt: at });
  });

  it('is one of our own people, by name, also as a technician with a foreign-looking address', async () => {
    const userName = 'alex_elsewhere.example#EXT#@northwindtraders.com';

    assert.deepEqual(await endOf({ userName }), { endedBy: 'ourselves', userName, endedAt: testNow });
  });

  it('is Microsoft where the record says so', async () => {
    const end = await endOf({ isMicrosofts: true, userName: 'adele@contoso.com' });

    assert.deepEqual(end, { endedBy: 'microsoft', endedAt: testNow });
  });

  for (const userName of ['admin@stranger.example', 'nobody@unknown.example', '11111111-2222', 'x@', '@']) {
    it(`is unknown where ${userName} did it`, async () => {
      assert.deepEqual(await endOf({ userName }), { endedBy: 'unknown', endedAt: testNow });
    });
  }

  it('is our provider, who is not named', async () => {
    const end = await endOf({ userName: 'kim@provider.example' }, indirect);

    assert.deepEqual(end, { endedBy: 'provider', endedAt: testNow });
  });

  it('is the provider to a reseller’s organisation, and the reseller’s own people are its own', async () => {
    const theirs = await endOf({ userName: 'alex@northwindtraders.com' }, asProvider);
    const own = await endOf({ userName: 'sam@reseller.example' }, asProvider);

    assert.deepEqual(theirs, { endedBy: 'provider', endedAt: testNow });
    assert.deepEqual(own, { endedBy: 'ourselves', userName: 'sam@reseller.example', endedAt: testNow });
  });
});
