import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { AppError } from '../../../src/core/errors.ts';
import { createOutbound, type OutboundDeps, type Repeat } from '../../../src/microsoft/outbound/outbound.ts';
import { createFakeClock, testNow, type FakeClock } from '../../support/fake-clock.ts';
import { letEverythingRun } from '../../support/fake-timers.ts';
import { testConfig } from '../microsoft-fixture.ts';
import { createWireTimers, type WireTimers } from '../wire-timers.ts';

type Limits = OutboundDeps['limits'];
type Answer =
  number | { status: number; retryAfter: string } | 'lost' | 'never sent' | 'too large' | (() => Promise<Response>);

interface Line {
  level: string;
  message: string;
}

describe('the outbound policy', () => {
  let clock: FakeClock;
  let timers: WireTimers;
  let lines: Line[];
  let sent: number;
  beforeEach(() => {
    clock = createFakeClock();
    timers = createWireTimers(clock, Infinity);
    lines = [];
    sent = 0;
  });

  /** A service that answers so, the last answer again and again. */
  function service(answers: Answer[], changes: Partial<Limits> = {}, random = () => 0) {
    const level = (name: string) => (_facts: object, message: string) => void lines.push({ level: name, message });
    const outbound = createOutbound('graph', {
      clock,
      timers,
      random,
      log: { debug: level('debug'), info: level('info'), warn: level('warn') },
      limits: testConfig('', { retryDelayMs: 100, longestRetryAfterMs: 5_000, ...changes }),
      async sendHttp() {
        const answer = answers[Math.min(sent, answers.length - 1)]!;
        sent += 1;
        return respond(answer);
      },
    });
    return (call: Omit<Parameters<typeof outbound>[0], 'name'>) => outbound({ name: 'readRelationship', ...call });
  }

  async function respond(answer: Answer): Promise<Response> {
    if (answer === 'lost') throw new AppError('UPSTREAM_UNAVAILABLE', { sent: 'maybe' });
    if (answer === 'too large') throw new AppError('UPSTREAM_UNEXPECTED', { sent: 'maybe' });
    if (answer === 'never sent') throw new AppError('UPSTREAM_UNAVAILABLE', { sent: 'no' });
    if (typeof answer === 'function') return answer();
    if (typeof answer === 'number') return new Response(null, { status: answer });
    return new Response(null, { status: answer.status, headers: { 'Retry-After': answer.retryAfter } });
  }

  const news = () => lines.filter(({ level }) => level !== 'debug').map(({ level, message }) => `${level}: ${message}`);

  for (const [repeat, answer, tries] of [
    ['always', 429, 3],
    ['always', 500, 3],
    ['always', 502, 3],
    ['always', 503, 3],
    ['always', 504, 3],
    ['always', 501, 1],
    ['always', 404, 1],
    ['always', 'lost', 3],
    ['always', 'never sent', 3],
    ['always', 'too large', 1],
    ['ifNotDone', 429, 3],
    ['ifNotDone', 500, 1],
    ['ifNotDone', 503, 1],
    ['ifNotDone', 'lost', 1],
    ['ifNotDone', 'never sent', 3],
    ['ifNotDone', 'too large', 1],
    ['never', 429, 1],
    ['never', 503, 1],
    ['never', 'lost', 1],
    ['never', 'never sent', 1],
  ] satisfies [Repeat, Answer, number][]) {
    it(`tries ${tries === 1 ? 'once' : `${tries} times`} on ${answer} what may be repeated ${repeat}`, async () => {
      const send = service([answer])({ tenant: 'contoso', repeat });

      await send('https://graph').catch((error: unknown) => assert.ok(error instanceof AppError));

      assert.equal(sent, tries);
    });
  }

  it('ends at the first answer that is good', async () => {
    const send = service([503, 'lost', 200])({ tenant: 'contoso', repeat: 'always' });

    const response = await send('https://graph');

    assert.deepEqual([response.status, sent], [200, 3]);
  });

  it('passes a bug on as it is, at once', async () => {
    const bug = new TypeError('a bug');
    const send = service([async () => Promise.reject(bug)])({ tenant: 'contoso', repeat: 'always' });

    await assert.rejects(send('https://graph'), bug);
    assert.equal(sent, 1);
  });

  it('waits longer each time, drawn at random between the shortest wait and three times the last', async () => {
    const [shortest, longest] = [() => 0, () => 1];
    await service([503], {}, shortest)({ tenant: 'contoso', repeat: 'always' })('https://graph');
    await service([503], {}, longest)({ tenant: 'contoso', repeat: 'always' })('https://graph');

    assert.deepEqual(timers.waits, [100, 100, 300, 900]);
  });

  for (const [form, retryAfter] of [
    ['seconds', '3'],
    ['a date', new Date(testNow.getTime() + 3_000).toUTCString()],
  ] as const) {
    it(`waits as long as Microsoft asks in ${form}, and a little longer by chance`, async () => {
      const outbound = service([{ status: 429, retryAfter }, 200], {}, () => 0.5);

      const response = await outbound({ tenant: 'contoso', repeat: 'ifNotDone' })('https://graph');

      assert.equal(response.status, 200);
      assert.deepEqual(timers.waits, [3_050]);
    });
  }

  it('hands back what asks for a longer wait than anybody has time for', async () => {
    const send = service([{ status: 429, retryAfter: '6' }])({ tenant: 'contoso', repeat: 'always' });

    const response = await send('https://graph');

    assert.deepEqual([response.status, sent, timers.waits], [429, 1, []]);
  });

  it('begins no further try when its caller has waited long enough', async () => {
    const send = service([{ status: 503, retryAfter: '5' }], { lastTryWithinMs: 8_000 });

    await send({ tenant: 'contoso', repeat: 'always' })('https://graph');

    assert.deepEqual([sent, timers.waits], [2, [5_000]]);
  });

  describe('with a service that is down', () => {
    const limits = { circuitOpensAfter: 2, circuitRestMs: 30_000 };
    const call = { tenant: 'contoso', repeat: 'never' } as const;

    it('asks it no more after some failed calls, and says so at once', async () => {
      const send = service([503, 'lost', 200], limits)(call);
      await send('https://graph');
      await assert.rejects(send('https://graph'));

      const third = send('https://graph');

      await assert.rejects(third, {
        code: 'UPSTREAM_UNAVAILABLE',
        details: { reason: 'circuit open', service: 'graph', sent: 'no' },
      });
      assert.equal(sent, 2);
    });

    it('is not put off by throttling, refusals, or failures with successes in between', async () => {
      const send = service([429, 429, 403, 403, 503, 200, 503, 200], limits)(call);

      for (let asked = 0; asked < 8; asked += 1) await send('https://graph');

      assert.equal(sent, 8);
    });

    it('is not put off by answers that are too large', async () => {
      const send = service(['too large', 'too large', 'too large', 200], limits)(call);

      for (let asked = 0; asked < 3; asked += 1) await assert.rejects(send('https://graph'));

      assert.equal((await send('https://graph')).status, 200);
    });

    it('lets one call try when it has rested, and everybody when that went well', async () => {
      const probe = Promise.withResolvers<Response>();
      const send = service([503, 503, async () => probe.promise, 200], limits)(call);
      await send('https://graph');
      await send('https://graph');
      clock.advance(limits.circuitRestMs);

      const first = send('https://graph');
      await assert.rejects(send('https://graph'), { code: 'UPSTREAM_UNAVAILABLE' });
      probe.resolve(new Response(null, { status: 200 }));
      await first;
      const after = await send('https://graph');

      assert.deepEqual([after.status, sent], [200, 4]);
    });

    it('rests again when the try fails', async () => {
      const send = service([503], limits)(call);
      await send('https://graph');
      await send('https://graph');
      clock.advance(limits.circuitRestMs);
      await send('https://graph');

      clock.advance(limits.circuitRestMs - 1);

      await assert.rejects(send('https://graph'), { code: 'UPSTREAM_UNAVAILABLE' });
      assert.equal(sent, 3);
    });

    it('logs once that it is down, however often it is tried, and once that it is back', async () => {
      const send = service([503, 503, 503, 503, 200], limits)(call);
      for (const restMs of [0, 0, limits.circuitRestMs, limits.circuitRestMs, limits.circuitRestMs]) {
        clock.advance(restMs);
        await send('https://graph');
      }

      assert.deepEqual(news(), ['warn: microsoft circuit opened', 'info: microsoft circuit closed']);
    });
  });

  describe('with many calls at once', () => {
    const limits = { callsAtOnce: 2, callsWaiting: 1 };
    const call = (tenant: string) => ({ tenant, repeat: 'always' }) as const;

    it('sends no more than so many for one tenant, and those of others meanwhile', async () => {
      const gate = Promise.withResolvers<Response>();
      const outbound = service([async () => gate.promise.then((answer) => answer.clone())], limits);
      const contoso = [1, 2, 3].map(async () => outbound(call('contoso'))('https://graph'));
      await letEverythingRun();
      const ofOne = sent;
      const fabrikam = outbound(call('fabrikam'))('https://graph');
      await letEverythingRun();
      const ofBoth = sent;

      gate.resolve(new Response('{}'));
      await Promise.all([...contoso, fabrikam]);

      assert.deepEqual([ofOne, ofBoth, sent], [2, 3, 4]);
    });

    it('lets others of the same tenant through while a call waits for its next try', async () => {
      const waiting = Promise.withResolvers<() => void>();
      timers = { ...timers, after: (_ms, run) => (waiting.resolve(run), () => undefined) };
      const outbound = service([{ status: 429, retryAfter: '5' }, 200], { ...limits, callsAtOnce: 1 });
      const first = outbound(call('contoso'))('https://graph');
      await letEverythingRun();

      const second = await outbound(call('contoso'))('https://graph');

      assert.equal(second.status, 200);
      (await waiting.promise)();
      assert.equal((await first).status, 200);
    });

    it('sends no more of what waited when the service goes down meanwhile', async () => {
      const gate = Promise.withResolvers<Response>();
      const outbound = service([async () => gate.promise, async () => letEverythingRun().then(() => gate.promise)], {
        ...{ callsAtOnce: 1, callsWaiting: 5, circuitOpensAfter: 1 },
      });
      const never = { tenant: 'contoso', repeat: 'never' } as const;
      const calls = [1, 2, 3].map(async () => outbound(never)('https://graph'));
      await letEverythingRun();

      gate.resolve(new Response(null, { status: 503 }));
      // One was on its way before the answer to the one before it was judged.
      const ends = await Promise.allSettled(calls);

      assert.deepEqual([sent, ...ends.map(({ status }) => status)], [2, 'fulfilled', 'fulfilled', 'rejected']);
    });

    it('turns away what would wait behind too many, as throttled', async () => {
      const gate = Promise.withResolvers<Response>();
      const outbound = service([async () => gate.promise.then((answer) => answer.clone())], limits);
      const calls = [1, 2, 3].map(async () => outbound(call('contoso'))('https://graph'));

      await assert.rejects(outbound(call('contoso'))('https://graph'), { code: 'UPSTREAM_THROTTLED' });

      gate.resolve(new Response('{}'));
      await Promise.all(calls);
      assert.equal(sent, 3);
    });
  });
});
