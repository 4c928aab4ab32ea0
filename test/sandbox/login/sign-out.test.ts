import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { startSandboxCloud } from '../../support/sandbox-cloud.ts';

describe('sandbox: signing out', () => {
  it('forgets who was signed in, at the address that discovery names', async () => {
    const cloud = await startSandboxCloud();
    const { body } = await cloud.call('GET', '/login/contoso.com/v2.0/.well-known/openid-configuration');

    const answer = await cloud.call('GET', String(body['end_session_endpoint']));

    assert.equal(answer.status, 200);
    assert.match(answer.text, /You signed out of your account/);
    assert.match(answer.headers.get('set-cookie') ?? '', /sandbox_account=; .*Max-Age=0/);
    await cloud.stop();
  });

  it('works without naming a tenant', async () => {
    const cloud = await startSandboxCloud();

    const answer = await cloud.call('GET', '/login/common/oauth2/v2.0/logout');

    assert.equal(answer.status, 200);
    await cloud.stop();
  });
});
