import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { tenantByDomain } from '../../../src/sandbox/directory.ts';
import {
  consentAddress,
  redirectUri,
  returned,
  startSandboxCloud,
  type SandboxCloud,
} from '../../support/sandbox-cloud.ts';

const contoso = tenantByDomain('contoso.com');

describe('sandbox: admin consent', () => {
  let cloud: SandboxCloud;
  beforeEach(async () => {
    cloud = await startSandboxCloud();
  });
  afterEach(async () => cloud.stop());

  it('asks the administrator, naming the app and every permission', async () => {
    const address = consentAddress(cloud, contoso.tenantId);

    const anonymous = await cloud.call('GET', address);
    const asked = await cloud.post(address, { user: 'admin@contoso.com' });

    assert.match(anonymous.text, /Pick an account/);
    assert.match(asked.text, /Permissions requested/);
    assert.match(asked.text, /Organization\.Read\.All/);
    assert.match(asked.text, /Review for your organisation, Contoso/);
    assert.deepEqual(cloud.sandbox.controls.state().consents, []);
  });

  it('returns the documented fields when the administrator accepts', async () => {
    const answer = await cloud.post(consentAddress(cloud, contoso.tenantId), {
      user: 'admin@contoso.com',
      action: 'accept',
    });

    assert.equal(answer.status, 302);
    assert.ok(answer.headers.get('location')?.startsWith(`${redirectUri}?`));
    assert.deepEqual(returned(answer), {
      admin_consent: 'True',
      tenant: contoso.tenantId,
      scope: 'https://graph.microsoft.com/.default',
      state: 'the-state',
    });
  });

  it('returns an error that also says admin_consent=True when it is declined', async () => {
    const answer = await cloud.post(consentAddress(cloud, contoso.tenantId), {
      user: 'admin@contoso.com',
      action: 'cancel',
    });

    const fields = returned(answer);
    assert.equal(fields['error'], 'access_denied');
    assert.match(fields['error_description'] ?? '', /^AADSTS65004/);
    assert.equal(fields['admin_consent'], 'True');
    assert.equal(fields['state'], 'the-state');
    assert.equal('tenant' in fields, false);
    assert.deepEqual(cloud.sandbox.controls.state().consents, []);
  });

  for (const user of ['user@contoso.com', 'pim@contoso.com']) {
    it(`does not take the consent of ${user}`, async () => {
      const answer = await cloud.post(consentAddress(cloud, contoso.tenantId), { user, action: 'accept' });

      assert.equal(answer.status, 403);
      assert.match(answer.text, /Need admin approval/);
      assert.match(answer.text, /AADSTS90094/);
      assert.deepEqual(cloud.sandbox.controls.state().consents, []);
    });
  }

  it('takes the consent of a Privileged Role Administrator', async () => {
    const answer = await cloud.post(consentAddress(cloud, contoso.tenantId), {
      user: 'roles@contoso.com',
      action: 'accept',
    });

    assert.equal(returned(answer)['tenant'], contoso.tenantId);
  });

  it('does not let the administrator of another company consent for this one', async () => {
    const answer = await cloud.post(consentAddress(cloud, contoso.tenantId), {
      user: 'admin@relecloud.com',
      action: 'accept',
    });

    assert.equal(answer.status, 400);
    assert.match(answer.text, /AADSTS50020/);
  });

  it('goes by the person’s own tenant under the organizations authority', async () => {
    const answer = await cloud.post(consentAddress(cloud, 'organizations'), {
      user: 'admin@relecloud.com',
      action: 'accept',
    });

    assert.equal(returned(answer)['tenant'], tenantByDomain('relecloud.com').tenantId);
  });

  const refusals: [string, string, Record<string, string | null>, RegExp][] = [
    ['the common authority', 'common', {}, /AADSTS90130/],
    ['a missing scope', contoso.tenantId, { scope: null }, /AADSTS900144/],
    ['an unregistered return address', contoso.tenantId, { redirect_uri: 'https://evil.example/' }, /AADSTS50011/],
    ['an unknown app', contoso.tenantId, { client_id: 'other' }, /AADSTS700016/],
    ['an unknown resource', contoso.tenantId, { scope: 'https://evil.example/.default' }, /AADSTS500011/],
  ];
  for (const [name, tenant, changes, expected] of refusals) {
    it(`keeps the person on its page for ${name}`, async () => {
      const answer = await cloud.call('GET', consentAddress(cloud, tenant, changes));

      assert.equal(answer.status, 400);
      assert.match(answer.text, expected);
      assert.equal(answer.headers.get('location'), null);
    });
  }

  it('uses the signed-in account of that tenant without asking again', async () => {
    const signedIn = await cloud.post(consentAddress(cloud, contoso.tenantId), { user: 'admin@contoso.com' });
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';

    const shown = await cloud.call('GET', consentAddress(cloud, contoso.tenantId), { headers: { cookie } });
    const accepted = await cloud.post(consentAddress(cloud, contoso.tenantId), { action: 'accept' }, { cookie });

    assert.match(shown.text, /Permissions requested/);
    assert.equal(returned(accepted)['admin_consent'], 'True');
  });

  it('shows hostile query values as text', async () => {
    const address = consentAddress(cloud, contoso.tenantId, {
      scope: 'https://graph.microsoft.com/"><script>alert(1)</script>',
    });

    const { text } = await cloud.post(address, { user: 'admin@contoso.com' });

    assert.equal(text.includes('<script>alert(1)'), false);
  });
});
