import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { sandboxPartner } from '../../../src/sandbox/directory.ts';
import { startSandboxCloud, type SandboxCloud } from '../../support/sandbox-cloud.ts';

const path = `/graph/v1.0/users/${sandboxPartner.senderMailbox}/sendMail`;

function mail(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    message: {
      subject: 'Prime Partner Connect',
      body: { contentType: 'HTML', content: '<p>Hello</p>' },
      toRecipients: [{ emailAddress: { address: 'admin@contoso.com' } }],
      internetMessageHeaders: [{ name: 'x-transition', value: '42' }],
      ...changes,
    },
    saveToSentItems: true,
  };
}

describe('sandbox: sendMail', () => {
  let cloud: SandboxCloud;
  beforeEach(async () => {
    cloud = await startSandboxCloud();
  });
  afterEach(async () => cloud.stop());

  const send = async (body: unknown, to = path) => cloud.call('POST', to, { token: await cloud.appToken(), body });

  it('accepts with 202 and no body, and keeps the mail', async () => {
    const { status, text } = await send(mail());

    assert.equal(status, 202);
    assert.equal(text, '');
    const [kept] = cloud.sandbox.controls.mails();
    assert.equal(kept?.subject, 'Prime Partner Connect');
    assert.equal(kept.contentType, 'html');
    assert.deepEqual(kept.to, ['admin@contoso.com']);
    assert.deepEqual(kept.headers, [{ name: 'x-transition', value: '42' }]);
  });

  it('refuses what Exchange would refuse', async () => {
    const noRecipient = await send(mail({ toRecipients: [] }));
    const badRecipient = await send(mail({ toRecipients: [{ emailAddress: { address: 'not an address' } }] }));
    const badHeader = await send(mail({ internetMessageHeaders: [{ name: 'Subject', value: 'y' }] }));
    const notJson = await send('{');
    const nobody = await send(mail(), '/graph/v1.0/users/nobody@northwindtraders.com/sendMail');
    const customer = await send(mail(), '/graph/v1.0/users/admin@contoso.com/sendMail');

    const statuses = [noRecipient, badRecipient, badHeader, notJson, nobody, customer].map(({ status }) => status);
    assert.deepEqual(statuses, [400, 400, 400, 400, 404, 404]);
    assert.deepEqual(cloud.sandbox.controls.mails(), []);
  });
});

describe('sandbox: JSON batching', () => {
  let cloud: SandboxCloud;
  beforeEach(async () => {
    cloud = await startSandboxCloud();
  });
  afterEach(async () => cloud.stop());

  const batch = async (requests: unknown) =>
    cloud.call('POST', '/graph/v1.0/$batch', { token: await cloud.appToken(), body: { requests } });

  it('answers each part for itself, and 200 for the whole', async () => {
    const { status, body } = await batch([
      { id: 'a', method: 'GET', url: '/organization?$select=displayName' },
      { id: 'b', method: 'GET', url: 'subscribedSkus' },
      { id: 'c', method: 'GET', url: '/nothing' },
      { id: 'd', method: 'GET', url: '/organization', dependsOn: ['c'] },
    ]);

    const parts = body['responses'] as { id: string; status: number; body: Record<string, unknown> }[];
    assert.equal(status, 200);
    assert.deepEqual(Object.fromEntries(parts.map((part) => [part.id, part.status])), {
      a: 200,
      b: 200,
      c: 404,
      d: 424,
    });
    const [organization] = parts.find(({ id }) => id === 'a')?.body['value'] as Record<string, unknown>[];
    assert.equal(organization?.['displayName'], sandboxPartner.displayName);
  });

  it('refuses more than twenty parts and ids given twice', async () => {
    const part = (id: number) => ({ id: String(id), method: 'GET', url: '/organization' });

    const many = await batch(Array.from({ length: 21 }, (_, index) => part(index)));
    const twice = await batch([part(1), part(1)]);

    assert.deepEqual([many.status, twice.status], [400, 400]);
  });
});
