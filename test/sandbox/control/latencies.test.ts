import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { tenantByDomain } from '../../../src/sandbox/directory.ts';
import {
  relationshipBody,
  relationshipsPath,
  startSandboxCloud,
  type SandboxCloud,
} from '../../support/sandbox-cloud.ts';

const { tenantId } = tenantByDomain('contoso.com');
const contoso = '/login/contoso.com/v2.0/.well-known/openid-configuration';
const fabrikam = contoso.replace('contoso', 'fabrikam');

describe('sandbox: answers that come late', () => {
  let cloud: SandboxCloud;
  beforeEach(async () => {
    cloud = await startSandboxCloud();
  });
  afterEach(async () => cloud.stop());

  const slow = async (body: object) => cloud.call('POST', '/control/latencies', { body });

  /** In the order in which they came, all asked for at once. */
  async function orderOf(...paths: string[]): Promise<string[]> {
    const order: string[] = [];
    await Promise.all(
      paths.map(async (path) => {
        const { status, body } = await cloud.call('GET', path);
        assert.deepEqual([status, typeof body['issuer']], [200, 'string']);
        order.push(path);
      }),
    );
    return order;
  }

  it('are true, of the calls that fit alone, and for as many as was said', async () => {
    await slow({ path: '/login/contoso.com', method: 'get', delayMs: 500, times: 1 });

    const first = await orderOf(contoso, fabrikam);
    const left = cloud.sandbox.controls.state().latencies;

    assert.deepEqual(first, [fabrikam, contoso]);
    assert.deepEqual(left, []);
  });

  it('come late until it is taken back, where nobody said how often', async () => {
    await slow({ path: '/login/*/v2.0', delayMs: 1 });
    await orderOf(contoso, fabrikam, contoso);
    const during = cloud.sandbox.controls.state().latencies?.length;

    const { status } = await cloud.call('DELETE', '/control/latencies', {
      headers: { 'content-type': 'application/json' },
    });

    assert.deepEqual([during, status, cloud.sandbox.controls.state().latencies], [1, 204, []]);
  });

  it('leave what fails as it is', async () => {
    await slow({ path: '/login', delayMs: 60_000, times: 1 });
    cloud.sandbox.controls.addFault({ path: '/login/*/v2.0', status: 429 });

    const { status } = await cloud.call('GET', contoso);

    assert.deepEqual([status, cloud.sandbox.controls.state().latencies?.[0]?.times], [429, 1]);
  });

  const made = () =>
    cloud.sandbox.controls.state().relationships.filter(({ customer }) => customer?.tenantId === tenantId);

  for (const work of ['first', 'last'] as const) {
    it(`are of what is done ${work === 'first' ? 'at once' : 'late, too'}, whether somebody waits for it or not`, async () => {
      const token = await cloud.appToken();
      const impatient = new AbortController();
      await slow({ path: relationshipsPath, method: 'POST', delayMs: 800, times: 1, work });
      const asked = fetch(`${cloud.url}${relationshipsPath}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(relationshipBody('contoso.com')),
        signal: impatient.signal,
      });
      const gone = assert.rejects(asked);
      await until(() => cloud.sandbox.controls.state().latencies?.length === 0);
      if (work === 'first') await until(() => made().length === 1);
      const early = made().length;

      impatient.abort();
      await gone;
      await until(() => made().length === 1);

      assert.equal(early, work === 'first' ? 1 : 0);
    });
  }

  it('are refused in words where the delay makes no sense', async () => {
    const answers = [await slow({ path: '/login' }), await slow({ path: '/login', delayMs: 0 })];

    assert.deepEqual(
      answers.map(({ status, body }) => [status, typeof body['error']]),
      [
        [400, 'string'],
        [400, 'string'],
      ],
    );
  });
});

/** Other tests' time limits say when it never is. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}
