import assert from 'node:assert/strict';
import { get } from 'node:http';
import { afterEach, describe, it } from 'mocha';
import type { Route } from '../../src/http-route.ts';
import { raw, serve, stopServing } from '../support/serve.ts';

const hello: Route = {
  method: 'GET',
  path: '/hello/:token',
  async handle(_request, response) {
    response.setHeader('Content-Type', 'text/plain');
    response.end('hello');
  },
};

describe('the http server', () => {
  afterEach(stopServing);

  it('that listens on this machine only answers to this machine’s names only', async () => {
    const { port } = await serve([hello]);
    const statusFor = (host: string) =>
      new Promise<number | undefined>((resolve) => {
        get({ host: '127.0.0.1', port, path: '/hello/x', headers: { host } }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
      });

    assert.equal(await statusFor(`127.0.0.1:${String(port)}`), 200);
    assert.equal(await statusFor('localhost'), 200);
    assert.equal(await statusFor('evil.example'), 421);
    assert.equal(await statusFor('127.0.0.1.evil.example'), 421);
  });

  it('answers HEAD as GET, without the body', async () => {
    const { url } = await serve([hello]);

    const response = await fetch(`${url}/hello/secret`, { method: 'HEAD' });

    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), 'text/plain');
    assert.equal(await response.text(), '');
  });

  const unroutable = [
    { what: 'an unknown address', method: 'GET', path: '/nowhere', status: 404 },
    { what: 'a method the address does not take', method: 'DELETE', path: '/hello/x', status: 405 },
    { what: 'an address that cannot be decoded', method: 'GET', path: '/hello/%zz', status: 404 },
    { what: 'an address with two slashes in front', method: 'GET', path: '//hello', status: 404 },
  ];
  for (const { what, method, path, status } of unroutable) {
    it(`answers ${what} with ${String(status)}`, async () => {
      const { port } = await serve([hello]);

      const answer = await raw(port, `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);

      assert.match(answer, new RegExp(`^HTTP/1.1 ${String(status)} `));
    });
  }

  it('shows a browser a page with the reference number', async () => {
    const { url } = await serve([hello], {
      errorPage: ({ status, reference }) => `<p>${String(status)} ${reference}</p>`,
    });

    const response = await fetch(`${url}/nowhere`, { headers: { Accept: 'text/html,*/*' } });

    assert.match(response.headers.get('content-type') ?? '', /^text\/html/);
    assert.equal(await response.text(), `<p>404 ${String(response.headers.get('x-correlation-id'))}</p>`);
  });

  it('says nothing of a bug to the visitor and all of it to the log', async () => {
    const broken: Route = {
      method: 'GET',
      path: '/broken',
      handle: () => Promise.reject(new Error('the password is swordfish')),
    };
    const { url, lines } = await serve([broken]);

    const response = await fetch(`${url}/broken`);

    assert.equal(response.status, 500);
    assert.doesNotMatch(await response.text(), /swordfish/);
    const failure = lines.find((line) => line.level === 'error');
    assert.equal(failure?.data['correlationId'], response.headers.get('x-correlation-id'));
    assert.match(String(failure.data['err']), /swordfish/);
  });

  it('answers 500 for a route that forgets to answer, and logs it', async () => {
    const { url, lines } = await serve([{ method: 'GET', path: '/silent', handle: async () => undefined }]);

    const response = await fetch(`${url}/silent`);

    assert.equal(response.status, 500);
    assert.ok(lines.some((line) => line.level === 'error' && line.data['route'] === '/silent'));
  });

  it('cuts off an answer that fails half way, rather than let it pass for whole', async () => {
    const halfway: Route = {
      method: 'GET',
      path: '/halfway',
      async handle(_request, response) {
        response.writeHead(200, { 'Content-Length': '100' });
        response.write('half');
        throw new Error('the other half is gone');
      },
    };
    const { url, lines } = await serve([halfway]);

    await assert.rejects(async () => (await fetch(`${url}/halfway`)).text());

    assert.ok(lines.some((line) => line.level === 'error'));
  });

  it('logs a request by its route, without the token in its address', async () => {
    const { url, lines, server } = await serve([hello]);

    await (await fetch(`${url}/hello/secret-token?code=secret-code`)).text();
    await server.stop();

    const line = lines.find((each) => each.message === 'request answered');
    assert.equal(line?.data['route'], '/hello/:token');
    assert.equal(line.data['status'], 200);
    assert.doesNotMatch(JSON.stringify(lines), /secret/);
  });

  it('sets the security headers on every answer', async () => {
    const { url } = await serve([hello]);

    const answers = await Promise.all([fetch(`${url}/hello/x`), fetch(`${url}/nowhere`)]);

    for (const { headers } of answers) {
      const policy = headers.get('content-security-policy') ?? '';
      assert.match(policy, /default-src 'none'/);
      assert.match(policy, /script-src 'self'(;|$)/);
      assert.doesNotMatch(policy, /unsafe/);
      assert.equal(headers.get('referrer-policy'), 'no-referrer');
      assert.equal(headers.get('x-frame-options'), 'DENY');
      assert.equal(headers.get('x-content-type-options'), 'nosniff');
      assert.equal(headers.get('cache-control'), 'no-store');
      assert.equal(headers.get('strict-transport-security'), null);
      assert.equal(headers.get('server'), null);
    }
  });

  it('asks browsers to stay on https where the public address is https', async () => {
    const { url } = await serve([hello], { publicUrl: 'https://connect.example' });

    const { headers } = await fetch(`${url}/hello/x`);

    assert.match(headers.get('strict-transport-security') ?? '', /^max-age=\d+/);
    assert.doesNotMatch(headers.get('content-security-policy') ?? '', /http:/);
  });

  it('turns requests away when too many are in flight, but still tells that it is alive', async () => {
    const gate = Promise.withResolvers<undefined>();
    const slow: Route = {
      method: 'GET',
      path: '/slow',
      async handle(_request, response) {
        await gate.promise;
        response.end('done');
      },
    };
    const { url } = await serve([slow, hello], { maxConcurrentRequests: 1 });
    const first = fetch(`${url}/slow`);
    await oneInFlight(url);

    const turnedAway = await fetch(`${url}/hello/x`);
    const alive = await fetch(`${url}/healthz`);
    const ready = await fetch(`${url}/readyz`);

    assert.equal(turnedAway.status, 503);
    assert.equal(turnedAway.headers.get('retry-after'), '5');
    assert.deepEqual([alive.status, ready.status], [200, 200]);
    gate.resolve(undefined);
    assert.equal(await (await first).text(), 'done');
  });

  it('is ready while the store answers, and says why when it does not', async () => {
    let isUp = true;
    const ping = () => (isUp ? Promise.resolve() : Promise.reject(new Error('disk is gone')));
    let time = 0;
    const { url } = await serve([], { health: { ping, now: () => time } });

    const ready = await fetch(`${url}/readyz`);
    isUp = false;
    time = 1_000;
    const notReady = await fetch(`${url}/readyz`);

    assert.equal(ready.status, 200);
    assert.equal(notReady.status, 503);
    assert.deepEqual(await notReady.json(), { status: 'unavailable', reason: 'store' });
  });

  it('finishes what is in flight before it stops, and accepts nothing new', async () => {
    const entered = Promise.withResolvers<undefined>();
    const gate = Promise.withResolvers<undefined>();
    const slow: Route = {
      method: 'GET',
      path: '/slow',
      async handle(_request, response) {
        entered.resolve(undefined);
        await gate.promise;
        response.end('done');
      },
    };
    const { url, server } = await serve([slow]);
    const inFlight = fetch(`${url}/slow`);
    await entered.promise;

    const stopped = server.stop();
    await assert.rejects(fetch(`${url}/slow`));
    gate.resolve(undefined);

    assert.equal(await (await inFlight).text(), 'done');
    await stopped;
  });

  it('cuts off at the deadline what does not finish', async () => {
    const entered = Promise.withResolvers<undefined>();
    const never: Route = {
      method: 'GET',
      path: '/never',
      handle: () => {
        entered.resolve(undefined);
        return new Promise(() => undefined);
      },
    };
    const { url, server } = await serve([never]);
    const cutOff = assert.rejects(fetch(`${url}/never`));
    await entered.promise;

    await server.stop(1);

    await cutOff;
  });

  it('reports a port that is taken', async () => {
    const { port } = await serve([]);

    await assert.rejects(serve([], { port }), { code: 'EADDRINUSE' });
  });
});

/** The overload test's first request is under way once another one is refused. */
async function oneInFlight(url: string): Promise<void> {
  for (;;) {
    const { status } = await fetch(`${url}/hello/probe`);
    if (status === 503) return;
  }
}
