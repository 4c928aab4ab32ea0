// Every call that goes out, against the request that Microsoft's documentation shows for it: method, address, names of
// the query, headers and the shape of the body. The sandbox is held against the same pages by itself.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { CallName } from '../../src/microsoft/outbound/calls.ts';
import { createWebhookCertificates } from '../../src/sandbox/webhooks/certificates.ts';
import { documented } from '../support/documentation.ts';
import type { CallRow } from './faults/call-row.ts';
import { everyCall, startCall } from './faults/every-call.ts';
import { customerTenantId, startMicrosoftTest } from './microsoft-fixture.ts';
import type { SeenRequest, StubAnswer } from './microsoft-stub.ts';
import { requestDifferences } from './request-differences.ts';

interface Page {
  /** The fixture with the page's request. */
  fixture: string;
  /** In what we differ from it, and why. Everything that stands here must still be so. */
  differently?: Readonly<Record<string, string>>;
  /** Ids of the page's answer, and the ones in their place of what is asked about. */
  ours?: Readonly<Record<string, string>>;
}

const signatureOfItsOwn = {
  'body.SignatureTokenToMsSignatureHeader is not on the page':
    'The page names it in a note, not in the example: the signature then has a header of its own.',
};

/** A call without its page does not compile. A text says why there is none. */
const pages: Record<CallName, Page | string> = {
  findTenant: { fixture: 'openid-configuration' },
  findTenantElsewhere: {
    fixture: 'openid-configuration',
    differently: {
      'address is /elsewhere/contoso.com/v2.0/.well-known/openid-configuration': 'The sign-in host of another cloud.',
    },
  },
  readSignIn: 'Documented nowhere, see src/microsoft/entra/directory/public-signs.ts.',
  readExternalTenant: 'The same, on a host of the tenant’s own; what it tells of a tenant is documented nowhere.',
  appToken: { fixture: 'token-client-credentials' },
  serviceAccountToken: { fixture: 'token-refresh' },
  redeemSignInCode: { fixture: 'token-authorization-code' },
  redeemServiceAccountCode: { fixture: 'token-authorization-code' },
  readSigningKeys: { fixture: 'signing-keys' },
  managedIdentityToken: 'In entra/managed-identity.test.ts: MSAL keeps the way to it for the whole process.',
  probeSignIn: { fixture: 'openid-configuration' },
  probeBotToken: { fixture: 'token-client-credentials' },

  readOrganization: {
    fixture: 'list-organization',
    ours: { '84841066-274d-4ec0-a5c1-276be684bdd3': customerTenantId },
  },
  readInventory: { fixture: 'batch-users-and-licences' },
  readTenantName: { fixture: 'find-tenant-information-by-tenant-id' },
  readRelationship: { fixture: 'get-delegated-admin-relationship' },
  listRelationshipsOfTenant: { fixture: 'list-delegated-admin-relationships' },
  listRelationships: { fixture: 'list-delegated-admin-relationships' },
  createRelationship: { fixture: 'create-delegated-admin-relationship' },
  lockRelationship: {
    fixture: 'create-delegated-admin-relationship-request',
    differently: {
      'header if-match is not on the page':
        'So that nothing is locked that somebody has changed since we read it; other programs send it as well.',
    },
  },
  approveRelationship: { fixture: 'approve-delegated-admin-relationship' },
  extendRelationship: { fixture: 'update-delegated-admin-relationship' },
  listAccessAssignments: { fixture: 'list-access-assignments' },
  readAccessAssignment: { fixture: 'get-access-assignment' },
  createAccessAssignment: { fixture: 'create-access-assignment' },
  changeAccessAssignment: { fixture: 'update-access-assignment' },
  readGroup: { fixture: 'get-group' },
  sendMail: {
    fixture: 'send-mail',
    differently: {
      'body.message.toRecipients[0].emailAddress.name is not on the page':
        'A property of emailAddress: who it is, beside the address.',
    },
  },
  probeRelationships: { fixture: 'list-delegated-admin-relationships' },
  probeGroup: { fixture: 'get-group' },
  probeMailbox: { fixture: 'get-user' },
  probeApplication: { fixture: 'get-application' },

  readCustomer: { fixture: 'get-customer', ours: { 'eebd1b55-5360-4438-a11d-5c06918c3014': customerTenantId } },
  listCustomers: { fixture: 'list-customers' },
  readPartnersOfCustomer: { fixture: 'get-customer-relationships' },
  readSignedAgreement: { fixture: 'get-direct-signed-status' },
  readAttestedAgreements: { fixture: 'get-customer-agreements' },
  readQualifications: { fixture: 'get-qualifications-approved' },
  requestQualification: { fixture: 'create-qualification' },
  readInvitation: { fixture: 'get-relationship-request' },
  readCountryRules: { fixture: 'get-country-validation-rules' },
  judgeAddress: { fixture: 'validate-address-verified-shippable' },
  readWebhookRegistration: { fixture: 'get-webhook-registration' },
  listWebhookEvents: { fixture: 'list-webhook-events' },
  createWebhookRegistration: { fixture: 'create-webhook-registration', differently: signatureOfItsOwn },
  changeWebhookRegistration: { fixture: 'update-webhook-registration', differently: signatureOfItsOwn },
  sendTestEvent: {
    fixture: 'create-webhook-validation-event',
    differently: {
      'header content-type is not on the page':
        'Graph’s client names a type with every POST, also with one that has no body.',
    },
  },
  readTestEvent: { fixture: 'get-webhook-validation-event' },
  readAuditRecords: { fixture: 'list-audit-records' },
  probeInvitation: { fixture: 'get-relationship-request' },
  probeMfa: { fixture: 'get-relationship-request' },
  probeProfile: { fixture: 'get-organization-profile' },
  probePartnerAgreement: { fixture: 'get-agreement-status' },
};

/** What goes out when the call is made and everything answers as it may; the last, where there are several. */
async function sentBy(row: CallRow, answers?: readonly StubAnswer[]): Promise<SeenRequest | undefined> {
  const microsoft = await startCall(row, answers && (() => answers));
  try {
    await row.make(microsoft);
    return microsoft.stub.requests(row.method, row.path).at(-1);
  } finally {
    await microsoft.stub.stop();
  }
}

/** What the caller is told when Microsoft answers as the page shows. */
async function toldOf(row: CallRow, { fixture, ours = {} }: Page): Promise<string> {
  const { status, headers = {}, body } = documented(fixture);
  const text = Object.entries(ours).reduce(
    (all, [theirs, id]) => all.replaceAll(theirs, id),
    JSON.stringify(body ?? ''),
  );
  const microsoft = await startCall(row, () => [{ status, headers, raw: body === undefined ? '' : text }]);
  try {
    return await row.make(microsoft);
  } finally {
    await microsoft.stub.stop();
  }
}

function differencesFrom(fixture: string, sent: SeenRequest | undefined): string[] {
  assert.ok(sent, 'it is not sent');
  return requestDifferences(documented(fixture).request, sent).sort();
}

describe('what we send, and Microsoft’s examples', () => {
  for (const [name, row] of Object.entries(everyCall) as [keyof typeof everyCall, CallRow][]) {
    const page = pages[name];
    if (typeof page === 'string') continue;
    it(`agree on ${name}`, async () => {
      const sent = await sentBy(row);

      assert.deepEqual(differencesFrom(page.fixture, sent), Object.keys(page.differently ?? {}).sort());
    });

    // Where the answer is signed for the one who asks, no example can be read.
    if (typeof row.good === 'function') continue;
    it(`agree on what comes back for ${name}`, async () => {
      assert.equal(await toldOf(row, page), 'good');
    });
  }

  it('agree on a further page of customers, asked for with the token that came with the first', async () => {
    const sent = await sentBy(everyCall.listCustomers, [
      { fixture: 'list-customers-first-page' },
      { json: { items: [] } },
    ]);

    assert.deepEqual(differencesFrom('list-customers-next-page', sent), []);
  });

  it('agree on the audit records of one customer', async () => {
    const readEnd: CallRow['make'] = async ({ partner }) => {
      const reading = await partner.readEnd({ organisationId: 'organisation-1', tenantId: customerTenantId });
      return reading.kind === 'read' ? 'good' : reading.code;
    };

    const sent = await sentBy({ ...everyCall.readAuditRecords, make: readEnd });

    assert.deepEqual(differencesFrom('list-audit-records', sent), []);
    const filter = new URLSearchParams(sent?.path.split('?')[1]).get('filter');
    assert.deepEqual(JSON.parse(filter ?? ''), { Field: 'CustomerId', Value: customerTenantId, Operator: 'equals' });
  });

  it('agree on a token for a certificate', async () => {
    const { bundlePem, privateKey } = createWebhookCertificates('Own', new Date());
    const clientCertificate = `${bundlePem}${privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()}`;

    const sent = await sentBy({ ...everyCall.appToken, config: () => ({ clientCertificate }) });

    assert.deepEqual(differencesFrom('token-client-assertion', sent), []);
  });

  it('agree on the addresses at which people sign in and consent', async () => {
    const { stub, signIn, serviceAccountSignIn } = await startMicrosoftTest({
      tokenKeys: ['a key of the tests that is long'],
    });
    const asked = { state: 'st', nonce: 'no', codeChallenge: 'ch', redirectUri: 'https://connect.example/signed-in' };
    const opened = (url = ''): SeenRequest => ({
      method: 'GET',
      path: url.slice(stub.url.length),
      headers: {},
      body: '',
    });

    const customers = await signIn.signInUrl({ tenantId: customerTenantId, ...asked });
    const ours = await serviceAccountSignIn?.signInUrl(asked);
    const consent = signIn.consentUrl({ tenantId: customerTenantId, ...asked });

    await stub.stop();
    assert.deepEqual(differencesFrom('authorize', opened(customers)), []);
    assert.deepEqual(differencesFrom('authorize', opened(ours)), []);
    assert.deepEqual(differencesFrom('admin-consent', opened(consent)), []);
  });
});
