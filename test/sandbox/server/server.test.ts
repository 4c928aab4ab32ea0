import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { startSandboxCloud, type SandboxCloud } from '../../support/sandbox-cloud.ts';

async function rawExchange(url: string, request: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(Number(port), hostname, () => {
      socket.end(request);
    });
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => (received += chunk));
    socket.on('end', () => {
      resolve(received);
    });
    socket.on('error', reject);
  });
}

describe('sandbox: server', () => {
  let cloud: SandboxCloud;
  beforeEach(async () => {
    cloud = await startSandboxCloud();
  });
  afterEach(async () => cloud.stop());

  it('refuses a body that is too large', async () => {
    const { status } = await cloud.post('/outbox', { text: 'x'.repeat(5 * 1024 * 1024) });

    assert.equal(status, 413);
  });

  it('refuses a request line that names another server', async () => {
    const absolute = await rawExchange(
      cloud.url,
      'GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
    );
    const network = await rawExchange(
      cloud.url,
      'GET //evil.example/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    );

    assert.match(absolute, /^HTTP\/1\.1 400 /);
    assert.match(network, /^HTTP\/1\.1 400 /);
  });

  it('makes links from its own address, whatever the Host header says', async () => {
    const path = '/login/contoso.com/v2.0/.well-known/openid-configuration';
    const answer = await rawExchange(
      cloud.url,
      `GET ${path} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`,
    );

    assert.equal(answer.includes('evil.example'), false);
    assert.ok(answer.includes(cloud.url));
  });

  it('survives paths that cannot be decoded', async () => {
    const { status } = await cloud.call('GET', '/outbox/%E0%A4%A');

    assert.equal(status, 404);
  });

  it('writes one line a request, without its query', async () => {
    await cloud.call('GET', '/outbox?secret=1');

    assert.deepEqual(cloud.lines, ['GET /outbox 200']);
  });
});
