import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { sandboxApp, sandboxBot, sandboxPartner, tenantByDomain } from '../../../src/sandbox/directory.ts';
import { consent, startSandboxCloud, type SandboxCloud } from '../../support/sandbox-cloud.ts';

const group = `/graph/v1.0/groups/${sandboxPartner.groups.gdapServiceSupport}`;
const mailbox = `/graph/v1.0/users/${sandboxPartner.senderMailbox}`;
const application = `/graph/v1.0/applications(appId='${sandboxApp.clientId}')`;

describe('sandbox: what the partner’s app may read of its own directory', () => {
  let cloud: SandboxCloud;
  beforeEach(async () => {
    cloud = await startSandboxCloud();
  });
  afterEach(async () => cloud.stop());

  it('shows a security group until it is deleted', async () => {
    const token = await cloud.appToken();

    const before = await cloud.call('GET', group, { token });
    cloud.sandbox.controls.setTroubles({ deletedGroups: [sandboxPartner.groups.gdapServiceSupport] });
    const after = await cloud.call('GET', group, { token });

    assert.deepEqual([before.status, before.body['securityEnabled'], after.status], [200, true, 404]);
  });

  it('shows the sender’s mailbox, and no user of another company', async () => {
    const token = await cloud.appToken();

    const own = await cloud.call('GET', mailbox, { token });
    const other = await cloud.call('GET', '/graph/v1.0/users/admin@contoso.com', { token });

    assert.deepEqual([own.status, own.body['mail'], other.status], [200, sandboxPartner.senderMailbox, 404]);
  });

  it('shows of a secret when it ends and how it begins, and no more', async () => {
    cloud.sandbox.controls.setTroubles({ secretDaysLeft: 3 });

    const { body, text } = await cloud.call('GET', application, { token: await cloud.appToken() });

    const [secret] = body['passwordCredentials'] as Record<string, unknown>[];
    assert.deepEqual([secret?.['endDateTime'], secret?.['hint']], ['2026-11-05T09:00:00.000Z', 'san']);
    assert.ok(!text.includes(sandboxApp.clientSecret));
  });

  it('shows nothing to an app that was not granted the permission', async () => {
    const missingPermissions = ['GroupMember.Read.All', 'User.ReadBasic.All', 'Application.Read.All'];
    cloud.sandbox.controls.setTroubles({ missingPermissions });
    const token = await cloud.appToken();

    const answers = await Promise.all([group, mailbox, application].map((path) => cloud.call('GET', path, { token })));

    assert.deepEqual(
      answers.map(({ status }) => status),
      [403, 403, 403],
    );
  });

  it('shows nothing of the partner’s with a customer’s token', async () => {
    await consent(cloud, 'contoso.com');
    cloud.clock.advance(60_000);
    const token = await cloud.appToken(tenantByDomain('contoso.com').tenantId);

    const answer = await cloud.call('GET', mailbox, { token });

    assert.equal(answer.status, 404);
  });

  it('gives the bot a token for Teams against its password, and for nothing else', async () => {
    const asked = { grant_type: 'client_credentials', client_id: sandboxBot.appId };
    const scope = 'https://api.botframework.com/.default';

    const right = await cloud.token(sandboxPartner.tenantId, {
      ...asked,
      scope,
      client_secret: sandboxBot.appPassword,
    });
    const wrong = await cloud.token(sandboxPartner.tenantId, { ...asked, scope, client_secret: 'wrong' });

    assert.deepEqual([right.status, wrong.status, wrong.body['error_codes']], [200, 401, [7000215]]);
  });

  it('dates its answers by its own clock', async () => {
    cloud.sandbox.controls.advance(90);

    const { headers } = await cloud.call(
      'GET',
      `/login/${sandboxPartner.tenantId}/v2.0/.well-known/openid-configuration`,
    );

    assert.equal(headers.get('date'), 'Mon, 02 Nov 2026 09:01:30 GMT');
  });
});
