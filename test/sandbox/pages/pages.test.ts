import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { sandboxPartner } from '../../../src/sandbox/directory.ts';
import { sampleTenants } from '../../../src/sandbox/sample-tenants.ts';
import { consent, startSandboxCloud, type SandboxCloud } from '../../support/sandbox-cloud.ts';

const hostile = '"><script>alert(1)</script><img src=x onerror=alert(2)>';

describe('sandbox: pages', () => {
  let cloud: SandboxCloud;
  beforeEach(async () => {
    cloud = await startSandboxCloud();
  });
  afterEach(async () => cloud.stop());

  const get = async (path: string) => cloud.call('GET', path);
  const send = async (changes: Record<string, unknown>) =>
    cloud.call('POST', `/graph/v1.0/users/${sandboxPartner.senderMailbox}/sendMail`, {
      token: await cloud.appToken(),
      body: {
        message: {
          subject: 'Hello',
          body: { contentType: 'Text', content: 'plain words' },
          toRecipients: [{ emailAddress: { address: 'admin@contoso.com' } }],
          ...changes,
        },
      },
    });
  const mailPath = () => `/outbox/${cloud.sandbox.controls.mails().at(-1)?.mailId ?? ''}`;

  it('shows every sample tenant with its story and its people on the front page', async () => {
    const { status, text } = await get('/');

    assert.equal(status, 200);
    for (const tenant of sampleTenants) {
      assert.ok(text.includes(tenant.domain), tenant.domain);
      assert.ok(text.includes(`user@${tenant.domain}`), tenant.domain);
    }
    assert.match(text, /A stand-in for Microsoft’s cloud/);
    assert.equal(text.includes('admin@litwareinc.com'), false);
  });

  it('shows how far each tenant has come', async () => {
    await consent(cloud, 'contoso.com');

    const { text } = await get('/');

    assert.match(text, /So far: directory connected\./);
    assert.match(text, /admin relationship active/);
  });

  it('loads nothing from elsewhere and forbids it too', async () => {
    const { text, headers } = await get('/');

    const external = [...text.matchAll(/(?:src|href)="(https?:[^"]*)"/g)].map(([, link]) => link);
    assert.deepEqual(external, []);
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    const style = await get('/assets/sandbox.css');
    assert.match(style.headers.get('content-type') ?? '', /^text\/css/);
    assert.equal(/url\(|@import/.test(style.text), false);
  });

  it('has one heading, a language and a viewport on each page', async () => {
    for (const path of ['/', '/outbox', '/admin/', '/admin/AdminPortal/Home', '/nothing']) {
      const { text } = await get(path);

      assert.equal(text.match(/<h1>/g)?.length, 1, path);
      assert.match(text, /<html lang="en">/);
      assert.match(text, /name="viewport"/);
    }
  });

  it('activates a role only for somebody eligible', async () => {
    await cloud.post('/activate-role', { user: 'user@contoso.com' });
    await cloud.post('/activate-role', { user: 'pim@litwareinc.com' });

    const { activated } = cloud.sandbox.controls.state();

    assert.deepEqual(activated, ['pim@litwareinc.com']);
  });

  it('lets people follow the links of a mail', async () => {
    await send({ body: { contentType: 'Text', content: 'Open http://127.0.0.1:3978/connect/a.b now.' } });
    const plain = await get(mailPath());
    await send({ body: { contentType: 'HTML', content: '<a href="http://127.0.0.1:3978/connect/a.b">Open</a>' } });

    const body = await get(`${mailPath()}/body`);

    assert.match(plain.text, /<a href="http:\/\/127\.0\.0\.1:3978\/connect\/a\.b" target="_blank" rel="noreferrer">/);
    assert.match(body.text, /<base target="_blank">/);
    assert.match(body.headers.get('content-security-policy') ?? '', /allow-popups-to-escape-sandbox/);
  });

  it('lists mails and shows a plain one as text', async () => {
    await send({ body: { contentType: 'Text', content: hostile }, subject: hostile });

    const list = await get('/outbox');
    const detail = await get(mailPath());

    for (const { text } of [list, detail]) assert.equal(text.includes('<script>alert'), false);
    assert.match(detail.text, /&lt;script>alert\(1\)/);
    assert.match(detail.text, /admin@contoso\.com/);
  });

  it('shows a mail’s own markup only inside a frame that can do nothing', async () => {
    await send({ body: { contentType: 'HTML', content: `<p>Hello</p>${hostile}` } });

    const detail = await get(mailPath());
    const body = await get(`${mailPath()}/body`);

    assert.equal(detail.text.includes('<script>alert'), false);
    assert.match(detail.text, /<iframe[^>]* sandbox/);
    assert.match(body.text, /<p>Hello<\/p>/);
    const policy = body.headers.get('content-security-policy') ?? '';
    assert.match(policy, /^sandbox/);
    assert.match(policy, /default-src 'none'/);
    assert.equal(policy.includes('allow-scripts'), false);
  });

  it('knows no mail that was not sent', async () => {
    const detail = await get('/outbox/unknown');
    const body = await get('/outbox/unknown/body');

    assert.deepEqual([detail.status, body.status], [404, 404]);
  });

  it('answers an unknown page with a page', async () => {
    const { status, text } = await get('/%3Cscript%3E');

    assert.equal(status, 404);
    assert.match(text, /There is no such page/);
  });

  it('treats a cookie that is not its own as no session', async () => {
    for (const cookie of ['sandbox_account=%E0%A4%A', 'sandbox_account=nobody', 'other=1']) {
      const { status, text } = await cloud.call('GET', '/admin/', { headers: { cookie } });

      assert.equal(status, 200);
      assert.match(text, /Sign in to the admin centre/);
    }
  });
});
