// The client's half against what Microsoft's pages show: the sandbox is held against the same files by itself.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isWanted, subjectOf, WebhookEvent } from '../../../src/microsoft/webhooks/webhook-event.ts';
import { startMicrosoftTest } from '../microsoft-fixture.ts';
import { fixture } from '../microsoft-stub.ts';

const base = '/partnercenter/webhooks/v1/registration';

describe('a webhook as Microsoft documents it', () => {
  for (const [name, isOurs, subject] of [
    ['webhook-test-created', true, undefined],
    ['webhook-reseller-relationship-accepted', true, { tenantId: '4b2a6e33-8791-4386-bd2b-0d55baf25039' }],
    [
      'webhook-access-assignment-activated',
      true,
      { relationshipId: '50000000-0000-4000-8000-000000000001-50000000-0000-4000-8000-000000000002' },
    ],
    ['webhook-dap-terminated-by-microsoft', false, undefined],
  ] as const) {
    it(`is read: ${name}`, () => {
      const event = WebhookEvent.parse(fixture(name).body);

      assert.equal(isWanted(event.EventName), isOurs);
      assert.deepEqual(subjectOf(event), subject);
      assert.ok(event.ResourceChangeUtcDate.getTime() > 0);
    });
  }

  it('is registered for, in the documented shapes, of the events that are offered', async () => {
    const { stub, registration } = await startMicrosoftTest();
    stub.on('GET', base, { status: 404 }, { fixture: 'get-webhook-registration' });
    stub.on('GET', `${base}/events`, { fixture: 'list-webhook-events' });
    stub.on('POST', base, { fixture: 'create-webhook-registration' });

    const outcome = await registration.keep('https://connect.example/webhooks/partner-center', { takeOver: false });
    const registered = await registration.read();

    await stub.stop();
    const sent = JSON.parse(
      stub.seen.find(({ method, path }) => method === 'POST' && path === base)?.body ?? '{}',
    ) as object;
    assert.deepEqual(outcome, { kind: 'registered', events: ['test-created'] });
    assert.deepEqual(sent, {
      WebhookUrl: 'https://connect.example/webhooks/partner-center',
      WebhookEvents: ['test-created'],
      SignatureTokenToMsSignatureHeader: true,
    });
    assert.deepEqual(registered?.events, ['subscription-updated', 'test-created']);
  });

  it('is tried with a test event, whose end is read', async () => {
    const { stub, registration } = await startMicrosoftTest();
    stub.on('POST', `${base}/validationEvents`, { fixture: 'create-webhook-validation-event' });
    stub.on('GET', `${base}/validationEvents/04af2aea-d413-42db-824e-f328001484d1`, {
      fixture: 'get-webhook-validation-event',
    });

    const outcome = await registration.readTest(await registration.sendTest());

    await stub.stop();
    assert.deepEqual(outcome, { status: 'completed', responseCodes: ['OK'] });
  });
});
