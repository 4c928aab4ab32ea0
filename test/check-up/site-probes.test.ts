import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, it } from 'mocha';
import { readCertificate, readSite } from '../../src/check-up/site-probes.ts';

describe('the look at the public address', () => {
  const servers: Server[] = [];
  async function serve(status: number, body: string): Promise<string> {
    const server = createServer((_, response) => {
      response.statusCode = status;
      response.end(body);
    }).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  }
  async function nobody(): Promise<string> {
    const url = await serve(200, '');
    const server = servers.pop()!;
    server.close();
    await once(server, 'close');
    return url;
  }
  afterEach(() => {
    for (const server of servers.splice(0)) server.close().closeAllConnections();
  });

  it('knows the service by its health page', async () => {
    assert.deepEqual(await readSite(await serve(200, '{"status":"ok"}')), {
      kind: 'answers',
      status: 200,
      isOurs: true,
    });
  });

  it('knows another page, and a proxy that has nobody behind it', async () => {
    const [other, proxy] = [await readSite(await serve(200, '<html>')), await readSite(await serve(502, ''))];

    assert.deepEqual(other, { kind: 'answers', status: 200, isOurs: false });
    assert.deepEqual(proxy, { kind: 'answers', status: 502, isOurs: false });
  });

  it('says why when nobody answers', async () => {
    const url = await nobody();

    assert.deepEqual(await readSite(url), { kind: 'silent', why: 'ECONNREFUSED' });
    assert.deepEqual(await readCertificate(url.replace('http:', 'https:')), { kind: 'silent', why: 'ECONNREFUSED' });
  });

  it('does not take for a certificate what is none', async () => {
    const url = await serve(200, '');

    const certificate = await readCertificate(url.replace('http:', 'https:'));

    assert.equal(certificate.kind, 'refused');
  });
});
