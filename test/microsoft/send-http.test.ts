import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createSendHttp, jsonOf, retryAfterMs } from '../../src/microsoft/send-http.ts';
import { createFakeClock, testNow } from '../support/fake-clock.ts';
import { startMicrosoftStub, type MicrosoftStub } from './microsoft-stub.ts';
import { createWireTimers } from './wire-timers.ts';

const gzipped = { 'Content-Encoding': 'gzip' };

describe('sending over HTTP', () => {
  let stub: MicrosoftStub;
  const timers = createWireTimers(createFakeClock(), 5_000);
  beforeEach(async () => {
    stub = await startMicrosoftStub();
    stub.whenSilent(timers.expire);
    stub.whenSlow(timers.pass);
  });
  afterEach(async () => {
    await stub.stop();
  });

  it('gives up on silence, and cannot say whether the request was taken', async () => {
    stub.on('GET', '/slow', { silent: true });

    const sent = createSendHttp(5_000, timers)(`${stub.url}/slow`);

    await assert.rejects(sent, { code: 'UPSTREAM_UNAVAILABLE', details: { sent: 'maybe' } });
  });

  it('gives up on a body that never ends', async () => {
    stub.on('GET', '/stuck', { stuck: true, raw: '{"value":' });

    const sent = createSendHttp(5_000, timers)(`${stub.url}/stuck`);

    await assert.rejects(sent, { code: 'UPSTREAM_UNAVAILABLE', details: { sent: 'maybe' } });
  });

  it('takes what comes late, though not too late', async () => {
    stub.on('GET', '/late', { afterMs: 4_999, json: {} });

    const response = await createSendHttp(5_000, timers)(`${stub.url}/late`);

    assert.equal(response.status, 200);
  });

  for (const [name, raw, headers] of [
    ['fifty megabytes', Buffer.alloc(50 * 1024 * 1024), {}],
    ['fifty megabytes, packed into fifty kilobytes,', gzipSync(Buffer.alloc(50 * 1024 * 1024)), gzipped],
  ] as const) {
    it(`reads no ${name} to the end`, async () => {
      stub.on('GET', '/huge', { raw, headers });

      const sent = createSendHttp(5_000, timers)(`${stub.url}/huge`);

      const details = { status: '200', reason: 'answer too large', sent: 'maybe' };
      await assert.rejects(sent, { code: 'UPSTREAM_UNEXPECTED', details });
    });
  }

  it('takes what cannot be unpacked for lost', async () => {
    stub.on('GET', '/garbage', { raw: 'no gzip', headers: gzipped });

    const sent = createSendHttp(5_000, timers)(`${stub.url}/garbage`);

    await assert.rejects(sent, { code: 'UPSTREAM_UNAVAILABLE', details: { sent: 'maybe' } });
  });

  it('cannot say whether a request was taken whose kept connection was closed under it', async () => {
    stub.on('POST', '/kept', { json: {} }, { reset: true });
    const send = createSendHttp(5_000, timers);
    await send(`${stub.url}/kept`, { method: 'POST', body: 'first' });

    const second = send(`${stub.url}/kept`, { method: 'POST', body: 'second' });

    await assert.rejects(second, { code: 'UPSTREAM_UNAVAILABLE', details: { sent: 'maybe' } });
    assert.equal(stub.requests('POST', '/kept').length, 2);
  });

  it('knows that a refused connection carried nothing', async () => {
    const { url } = stub;
    await stub.stop();

    const sent = createSendHttp(5_000, timers)(url);

    await assert.rejects(sent, { code: 'UPSTREAM_UNAVAILABLE', details: { sent: 'no' } });
    stub = await startMicrosoftStub();
  });

  it('does not follow a redirect', async () => {
    stub.on('GET', '/moved', { status: 302, headers: { Location: `${stub.url}/elsewhere` } });

    const response = await createSendHttp(5_000, timers)(`${stub.url}/moved`);

    assert.equal(response.status, 302);
    assert.equal(stub.requests('GET', '/elsewhere').length, 0);
  });

  it('reads JSON behind a byte order mark', async () => {
    stub.on('GET', '/bom', { raw: '\uFEFF{"url":"here"}' });

    const response = await createSendHttp(5_000, timers)(`${stub.url}/bom`);

    assert.deepEqual(await jsonOf(response), { url: 'here' });
  });

  for (const [name, raw] of [
    ['HTML', '<html>Service unavailable</html>'],
    ['half a JSON', '{"value": [{"id":'],
    ['nothing', ''],
  ] as const) {
    it(`takes ${name} for no JSON`, async () => {
      stub.on('GET', '/odd', { raw });

      const response = await createSendHttp(5_000, timers)(`${stub.url}/odd`);

      assert.equal(await jsonOf(response), undefined);
    });
  }

  const hourMs = 60 * 60 * 1000;
  for (const [name, value, expected] of [
    ['in seconds', '7', 7_000],
    ['in parts of a second', '0.5', 500],
    ['of no time', '0', 0],
    ['as a date', 'Mon, 02 Nov 2026 09:00:30 GMT', 30_000],
    ['as a date long ago', 'Sun, 01 Nov 2026 09:00:00 GMT', undefined],
    ['of three hours', '10800', hourMs],
    ['as a date next year', 'Tue, 02 Nov 2027 09:00:00 GMT', hourMs],
    ['of more seconds than there are', '9'.repeat(400), hourMs],
    ['below nothing', '-5', undefined],
    ['in words', 'soon 7', undefined],
    ['in hexadecimal', '0x10', undefined],
    ['as a date that is none', 'Mon, 99 Nov 2026 09:00:30 GMT', undefined],
    ['without a value', '', undefined],
  ] as const) {
    it(`${expected === undefined ? 'passes over' : 'reads'} a Retry-After ${name}`, () => {
      assert.equal(retryAfterMs(new Headers({ 'Retry-After': value }), testNow), expected);
    });
  }

  it('knows of no wait where there is no Retry-After', () => {
    assert.equal(retryAfterMs(new Headers(), testNow), undefined);
  });
});
