import type { PartnerCenterCall } from '../../../src/microsoft/outbound/calls.ts';
import { customerTenantId, partnerTenantId, providerTenantId } from '../microsoft-fixture.ts';
import type { StubAnswer } from '../microsoft-stub.ts';
import { alwaysTold, bodyUnread, lookOf, thrownBy, toldByLook, wordOf, type CallRow } from './call-row.ts';

const base = '/partnercenter/v1';
const customer = `${base}/customers/${customerTenantId}`;
const registrationPath = '/partnercenter/webhooks/v1/registration';
const callbackUrl = 'https://connect.example/webhooks/partner-center';
const attached = { id: customerTenantId, relationshipToPartner: 'reseller' };
const notSigned: StubAnswer = { json: { isSigned: false } };

const readAttached: CallRow['make'] = async ({ partner }) =>
  wordOf(await partner.readResellerRelationship(customerTenantId));
const readAgreement: CallRow['make'] = async ({ partner }) => wordOf(await partner.readAgreement(customerTenantId));

const customerCalls = {
  readCustomer: { method: 'GET', path: customer, good: { json: attached }, make: readAttached, tries: 'read' },
  listCustomers: {
    method: 'GET',
    path: `${base}/customers`,
    good: { json: { items: [attached] } },
    async make({ partner, clock }) {
      // The first one is read alone: that makes a list worth its price.
      await partner.readResellerRelationship(customerTenantId, { asOf: clock.now() });
      return wordOf(await partner.readResellerRelationship(customerTenantId, { asOf: clock.now() }));
    },
    tries: 'read',
    others: ({ stub }) => stub.on('GET', customer, { json: attached }),
    // Read alone instead.
    told: { UPSTREAM_UNEXPECTED: 'good' },
  },
  readPartnersOfCustomer: {
    method: 'GET',
    path: `${customer}/relationships`,
    good: { fixture: 'get-customer-relationships' },
    make: readAttached,
    tries: 'read',
    others: ({ stub }) => stub.on('GET', customer, { json: attached }),
    config: () => ({
      partnerModel: 'reseller',
      partners: [partnerTenantId, providerTenantId].map((tenantId) => ({ tenantId, name: tenantId })),
    }),
  },
  readSignedAgreement: {
    method: 'GET',
    path: `${customer}/directSignedMicrosoftCustomerAgreementStatus`,
    good: { json: { isSigned: true } },
    make: readAgreement,
    tries: 'read',
  },
  readAttestedAgreements: {
    method: 'GET',
    path: `${customer}/agreements`,
    good: { fixture: 'get-customer-agreements' },
    make: readAgreement,
    tries: 'read',
    others: ({ stub }) => stub.on('GET', `${customer}/directSignedMicrosoftCustomerAgreementStatus`, notSigned),
  },
  readQualifications: {
    method: 'GET',
    path: `${customer}/qualifications`,
    good: { fixture: 'get-qualifications-approved' },
    make: async ({ partner }) => wordOf(await partner.readQualifications(customerTenantId)),
    tries: 'read',
  },
  requestQualification: {
    method: 'POST',
    path: `${customer}/qualifications`,
    good: { fixture: 'create-qualification' },
    async make({ partner }) {
      const request = { tenantId: customerTenantId, name: 'Education', requestId: partnerTenantId };
      return wordOf(await partner.requestQualification(request));
    },
    tries: 'write',
  },
} satisfies Partial<Record<PartnerCenterCall, CallRow>>;

const addressCalls = {
  readCountryRules: {
    method: 'GET',
    path: `${base}/countryvalidationrules/US`,
    good: { fixture: 'get-country-validation-rules' },
    make: async ({ addresses }) => ((await addresses.countryRules('US')) ? 'good' : 'no rules'),
    tries: 'read',
    told: alwaysTold('no rules'),
  },
  judgeAddress: {
    method: 'POST',
    path: `${base}/validations/address`,
    good: { fixture: 'validate-address-verified-shippable' },
    make: async ({ addresses }) =>
      wordOf(await addresses.judge({ country: 'US', line1: '1 Microsoft Way', city: 'Redmond', state: 'WA' })),
    tries: 'read',
  },
} satisfies Partial<Record<PartnerCenterCall, CallRow>>;

const webhookCalls = {
  readWebhookRegistration: {
    method: 'GET',
    path: registrationPath,
    good: { fixture: 'get-webhook-registration' },
    make: async ({ registration }) => thrownBy(registration.read()),
    tries: 'read',
  },
  listWebhookEvents: {
    method: 'GET',
    path: `${registrationPath}/events`,
    good: { fixture: 'list-webhook-events' },
    make: async ({ registration }) => thrownBy(registration.wantedEvents()),
    tries: 'read',
  },
  createWebhookRegistration: {
    method: 'POST',
    path: registrationPath,
    good: { fixture: 'create-webhook-registration' },
    make: async ({ registration }) => thrownBy(registration.keep(callbackUrl, { takeOver: false })),
    tries: 'write',
    others({ stub }) {
      stub.on('GET', registrationPath, { status: 404 });
      stub.on('GET', `${registrationPath}/events`, { fixture: 'list-webhook-events' });
    },
    told: bodyUnread,
  },
  changeWebhookRegistration: {
    method: 'PUT',
    path: registrationPath,
    good: { fixture: 'create-webhook-registration' },
    make: async ({ registration }) => thrownBy(registration.keep(callbackUrl, { takeOver: true })),
    tries: 'write',
    others({ stub }) {
      stub.on('GET', registrationPath, { json: { WebhookUrl: 'https://other.example/', WebhookEvents: [] } });
      stub.on('GET', `${registrationPath}/events`, { fixture: 'list-webhook-events' });
    },
    told: bodyUnread,
  },
  sendTestEvent: {
    method: 'POST',
    path: `${registrationPath}/validationEvents`,
    good: { fixture: 'create-webhook-validation-event' },
    make: async ({ registration }) => thrownBy(registration.sendTest()),
    tries: 'write',
  },
  readTestEvent: {
    method: 'GET',
    path: `${registrationPath}/validationEvents/one`,
    good: { fixture: 'get-webhook-validation-event' },
    make: async ({ registration }) => thrownBy(registration.readTest('one')),
    tries: 'read',
  },
  readAuditRecords: {
    method: 'GET',
    path: `${base}/auditrecords`,
    good: { json: { items: [] } },
    make: async ({ auditTrail, clock }) => thrownBy(auditTrail.subjectsSince(clock.now())),
    tries: 'read',
  },
} satisfies Partial<Record<PartnerCenterCall, CallRow>>;

const looks = {
  probeInvitation: {
    method: 'GET',
    path: `${base}/customers/relationshiprequests`,
    good: { fixture: 'get-relationship-request' },
    make: async ({ probes }) => lookOf(await probes.resources.resellerInvitation()),
    tries: 'read',
    told: toldByLook,
  },
  probeMfa: {
    method: 'GET',
    path: `${base}/customers/relationshiprequests`,
    good: { fixture: 'get-relationship-request', headers: { isMfaCompliant: 'true' } },
    make: async ({ probes }) => lookOf(await probes.signIn.mfaCompliance()),
    tries: 'read',
    // What is asked stands in a header, whatever the answer is.
    told: { ...toldByLook, UPSTREAM_UNEXPECTED: 'good' },
  },
  probeProfile: {
    method: 'GET',
    path: `${base}/profiles/organization`,
    good: { json: { tenantId: partnerTenantId } },
    make: async ({ probes }) => lookOf(await probes.resources.partnerProfile()),
    tries: 'read',
    told: toldByLook,
  },
  probePartnerAgreement: {
    method: 'GET',
    path: `${base}/compliance/csp/agreementstatus`,
    good: { json: { isAgreementSigned: true } },
    make: async ({ probes }) => lookOf(await probes.resources.partnerAgreement(partnerTenantId)),
    tries: 'read',
    told: toldByLook,
  },
} satisfies Partial<Record<PartnerCenterCall, CallRow>>;

export const partnerCenterCalls: Record<PartnerCenterCall, CallRow> = {
  ...customerCalls,
  ...addressCalls,
  ...webhookCalls,
  ...looks,
  readInvitation: {
    method: 'GET',
    path: `${base}/customers/relationshiprequests`,
    good: { fixture: 'get-relationship-request' },
    make: async ({ partner }) => wordOf(await partner.resellerInvitationUrl()),
    tries: 'read',
  },
};
