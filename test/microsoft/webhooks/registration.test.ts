import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { startWebhookRig, type WebhookRig } from './webhook-rig.ts';

const othersUrl = 'https://other-tool.example/webhooks';

describe('the webhook registration', () => {
  let rig: WebhookRig;
  beforeEach(async () => {
    rig = await startWebhookRig();
  });
  afterEach(() => rig.stop());

  it('is made where there is none, for every event that we want and Microsoft offers', async () => {
    const outcome = await rig.registration.keep(rig.callbackUrl, { takeOver: false });

    const registered = await rig.registration.read();
    assert.equal(outcome.kind, 'registered');
    assert.equal(registered?.url, rig.callbackUrl);
    assert.ok(registered.events.includes('reseller-relationship-accepted-by-customer'));
    assert.ok(registered.events.includes('granular-admin-relationship-approved'));
    assert.ok(registered.events.includes('test-created'));
    assert.ok(!registered.events.includes('invoice-ready'));
  });

  it('is left as it is when it is ours and whole', async () => {
    await rig.registration.keep(rig.callbackUrl, { takeOver: false });

    assert.equal((await rig.registration.keep(rig.callbackUrl, { takeOver: false })).kind, 'unchanged');
  });

  it('is completed when it is ours and lacks events', async () => {
    await registerAs(rig, rig.callbackUrl);

    const outcome = await rig.registration.keep(rig.callbackUrl, { takeOver: false });

    assert.equal(outcome.kind, 'completed');
    assert.ok(((await rig.registration.read())?.events.length ?? 0) > 1);
  });

  it('of another program is never overwritten on start, and both hosts are told', async () => {
    await registerAs(rig, othersUrl);

    rig.webhooks.start();
    await rig.webhooks.drain();

    assert.equal((await rig.registration.read())?.url, othersUrl);
    const [told] = rig.lines.filter(({ message }) => message === 'webhooks go to another address: polling only');
    assert.deepEqual(told?.facts, { registeredHost: 'other-tool.example', ourHost: new URL(rig.callbackUrl).host });
  });

  it('of another program is taken over when somebody says so', async () => {
    await registerAs(rig, othersUrl);

    const outcome = await rig.registration.keep(rig.callbackUrl, { takeOver: true });

    assert.equal(outcome.kind, 'registered');
    assert.equal((await rig.registration.read())?.url, rig.callbackUrl);
  });

  it('is tried with a test event, which arrives truly signed', async () => {
    await rig.registration.keep(rig.callbackUrl, { takeOver: false });
    const correlationId = await rig.registration.sendTest();
    const before = await rig.registration.readTest(correlationId);

    await rig.cloud.sandbox.webhooks.deliverDue();

    assert.deepEqual(before, { status: 'Submitted', responseCodes: [] });
    assert.deepEqual(await rig.registration.readTest(correlationId), { status: 'completed', responseCodes: ['OK'] });
  });

  it('that cannot be looked at is tried again after a while', async () => {
    rig.cloud.sandbox.controls.addFault({ path: '/partnercenter/webhooks', status: 403 });
    rig.webhooks.start();
    await rig.webhooks.drain();
    assert.equal(await rig.registration.read(), undefined);

    await rig.timers.advance(15 * 60 * 1000);
    await rig.webhooks.drain();

    assert.equal((await rig.registration.read())?.url, rig.callbackUrl);
  });
});

async function registerAs({ cloud }: WebhookRig, url: string): Promise<void> {
  const token = await cloud.appToken(undefined, 'https://api.partnercenter.microsoft.com/.default');
  const body = { WebhookUrl: url, WebhookEvents: ['test-created'] };
  const { status } = await cloud.call('POST', '/partnercenter/webhooks/v1/registration', { token, body });
  assert.equal(status, 200);
}
