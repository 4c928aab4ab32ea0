import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { FindTenantOutcome } from '../../../../src/core/ports/microsoft.ts';
import { checkTenant } from '../../../../src/core/use-cases/staff/check-tenant.ts';
import { testPolicy } from '../../../support/core-deps.ts';

function deps(outcome: FindTenantOutcome, asked: string[] = []) {
  const findTenant = (domain: string) => {
    asked.push(domain);
    return Promise.resolve(outcome);
  };
  return { directory: { findTenant }, policy: testPolicy };
}

const found = { kind: 'found', tenantId: 'tenant-contoso', cloud: 'global' } as const;

describe('checking a tenant', () => {
  it('takes a domain that Microsoft knows, in its plain form', async () => {
    const asked: string[] = [];

    const outcome = await checkTenant(deps({ ...found, displayName: 'Contoso' }, asked), ' https://Contoso.com/ ');

    assert.deepEqual(outcome, {
      kind: 'usable',
      tenant: { tenantId: 'tenant-contoso', domain: 'contoso.com', displayName: 'Contoso' },
    });
    assert.deepEqual(asked, ['contoso.com']);
  });

  it('leaves the name out where Microsoft does not tell it', async () => {
    const outcome = await checkTenant(deps(found), 'contoso.com');

    assert.deepEqual(outcome, { kind: 'usable', tenant: { tenantId: 'tenant-contoso', domain: 'contoso.com' } });
  });

  it('passes on where the directory lives', async () => {
    const outcome = await checkTenant(deps({ ...found, regionScope: 'NA', isGcc: true }), 'contoso.com');

    assert.deepEqual(outcome, {
      kind: 'usable',
      tenant: { tenantId: 'tenant-contoso', domain: 'contoso.com' },
      regionScope: 'NA',
      isGcc: true,
    });
  });

  it('refuses what is no domain without asking Microsoft, and gives back what was typed', async () => {
    const asked: string[] = [];

    const outcome = await checkTenant(deps(found, asked), 'con toso');

    assert.deepEqual(outcome, { kind: 'refused', code: 'DOMAIN_MALFORMED', domain: 'con toso' });
    assert.deepEqual(asked, []);
  });

  const refusals: [FindTenantOutcome, object][] = [
    [{ kind: 'notFound' }, { code: 'TENANT_NOT_FOUND' }],
    [{ kind: 'failed', code: 'UPSTREAM_UNAVAILABLE' }, { code: 'UPSTREAM_UNAVAILABLE' }],
    [{ ...found, tenantId: 'tenant-partner' }, { code: 'OWN_TENANT' }],
    [
      { ...found, cloud: 'gccHigh' },
      { code: 'TENANT_IN_OTHER_CLOUD', cloud: 'gccHigh' },
    ],
  ];
  for (const [answer, expected] of refusals) {
    it(`refuses with ${JSON.stringify(expected)}`, async () => {
      const outcome = await checkTenant(deps(answer), 'contoso.com');

      assert.deepEqual(outcome, { kind: 'refused', domain: 'contoso.com', ...expected });
    });
  }
});
