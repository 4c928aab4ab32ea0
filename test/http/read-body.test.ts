import assert from 'node:assert/strict';
import type { IncomingHttpHeaders } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, it } from 'mocha';
import type { Route } from '../../src/http-route.ts';
import { raw, serve, stopServing } from '../support/serve.ts';

const mostBytes = 100_000;
/** Answers with what it was given, as the routes of other rooms see it. */
const echo: Route = {
  method: 'POST',
  path: '/echo/:name',
  accepts: { kind: 'json', mostBytes },
  async handle(request, response) {
    const { body, params, query, correlationId } = request;
    response.end(JSON.stringify({ body, params, query: [...query], correlationId }));
  },
};
const form: Route = { ...echo, path: '/form', accepts: { kind: 'form', mostBytes: 1_000 } };

const json = 'application/json';
const urlencoded = 'application/x-www-form-urlencoded';
const aHundredBytes = `Content-Type: ${json}\r\nContent-Length: 100\r\n\r\n`;

/** A text of so many characters, as JSON: two bytes more. */
function quoted(length: number): string {
  return `"${'x'.repeat(length)}"`;
}

function post(url: string, type: string, body: string): Promise<Response> {
  return fetch(url, { method: 'POST', headers: { 'Content-Type': type }, body });
}

describe('the body of a request', () => {
  afterEach(stopServing);

  it('gives a route its parsed JSON, parameters and query', async () => {
    const { url } = await serve([echo]);

    const response = await post(`${url}/echo/a%20b?x=1&x=2`, 'application/json', '{"type":"message"}');

    const { correlationId, ...rest } = (await response.json()) as Record<string, unknown>;
    assert.deepEqual(rest, {
      body: { type: 'message' },
      params: { name: 'a b' },
      query: [
        ['x', '1'],
        ['x', '2'],
      ],
    });
    assert.equal(response.headers.get('x-correlation-id'), correlationId);
    assert.match(String(correlationId), /^[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}$/);
  });

  it('gives a route the fields of a form', async () => {
    const { url } = await serve([form]);

    const response = await post(`${url}/form`, 'application/x-www-form-urlencoded', 'step=a&__proto__=b');

    const { body } = (await response.json()) as { body: Record<string, unknown> };
    assert.equal(body['step'], 'a');
  });

  it('gives a route the bytes that arrived, also those that are no text', async () => {
    const seen: (Buffer | undefined)[] = [];
    const { url } = await serve([
      {
        method: 'POST',
        path: '/bytes',
        accepts: { kind: 'bytes', mostBytes },
        async handle({ rawBody, body }, response) {
          seen.push(rawBody);
          assert.equal(body, undefined);
          response.end();
        },
      },
    ]);
    const sent = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff, 0xe9]), Buffer.from('"} not JSON')]);

    const first = await fetch(`${url}/bytes`, { method: 'POST', body: sent });
    await fetch(`${url}/bytes`, { method: 'POST' });

    assert.equal(first.status, 200);
    assert.deepEqual(seen, [sent, undefined]);
  });

  it('gives a route no body where none was sent', async () => {
    const { url } = await serve([echo]);

    const response = await fetch(`${url}/echo/x`, { method: 'POST' });

    assert.equal('body' in ((await response.json()) as object), false);
  });

  it('answers malformed JSON with 400', async () => {
    const { url } = await serve([echo]);

    const response = await post(`${url}/echo/x`, 'application/json', '{"type":');

    assert.equal(response.status, 400);
    assert.equal(((await response.json()) as { error: string }).error, 'Bad Request');
  });

  const many = (count: number) =>
    JSON.stringify({ key: Array.from({ length: count }, () => 0), text: ',[{\\",,'.repeat(9_000) });
  const bodies = [
    {
      what: 'JSON above the limit of its route',
      path: '/echo/x',
      type: json,
      body: quoted(mostBytes - 1),
      status: 413,
    },
    {
      what: 'JSON up to the limit of its route',
      path: '/echo/x',
      type: json,
      body: quoted(mostBytes - 2),
      status: 200,
    },
    { what: 'JSON of too many values', path: '/echo/x', type: json, body: many(5_000), status: 413 },
    {
      what: 'JSON of fewer values, and of texts that look like more',
      path: '/echo/x',
      type: json,
      body: many(4_900),
      status: 200,
    },
    { what: 'JSON of nothing but depth', path: '/echo/x', type: json, body: '['.repeat(9_000), status: 413 },
    {
      what: 'a form above the limit of its route',
      path: '/form',
      type: urlencoded,
      body: 'x'.repeat(1_001),
      status: 413,
    },
    { what: 'JSON where a form is expected', path: '/form', type: json, body: '{}', status: 415 },
    { what: 'a form where JSON is expected', path: '/echo/x', type: urlencoded, body: 'x=1', status: 415 },
    { what: 'a type nobody reads', path: '/echo/x', type: 'text/plain', body: 'hello', status: 415 },
  ];
  for (const { what, path, type, body, status } of bodies) {
    it(`answers ${what} with ${String(status)}`, async () => {
      const { url } = await serve([echo, form]);

      const response = await post(`${url}${path}`, type, body);

      assert.equal(response.status, status);
    });
  }

  it('counts what arrives when a body does not say its size', async () => {
    const { url } = await serve([echo]);
    const body = new ReadableStream({
      start(stream) {
        for (let chunk = 0; chunk < 9; chunk += 1) stream.enqueue(new TextEncoder().encode('"'.padEnd(mostBytes / 8)));
        stream.close();
      },
    });
    const request = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body, duplex: 'half' } as const;

    const response = await fetch(`${url}/echo/x`, request);

    assert.equal(response.status, 413);
  });

  it('refuses who is not welcome before anything of the body has come', async () => {
    const isWelcome = ({ authorization }: IncomingHttpHeaders) => authorization === 'Bearer x';
    const { port, url } = await serve([{ ...echo, accepts: { kind: 'json', mostBytes, isWelcome } }]);

    const unread = await raw(port, `POST /echo/x HTTP/1.1\r\nHost: localhost\r\n${aHundredBytes}`);
    const headers = { 'Content-Type': json, Authorization: 'Bearer x' };
    const welcome = await fetch(`${url}/echo/x`, { method: 'POST', headers, body: '{}' });

    assert.match(unread, /^HTTP\/1.1 401 /);
    assert.match(unread, /\r\nConnection: close\r\n/);
    assert.equal(welcome.status, 200);
  });

  it('keeps 32 MB of unfinished bodies, and takes others again when these have gone', async () => {
    const huge = 24 * 1024 * 1024;
    const { port, url } = await serve([{ ...echo, accepts: { kind: 'bytes', mostBytes: huge } }]);
    const waiting = await startBody({ port, declared: huge, sent: huge - 1 });

    const other = { method: 'POST', headers: { 'Content-Type': json }, body: quoted(16 * 1024 * 1024) };
    const turnedAway = await statusOnce(() => fetch(`${url}/echo/x`, other), 503);
    const small = await post(`${url}/echo/x`, json, '{}');
    waiting.destroy();
    const taken = await statusOnce(() => fetch(`${url}/echo/x`, other), 200);

    assert.equal(turnedAway.headers.get('retry-after'), '5');
    assert.deepEqual([turnedAway.status, small.status, taken.status], [503, 200, 200]);
  });

  it('refuses a compressed body', async () => {
    const { url } = await serve([echo]);
    const headers = { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' };

    const response = await fetch(`${url}/echo/x`, { method: 'POST', headers, body: 'zzz' });

    assert.equal(response.status, 415);
  });
});

/** What was sent before is still on its way, or was given up a moment ago: asks until it is answered as expected. */
async function statusOnce(ask: () => Promise<Response>, expected: number): Promise<Response> {
  for (;;) {
    const response = await ask();
    await response.arrayBuffer();
    if (response.status === expected) return response;
  }
}

/** Sends all but the end of a body. */
function startBody({ port, declared, sent }: { port: number; declared: number; sent: number }): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const head = `POST /echo/x HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${json}\r\nContent-Length: ${String(declared)}\r\n\r\n`;
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(head);
      socket.write(quoted(sent - 2), () => resolve(socket));
    });
    socket.on('error', reject);
  });
}
