import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { z } from 'zod';
import {
  bodyOf,
  createApiClient,
  unexpectedAnswer,
  type ApiClient,
  type ApiRequest,
} from '../../src/microsoft/api-client.ts';
import { createOutbound } from '../../src/microsoft/outbound/outbound.ts';
import { createSendHttp } from '../../src/microsoft/send-http.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';
import { createFakeIds } from '../support/fake-ids.ts';
import { partnerTenantId, testConfig, warningLog } from './microsoft-fixture.ts';
import { startMicrosoftStub, type MicrosoftStub } from './microsoft-stub.ts';
import { createWireTimers, type WireTimers } from './wire-timers.ts';

const path = '/graph/v1.0/things';
/** The first that the fake ids give. */
const correlationId = '00000000-0000-4000-8000-000000000001';
const retryAtOnce = { 'Retry-After': '0' };

describe('the API client', () => {
  let stub: MicrosoftStub;
  let api: ApiClient;
  let clock: FakeClock;
  let timers: WireTimers;
  let tokensAsked: { fresh: boolean }[];
  beforeEach(async () => {
    stub = await startMicrosoftStub();
    tokensAsked = [];
    clock = createFakeClock();
    timers = createWireTimers(clock, 5_000);
    stub.whenSilent(timers.expire);
    const log = warningLog(() => undefined);
    const sendHttp = createSendHttp(5_000, timers);
    const limits = testConfig(stub.url, { longestRetryAfterMs: 1_000 });
    const outbound = createOutbound('graph', { clock, timers, random: () => 0, log, sendHttp, limits });
    api = createApiClient(
      { clock, ids: createFakeIds(), log, outbound },
      {
        host: 'graph.microsoft.com',
        version: 'v1.0',
        correlationHeader: 'client-request-id',
        baseUrl: `${stub.url}/graph`,
      },
    );
  });
  afterEach(async () => {
    await stub.stop();
  });

  function request(changes: Partial<ApiRequest> = {}): ApiRequest {
    return {
      call: 'readRelationship',
      method: 'GET',
      path: '/things',
      tenantId: partnerTenantId,
      token: async (options) => {
        tokensAsked.push(options);
        return options.fresh ? 'new-token' : 'old-token';
      },
      ...changes,
    };
  }

  it('sends the token and the headers to the configured base', async () => {
    stub.on('GET', path, { json: { name: 'thing' } });

    const answer = await api.send(request({ headers: { 'If-Match': 'W/"1"' } }));

    assert.deepEqual([answer.status, answer.json], [200, { name: 'thing' }]);
    const { headers } = stub.seen[0]!;
    assert.equal(headers['authorization'], 'Bearer old-token');
    assert.equal(headers['if-match'], 'W/"1"');
    assert.equal(headers['client-request-id'], answer.correlationId);
  });

  it('asks for a fresh token when the one it had is refused, once', async () => {
    stub.on('GET', path, { status: 401 }, { json: {} });

    const answer = await api.send(request());

    assert.equal(answer.status, 200);
    assert.deepEqual(tokensAsked, [{ fresh: false }, { fresh: true }]);
    assert.equal(stub.seen[1]?.headers['authorization'], 'Bearer new-token');
  });

  it('leaves a second refusal to the caller', async () => {
    stub.on('GET', path, { status: 401 });

    const answer = await api.send(request());

    assert.deepEqual([answer.status, stub.seen.length], [401, 2]);
  });

  it('takes a token that is refused for a fault of whoever it was given to', async () => {
    stub.on('GET', path, { status: 401 });

    const [asApp, asAccount] = [await api.send(request()), await api.send(request({ asAccount: true }))];

    assert.deepEqual(
      [asApp, asAccount].map((answer) => unexpectedAnswer(answer, clock).code),
      ['OWN_CREDENTIALS_REFUSED', 'SERVICE_ACCOUNT_REFUSED'],
    );
  });

  for (const status of [429, 500, 502, 503, 504]) {
    it(`reads again after ${status}`, async () => {
      stub.on('GET', path, { status, headers: retryAtOnce }, { json: {} });

      const answer = await api.send(request());

      assert.deepEqual([answer.status, stub.seen.length], [200, 2]);
    });
  }

  it('writes again after 429, which says that nothing was done', async () => {
    stub.on('POST', path, { status: 429, headers: retryAtOnce }, { status: 201, json: {} });

    const answer = await api.send(request({ method: 'POST', body: { name: 'thing' } }));

    assert.deepEqual([answer.status, stub.seen.length], [201, 2]);
    assert.equal(stub.seen[1]?.body, '{"name":"thing"}');
  });

  it('does not write again after 503, when nobody knows what was done', async () => {
    stub.on('POST', path, { status: 503, headers: retryAtOnce });

    const sent = api.send(request({ method: 'POST', body: {} }));

    await assert.rejects(sent, {
      code: 'UPSTREAM_UNAVAILABLE',
      details: { status: '503', correlationId, sent: 'maybe' },
    });
    assert.equal(stub.seen.length, 1);
  });

  it('does not wait for a Retry-After beyond the bound, and says how long it is', async () => {
    stub.on('GET', path, { status: 429, headers: { 'Retry-After': '120', 'request-id': 'r-1' } });

    const sent = api.send(request());

    const details = { status: '429', correlationId, requestId: 'r-1', retryAfterMs: '120000' };
    await assert.rejects(sent, { code: 'UPSTREAM_THROTTLED', details });
    assert.equal(stub.seen.length, 1);
  });

  it('gives up after two more tries', async () => {
    stub.on('GET', path, { status: 429, headers: retryAtOnce });

    await assert.rejects(api.send(request()), { code: 'UPSTREAM_THROTTLED' });
    assert.equal(stub.seen.length, 3);
  });

  it('tries once when asked to', async () => {
    stub.on('GET', path, { status: 429, headers: retryAtOnce });

    await assert.rejects(api.send(request({ once: true })), { code: 'UPSTREAM_THROTTLED' });
    assert.equal(stub.seen.length, 1);
  });

  it('keeps what was lost on the way apart from what the SDK makes of it', async () => {
    await stub.stop();

    await assert.rejects(api.send(request()), { code: 'UPSTREAM_UNAVAILABLE', details: { sent: 'no' } });
    stub = await startMicrosoftStub();
  });

  it('goes by one correlation id through all tries of a call, and by another in the next call', async () => {
    stub.on('GET', path, { status: 401 }, { status: 503, headers: retryAtOnce }, { json: {} });

    await api.send(request());
    await api.send(request());

    const [first, ...rest] = stub.seen.map((seen) => seen.headers['client-request-id']);
    assert.deepEqual(
      rest.map((id) => id === first),
      [true, true, false],
    );
  });

  it('follows the address of a next page under its own base', async () => {
    stub.on('GET', `${path}?$skipToken=2`, { json: { page: 2 } });

    const answer = await api.send(request({ path: `${stub.url}${path}?$skipToken=2` }));

    assert.deepEqual(answer.json, { page: 2 });
  });

  it('takes its token to no other address', async () => {
    const sent = api.send(request({ path: 'https://evil.example/graph/v1.0/things' }));

    await assert.rejects(sent, { code: 'UPSTREAM_UNEXPECTED' });
    assert.equal(stub.seen.length, 0);
  });

  for (const [name, raw] of [
    ['HTML', '<html></html>'],
    ['half a JSON', '{"name":'],
    ['another shape', '{"title":"thing"}'],
  ] as const) {
    it(`does not take ${name} for the body it needs`, async () => {
      stub.on('GET', path, { raw });

      const answer = await api.send(request());

      assert.throws(() => bodyOf(answer, z.object({ name: z.string() })), { code: 'UPSTREAM_UNEXPECTED' });
    });
  }
});
