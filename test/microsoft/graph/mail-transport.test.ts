import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { partnerTenantId, startMicrosoftTest, type MicrosoftTest } from '../microsoft-fixture.ts';
import { startMicrosoftStub } from '../microsoft-stub.ts';

const path = '/graph/v1.0/users/partnerconnect%40northwindtraders.com/sendMail';
const mail = {
  to: { address: 'adele@contoso.com', name: 'Adele Vance' },
  subject: 'Your Partner Connect link',
  html: '<p>Hello</p>',
  text: 'Hello',
  reference: 'transition-1/instructions',
};

describe('sending a mail through Graph', () => {
  let microsoft: MicrosoftTest;
  beforeEach(async () => {
    microsoft = await startMicrosoftTest();
    microsoft.stub.on('POST', path, { status: 202 });
  });
  afterEach(async () => {
    await microsoft.stub.stop();
  });

  it('hands over the HTML with a reference that can be found again', async () => {
    const outcome = await microsoft.mail.send(mail);

    assert.deepEqual(outcome, { kind: 'accepted' });
    assert.deepEqual(JSON.parse(microsoft.stub.requests('POST', path)[0]?.body ?? ''), {
      message: {
        subject: mail.subject,
        body: { contentType: 'html', content: mail.html },
        toRecipients: [{ emailAddress: mail.to }],
        internetMessageHeaders: [{ name: 'x-partner-connect-reference', value: mail.reference }],
      },
    });
  });

  it('passes on how long to wait, and does not wait itself', async () => {
    microsoft.stub.on('POST', path, { status: 429, headers: { 'Retry-After': '30' } });

    const outcome = await microsoft.mail.send(mail);

    assert.deepEqual(outcome, { kind: 'throttled', retryAfterMs: 30_000 });
    assert.equal(microsoft.stub.requests('POST', path).length, 1);
  });

  for (const [status, code, maybeSent] of [
    [400, 'UPSTREAM_UNEXPECTED', false],
    [403, 'PARTNER_ROLE_MISSING', false],
    [404, 'UPSTREAM_UNEXPECTED', false],
    [500, 'UPSTREAM_UNAVAILABLE', true],
    [504, 'UPSTREAM_UNAVAILABLE', true],
  ] as const) {
    it(`says that a mail answered with ${status} was ${maybeSent ? 'perhaps' : 'not'} sent`, async () => {
      microsoft.stub.on('POST', path, { status });

      const outcome = await microsoft.mail.send(mail);

      assert.ok(outcome.kind === 'failed');
      assert.deepEqual([outcome.code, outcome.maybeSent], [code, maybeSent]);
      assert.equal(microsoft.stub.requests('POST', path).length, 1);
    });
  }

  it('cannot say whether a mail was sent when nothing came back', async () => {
    microsoft.stub.on('POST', path, { silent: true });

    const outcome = await microsoft.mail.send(mail);

    assert.ok(outcome.kind === 'failed');
    assert.deepEqual([outcome.code, outcome.maybeSent], ['UPSTREAM_UNAVAILABLE', true]);
  });

  it('knows that no mail was sent when there was not even a token', async () => {
    microsoft.stub.on('POST', `/login/${partnerTenantId}/oauth2/v2.0/token`, { status: 503 });

    const outcome = await microsoft.mail.send(mail);

    assert.ok(outcome.kind === 'failed');
    assert.deepEqual([outcome.code, outcome.maybeSent], ['UPSTREAM_UNAVAILABLE', false]);
  });

  it('knows that no mail was sent when the wait for a token was in vain', async () => {
    microsoft.stub.on('POST', `/login/${partnerTenantId}/oauth2/v2.0/token`, { silent: true });

    const outcome = await microsoft.mail.send(mail);

    assert.ok(outcome.kind === 'failed');
    assert.deepEqual([outcome.code, outcome.maybeSent], ['UPSTREAM_UNAVAILABLE', false]);
  });

  it('knows that no mail was sent when nobody listens', async () => {
    const closed = await startMicrosoftStub();
    await closed.stop();
    const cutOff = await startMicrosoftTest({ graphUrl: `${closed.url}/graph` });

    const outcome = await cutOff.mail.send(mail);

    assert.ok(outcome.kind === 'failed');
    assert.deepEqual([outcome.code, outcome.maybeSent], ['UPSTREAM_UNAVAILABLE', false]);
    await cutOff.stub.stop();
  });

  it('logs nothing of the mail', async () => {
    microsoft.stub.on('POST', path, { status: 400 });

    await microsoft.mail.send(mail);

    assert.equal(microsoft.logged.length, 1);
    assert.doesNotMatch(JSON.stringify(microsoft.logged), /adele|Hello|Partner Connect link|token/i);
  });
});
