import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verify, X509Certificate } from 'node:crypto';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { sandboxPartner } from '../../../src/sandbox/directory.ts';
import { differences, documented } from '../../support/documentation.ts';
import {
  invitationAddress,
  partnerCenterScope,
  startSandboxCloud,
  type SandboxCloud,
} from '../../support/sandbox-cloud.ts';

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

const registration = '/partnercenter/webhooks/v1/registration';
const accepted = 'reseller-relationship-accepted-by-customer';
const contoso = '10000000-0000-4000-8000-000000000101';

describe('the sandbox’s webhooks', () => {
  let cloud: SandboxCloud;
  let receiver: Server;
  let url: string;
  let received: Received[];
  let answer: number;

  beforeEach(async () => {
    cloud = await startSandboxCloud();
    received = [];
    answer = 200;
    receiver = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => {
        received.push({ headers: request.headers, body });
        response.writeHead(answer);
        response.end();
      });
    });
    await new Promise<void>((resolve) => {
      receiver.listen(0, '127.0.0.1', resolve);
    });
    url = `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}/events`;
  });
  afterEach(async () => {
    receiver.close();
    await cloud.stop();
  });

  async function asPartner(method: string, path: string, body?: object) {
    const token = await cloud.appToken(undefined, partnerCenterScope);
    return cloud.call(method, path, { token, ...(body && { body }) });
  }

  async function register(extra: object = {}) {
    return asPartner('POST', registration, { WebhookUrl: url, WebhookEvents: [accepted, 'test-created'], ...extra });
  }

  async function acceptInvitation(): Promise<void> {
    const fields = { user: 'admin@contoso.com', action: 'authorise', authorise: 'yes', agreement: 'yes' };
    assert.equal((await cloud.post(invitationAddress(), fields)).status, 303);
  }

  it('are posted as the documentation shows, header by header and field by field', async () => {
    const { request, body } = documented('webhook-test-created');
    await register();
    const sent = await asPartner('POST', `${registration}/validationEvents`);

    await cloud.sandbox.webhooks.deliverDue();

    const tried = await asPartner('GET', `${registration}/validationEvents/${String(sent.body['correlationId'])}`);
    const [posted] = received;
    const headers = Object.keys(request.headers ?? {}).map((name) => name.toLowerCase());
    assert.equal(tried.body['status'], 'completed');
    assert.deepEqual(differences(documented('get-webhook-validation-event').body, tried.body), []);
    assert.deepEqual(differences(body, JSON.parse(posted?.body ?? '{}')), []);
    assert.deepEqual(
      headers.filter((name) => posted?.headers[name] === undefined),
      [],
    );
    assert.match(posted?.headers.authorization ?? '', /^Signature [\w+/]+=*$/);
    assert.match(
      String(posted?.headers['x-ms-certificate-url']),
      /[/]cert[/]pcnotifications-dispatch[.]microsoft[.]com[.]cer$/,
    );
  });

  it('have one registration, which only PUT replaces', async () => {
    const none = await asPartner('GET', registration);
    const first = await register();
    const second = await register();
    const other = { WebhookUrl: 'https://other.example/', WebhookEvents: ['test-created'] };
    const replaced = await asPartner('PUT', registration, other);

    assert.deepEqual([none.status, first.status, second.status, replaced.status], [404, 200, 409, 200]);
    assert.deepEqual((await asPartner('GET', registration)).body, other);
  });

  it('know their events, and refuse others', async () => {
    const { text } = await asPartner('GET', `${registration}/events`);

    assert.ok(text.includes(`"${accepted}"`));
    assert.equal((await register({ WebhookEvents: ['made-up'] })).status, 400);
  });

  it('tell of an acceptance when Partner Center shows it, signed and once', async () => {
    await register();
    await acceptInvitation();
    await cloud.sandbox.webhooks.deliverDue();
    assert.equal(received.length, 0);

    cloud.clock.advance(20_000);
    await cloud.sandbox.webhooks.deliverDue();
    await cloud.sandbox.webhooks.deliverDue();

    const [event, ...others] = received;
    assert.ok(event && others.length === 0);
    assert.deepEqual(JSON.parse(event.body), {
      EventName: accepted,
      ResourceUri: `${cloud.url}/partnercenter/v1/customers/${contoso}`,
      ResourceName: 'Customer',
      AuditUri: null,
      ResourceChangeUtcDate: '2026-11-02T09:00:20.0000000+00:00',
    });
    assert.equal(await isTrulySigned(cloud, event), true);
    assert.equal(await isTrulySigned(cloud, { ...event, body: `${event.body} ` }), false);
  });

  it('put the signature where the registration asked for it', async () => {
    await register({ SignatureTokenToMsSignatureHeader: true });

    await cloud.sandbox.webhooks.send('/customers/x');

    assert.match(String(received[0]?.headers['x-ms-signature']), /^Signature /);
    assert.equal(received[0]?.headers.authorization, undefined);
  });

  it('are tried ten times and then no more', async () => {
    answer = 500;
    await register();
    await asPartner('POST', `${registration}/validationEvents`, {});

    for (let minute = 0; minute < 15; minute += 1) {
      await cloud.sandbox.webhooks.deliverDue();
      cloud.clock.advance(60_000);
    }

    assert.equal(received.length, 10);
  });

  it('let nobody test more than twice a minute', async () => {
    await register();
    const send = () => asPartner('POST', `${registration}/validationEvents`, {});

    const statuses = [(await send()).status, (await send()).status, (await send()).status];

    assert.deepEqual(statuses, [200, 200, 429]);
  });

  it('can be lost, delayed and sent again', async () => {
    await register();
    cloud.sandbox.webhooks.handle({ delaySeconds: 60 });
    await asPartner('POST', `${registration}/validationEvents`, {});
    await cloud.sandbox.webhooks.deliverDue();
    assert.equal(received.length, 0);
    cloud.clock.advance(60_000);
    await cloud.sandbox.webhooks.deliverDue();
    assert.equal(received.length, 1);

    await cloud.sandbox.webhooks.replay();
    assert.deepEqual(received[1]?.body, received[0]?.body);

    cloud.sandbox.webhooks.handle({ drop: true, delaySeconds: 0 });
    await asPartner('POST', `${registration}/validationEvents`, {});
    await cloud.sandbox.webhooks.deliverDue();
    assert.equal(received.length, 2);
  });

  it('and what was lost stands in the audit records, which have an end', async () => {
    await acceptInvitation();
    cloud.clock.advance(20_000);

    const records = await asPartner('GET', '/partnercenter/v1/auditrecords?startDate=2026-11-02&endDate=2026-11-02');
    const tooOld = await asPartner('GET', '/partnercenter/v1/auditrecords?startDate=2026-01-01');

    assert.match(records.text, new RegExp(`"partnerId":"${sandboxPartner.tenantId}","customerId":"${contoso}"`));
    assert.equal(tooOld.status, 400);
  });

  it('leave audit records, of the last thirty days where nobody says which, and of one customer where that is asked', async () => {
    await acceptInvitation();
    cloud.clock.advance(60_000);
    const by = (Field: string, Value: string, Operator = 'equals') =>
      encodeURIComponent(JSON.stringify({ Field, Value, Operator }));
    const count = async (query: string) => {
      const { status, body } = await asPartner('GET', `/partnercenter/v1/auditrecords${query}`);
      return status === 200 ? body['totalCount'] : status;
    };

    assert.equal(await count(''), 1);
    assert.equal(await count(`?filter=${by('CustomerId', contoso.toUpperCase())}`), 1);
    assert.equal(await count(`?filter=${by('CustomerId', sandboxPartner.tenantId)}`), 0);
    assert.equal(await count(`?filter=${by('CompanyName', 'conto', 'substring')}`), 1);
    assert.equal(await count(`?filter=${by('CompanyName', 'Contoso')}`), 400);
    assert.equal(await count('?startDate=yesterday'), 400);
  });

  it('are controlled over HTTP too', async () => {
    await register();

    const sent = await cloud.call('POST', '/control/webhooks/send', {
      body: { path: '/customers/x', forgery: 'sha1' },
    });
    const root = await cloud.call('GET', '/control/webhooks/root.pem');

    assert.deepEqual(sent.body, { status: 200 });
    assert.equal(received[0]?.headers['x-ms-signature-algorithm'], 'rsa-sha1');
    assert.match(root.text, /^-----BEGIN CERTIFICATE-----/);
  });
});

async function isTrulySigned(cloud: SandboxCloud, { headers, body }: Received): Promise<boolean> {
  const pem = await cloud.call('GET', String(headers['x-ms-certificate-url']));
  const signature = String(headers.authorization).replace('Signature ', '');
  const { publicKey } = new X509Certificate(pem.text);
  return verify('sha256', Buffer.from(body), publicKey, Buffer.from(signature, 'base64'));
}
