import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createSendHttp, jsonOf, retryAfterMs } from '../../src/microsoft/send-http.ts';
import { createFakeClock, testNow } from '../support/fake-clock.ts';
import { startMicrosoftStub, type MicrosoftStub } from './microsoft-stub.ts';
import { createWireTimers } from './wire-timers.ts';

describe('sending over HTTP', () => {
  let stub: MicrosoftStub;
  const timers = createWireTimers(createFakeClock(), 5_000);
  beforeEach(async () => {
    stub = await startMicrosoftStub();
    stub.whenSilent(timers.expire);
  });
  afterEach(async () => {
    await stub.stop();
  });

  it('gives up on silence, and cannot say whether the request was taken', async () => {
    stub.on('GET', '/slow', { silent: true });

    const sent = createSendHttp(5_000, timers)(`${stub.url}/slow`);

    await assert.rejects(sent, { code: 'UPSTREAM_UNAVAILABLE', details: { sent: 'maybe' } });
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

  it('reads Retry-After in seconds and as a date', () => {
    const inSeconds = retryAfterMs(new Headers({ 'Retry-After': '7' }), testNow);
    const asDate = retryAfterMs(new Headers({ 'Retry-After': 'Mon, 02 Nov 2026 09:00:30 GMT' }), testNow);
    const absent = retryAfterMs(new Headers(), testNow);
    const nonsense = retryAfterMs(new Headers({ 'Retry-After': 'soon' }), testNow);

    assert.deepEqual([inSeconds, asDate, absent, nonsense], [7_000, 30_000, undefined, undefined]);
  });
});
