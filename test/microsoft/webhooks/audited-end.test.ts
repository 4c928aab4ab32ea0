import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isOfEnd, lastEnd } from '../../../src/microsoft/webhooks/audited-end.ts';
import type { AuditRecord } from '../../../src/microsoft/webhooks/webhook-wire.ts';
import { after, testNow } from '../../support/fake-clock.ts';

const tenantId = '20000000-0000-4000-8000-000000000001';
const relationshipId = `${tenantId}-20000000-0000-4000-8000-000000000002`;
const value = JSON.stringify({ Id: relationshipId.toUpperCase() });

const terminated: AuditRecord = {
  operationType: 'granular_admin_relationship_terminated',
  operationDate: testNow.toISOString(),
  resourceNewValue: value,
};
const removed: AuditRecord = {
  customerId: tenantId.toUpperCase(),
  operationType: 'remove_partner_customer_relationship',
  operationStatus: 'succeeded',
  operationDate: testNow.toISOString(),
};

describe('a record of Partner Center’s', () => {
  const relationship = { tenantId, relationshipId };
  const cases: readonly [string, AuditRecord, boolean][] = [
    ['its termination', terminated, true],
    [
      'its termination by what kind of thing it is',
      { ...terminated, operationType: 'Terminate', resourceType: 'granular_admin_relationship' },
      true,
    ],
    [
      'its deletion, by what was there before',
      {
        ...terminated,
        operationType: 'DeleteGranularAdminRelationship',
        resourceNewValue: null,
        resourceOldValue: value,
      },
      true,
    ],
    ['an attempt that failed', { ...terminated, operationStatus: 'Failed' }, false],
    ['its approval', { ...terminated, operationType: 'granular_admin_relationship_approved' }, false],
    [
      'a group’s loss of its roles',
      { ...terminated, operationType: 'granular_admin_access_assignment_deleted' },
      false,
    ],
    ['the end of another one', { ...terminated, resourceNewValue: '{"Id":"other"}' }, false],
    ['the end of the reseller relationship', removed, false],
  ];
  for (const [what, record, is] of cases) {
    it(`of ${what} is ${is ? '' : 'not '}of the end of a delegated admin relationship`, () => {
      assert.equal(isOfEnd(record, relationship), is);
    });
  }

  const resellerCases: readonly [string, AuditRecord, boolean][] = [
    ['its removal', removed, true],
    ['its end, in the other spelling', { ...removed, operationType: 'ResellerRelationshipTerminatedByCustomer' }, true],
    ['its removal at another customer', { ...removed, customerId: relationshipId }, false],
    ['an earlier removal', { ...removed, operationDate: after(testNow, -2).toISOString() }, false],
    ['its acceptance', { ...removed, operationType: 'ResellerRelationshipAcceptedByCustomer' }, false],
    [
      'the end of the old delegated administration',
      { ...removed, operationType: 'dap_admin_relationship_terminated' },
      false,
    ],
    ['a licence that was taken away', { ...removed, operationType: 'delete_customer_user' }, false],
  ];
  for (const [what, record, is] of resellerCases) {
    it(`of ${what} is ${is ? '' : 'not '}of the end of a reseller relationship`, () => {
      assert.equal(isOfEnd(record, { tenantId, notBefore: after(testNow, -1) }), is);
    });
  }

  it('that came last counts, with whom it names', () => {
    const earlier = {
      ...removed,
      operationDate: after(testNow, -9).toISOString(),
      userPrincipalName: 'early@contoso.com',
    };

    assert.deepEqual(lastEnd([{ ...removed, userPrincipalName: 'late@contoso.com' }, earlier]), {
      at: testNow,
      userName: 'late@contoso.com',
      isMicrosofts: false,
    });
  });

  it('may be Microsoft’s own, and without a date', () => {
    const own = {
      ...terminated,
      operationType: 'granular-admin-relationship-terminated-by-microsoft',
      operationDate: 'soon',
    };

    assert.deepEqual(lastEnd([own]), { isMicrosofts: true });
    assert.equal(lastEnd([]), undefined);
  });
});
