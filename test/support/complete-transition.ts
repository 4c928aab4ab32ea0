import { after, testNow } from './fake-clock.ts';
import { anEvent, aTransition } from './records.ts';

/** Every optional field set, every kind of step, and text that a careless store would spoil. */
export const completeTransition = aTransition({
  owner: { userId: 'user-lee', displayName: 'Lee Gu', email: 'lee@partner.example' },
  customer: {
    companyName: `O'Reilly "& Söhne" \\ {"$set":1} \u0000 \u{1F600} ${'x'.repeat(1000)}`,
    registrationNumber: '12345678241',
    contact: { givenName: '', familyName: '李', email: 'li@contoso.example', phone: '+4989123456' },
    address: { country: 'DE', line1: 'Straße 1', line2: '2. OG', city: 'München', state: 'BY', postalCode: '80331' },
  },
  steps: {
    directoryConnection: { state: 'done' },
    tenantConfirmed: { state: 'waiting' },
    delegatedAdmin: { state: 'blocked', code: 'RELATIONSHIP_EXPIRED' },
    resellerRelationship: { state: 'notStarted' },
    agreement: { state: 'notNeeded' },
    accessAssignments: { state: 'notStarted' },
  },
  stepSince: { directoryConnection: after(testNow, 1) },
  saidDoneAt: { delegatedAdmin: after(testNow, 2) },
  confirmedBy: { objectId: 'object-1', userName: 'admin@contoso.example', at: after(testNow, 3) },
  lastRefusal: { code: 'WRONG_TENANT', tenantId: 'tenant-fabrikam', at: after(testNow, 4) },
  otherTenant: { tenantId: 'tenant-fabrikam', domain: 'fabrikam.example', account: 'a…@fabrikam.example', at: testNow },
  refusalsBefore: [{ code: 'NOT_ADMINISTRATOR', tenantId: 'tenant-contoso', at: testNow }],
  otherTenantsBefore: [
    { tenantId: 'tenant-litware', domain: 'litware.example', account: 'b…@litware.example', at: testNow },
  ],
  linkAskedAt: after(testNow, 4),
  relationshipEnds: {
    delegatedAdmin: { endedAt: after(testNow, 5), endedBy: 'ourselves', userName: 'lee@partner.example' },
    resellerRelationship: { endedBy: 'customer' },
  },
  relationshipReplaced: { relationshipId: 'relationship-before', endsAt: after(testNow, 6), status: 'terminating' },
  missingPermissions: ['User.Read.All'],
  relationshipId: 'relationship-1',
  cancelledAt: after(testNow, 5),
  declinedAt: after(testNow, 6),
  verifiedAt: after(testNow, 7),
  instructionsAskedAt: after(testNow, 8),
  checkAskedAt: after(testNow, 9),
  lastCheck: { at: after(testNow, 10), unread: ['UPSTREAM_THROTTLED'] },
  lastTrouble: {
    at: after(testNow, 10),
    code: 'UPSTREAM_THROTTLED',
    trace: { correlationId: 'correlation-1', requestId: 'request-1' },
  },
  inventory: {
    askedAt: after(testNow, 11),
    notBefore: after(testNow, 12),
    users: { count: 124, readAt: after(testNow, 11) },
    licences: {
      held: [
        { sku: 'SPB', bought: 60, assigned: 50 },
        { sku: 'VISIOCLIENT', bought: 2, assigned: 2, lapse: 'suspended' },
        { sku: 'SHAREPOINTSTORAGE', bought: 10 },
      ],
      more: 3,
      readAt: after(testNow, 11),
    },
  },
  lastEventSeq: 1,
  outbox: [anEvent({ happening: { kind: 'customerEdited', changed: ['customer.address.city'] } })],
});
