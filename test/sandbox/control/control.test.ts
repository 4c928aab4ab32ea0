import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { tenantByDomain } from '../../../src/sandbox/directory.ts';
import { consent, startSandboxCloud, type SandboxCloud } from '../../support/sandbox-cloud.ts';

const contoso = tenantByDomain('contoso.com');
const discovery = '/login/contoso.com/v2.0/.well-known/openid-configuration';

describe('sandbox: control', () => {
  let cloud: SandboxCloud;
  beforeEach(async () => {
    cloud = await startSandboxCloud();
  });
  afterEach(async () => cloud.stop());

  const control = async (path: string, body: unknown = {}, method = 'POST') =>
    cloud.call(method, `/control${path}`, { body });

  it('answers the next calls with a fault, as often as it was told, and only where it fits', async () => {
    await control('/faults', {
      method: 'GET',
      path: '/login/contoso.com',
      times: 2,
      status: 429,
      headers: { 'Retry-After': '7' },
      body: '{"error":"slow down"}',
    });

    const elsewhere = await cloud.call('GET', discovery.replace('contoso', 'fabrikam'));
    const answers = [await cloud.call('GET', discovery), await cloud.call('GET', discovery)];
    const after = await cloud.call('GET', discovery);

    assert.deepEqual(
      answers.map(({ status, headers, body }) => [status, headers.get('retry-after'), body['error']]),
      [
        [429, '7', 'slow down'],
        [429, '7', 'slow down'],
      ],
    );
    assert.deepEqual([elsewhere.status, after.status], [200, 200]);
  });

  it('can drop a connection', async () => {
    await control('/faults', { path: '/login/contoso.com', drop: true });

    await assert.rejects(cloud.call('GET', discovery), TypeError);

    assert.equal((await cloud.call('GET', discovery)).status, 200);
  });

  it('can hold an answer back', async () => {
    await control('/faults', { path: '/login/contoso.com', status: 200, delayMs: 5 });

    const { status } = await cloud.call('GET', discovery);

    assert.equal(status, 200);
  });

  it('forgets faults', async () => {
    await control('/faults', { path: '/login' });

    await control('/faults', undefined, 'DELETE').catch(() => undefined);
    await cloud.call('DELETE', '/control/faults', { headers: { 'content-type': 'application/json' } });

    assert.equal((await cloud.call('GET', discovery)).status, 200);
  });

  it('moves its clock', async () => {
    await consent(cloud, 'contoso.com');

    await control('/clock', { advanceSeconds: 2 });

    const grant = { grant_type: 'client_credentials', scope: 'https://graph.microsoft.com/.default' };
    assert.equal((await cloud.token(contoso.tenantId, grant)).status, 200);
  });

  it('changes how a tenant behaves, by domain or id, and keeps earlier changes', async () => {
    await control('/tenants/contoso.com', { consentLagSeconds: 5 });
    await control(`/tenants/${contoso.tenantId}`, { gdapActivation: 'stuck' });

    const { behaviours } = cloud.sandbox.controls.state();

    assert.deepEqual(behaviours[contoso.tenantId], { consentLagSeconds: 5, gdapActivation: 'stuck' });
  });

  it('removes a consent, sets troubles and shows the state', async () => {
    await consent(cloud, 'contoso.com');
    await cloud.call('DELETE', '/control/tenants/contoso.com/consent', {
      headers: { 'content-type': 'application/json' },
    });
    await control('/troubles', { clientSecretExpired: true });

    const { body } = await cloud.call('GET', '/control/state');

    assert.equal(typeof (body['consents'] as Record<string, unknown>[])[0]?.['removedAt'], 'string');
    assert.equal((body['troubles'] as Record<string, unknown>)['clientSecretExpired'], true);
    assert.equal((body['troubles'] as Record<string, unknown>)['mfaMissing'], false);
  });

  it('begins afresh', async () => {
    await consent(cloud, 'contoso.com');

    await control('/reset');

    assert.deepEqual(cloud.sandbox.controls.state().consents, []);
  });

  const refusals: [string, string, unknown, number][] = [
    ['an unknown tenant', '/tenants/nowhere.example', {}, 404],
    ['an unknown behaviour', '/tenants/contoso.com', { mood: 'bad' }, 400],
    ['a clock that goes back', '/clock', { advanceSeconds: -1 }, 400],
    ['a fault without a path', '/faults', { status: 500 }, 400],
    ['a body that is no JSON', '/clock', 'nonsense', 400],
  ];
  for (const [name, path, body, expected] of refusals) {
    it(`refuses ${name} in words`, async () => {
      const answer = await control(path, body);

      assert.equal(answer.status, expected);
      assert.equal(typeof answer.body['error'], 'string');
    });
  }

  it('takes no form posts, which any page could send', async () => {
    const { status } = await cloud.post('/control/reset', { a: 'b' });

    assert.equal(status, 415);
  });
});
