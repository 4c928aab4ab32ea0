import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createLog } from '../src/log.ts';

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(createLog('debug', { write: (line: string) => void lines.push(line) }));
  return lines.join('');
}

const token = `eyJ${'a'.repeat(40)}.${'b'.repeat(40)}.${'c'.repeat(40)}`;

describe('the log', () => {
  it('writes one line of JSON with level, time and what stands beside the message', () => {
    const line = JSON.parse(logged((log) => log.info({ tenantId: 'tenant-1' }, 'visited'))) as Record<string, unknown>;

    assert.equal(line['level'], 'info');
    assert.equal(line['msg'], 'visited');
    assert.equal(line['tenantId'], 'tenant-1');
    assert.match(String(line['time']), /^\d{4}-\d\d-\d\dT/);
  });

  it('keeps secrets and personal data out at every depth that we log', () => {
    const line = logged((log) =>
      log.info(
        {
          token: 'secret-1',
          request: { headers: { authorization: 'secret-2', cookie: 'secret-3' }, clientSecret: 'secret-4' },
          contact: { email: 'secret-5', phone: 'secret-6' },
        },
        'hello',
      ),
    );

    assert.doesNotMatch(line, /secret-/);
  });

  it('keeps of an error what tells where and why, and nothing that an SDK hung on it', () => {
    const error = Object.assign(new Error(`failed with ${token}`, { cause: new Error('socket closed') }), {
      code: 'ECONNRESET',
      statusCode: 502,
      request: { headers: { authorization: 'secret-1' } },
    });

    const line = logged((log) => log.error({ err: error }, 'failed'));

    assert.doesNotMatch(line, /secret-1|eyJ/);
    assert.match(line, /"code":"ECONNRESET"/);
    assert.match(line, /"statusCode":502/);
    assert.match(line, /socket closed/);
    assert.match(line, /log\.test\.ts/);
  });

  it('keeps what an address carries for a sign-in out of error messages', () => {
    const address = 'https://bot.example/connect/signed-in?code=secret-1&state=secret-2&session_state=kept';

    const line = logged((log) => log.error({ err: new Error(`GET ${address} failed`) }, 'failed'));

    assert.doesNotMatch(line, /secret-/);
    assert.match(line, /session_state=kept/);
  });

  for (const [what, message] of [
    ['alone', 'code=secret-1'],
    ['behind a word', 'the body was refresh_token=secret-1&state=secret-2'],
    ['on a line of its own', 'refused:\nclient_secret=secret-1'],
    ['in a fragment', 'GET https://bot.example/signed-in#code=secret-1&state=secret-2'],
  ] as const) {
    it(`keeps it out of them also where no address is in front of it: ${what}`, () => {
      const line = logged((log) => log.error({ err: new Error(message) }, 'failed'));

      assert.doesNotMatch(line, /secret-\d/);
      assert.match(line, /=\[redacted\]/);
    });
  }

  it('comes to an end with an error that is its own cause', () => {
    const error = new Error('round and round');
    error.cause = error;

    assert.match(
      logged((log) => log.error({ err: error }, 'failed')),
      /round and round/,
    );
  });

  it('keeps Partner Connect links out of error messages', () => {
    const error = new Error('GET http://127.0.0.1/connect/abcdefghijkl.mnopqrstuvwxyz failed');

    assert.match(
      logged((log) => log.error({ err: error }, 'failed')),
      /connect\/\[link\] failed/,
    );
  });

  it('keeps the operator’s links to the consent page out of them too', () => {
    const error = new Error(
      'GET http://127.0.0.1/connect/partner-consent/abcdefghijkl.1795000000.mnopqrstuvwxyz?x=1 failed',
    );

    assert.match(
      logged((log) => log.error({ err: error }, 'failed')),
      /connect\/partner-consent\/\[link\]\?x=1 failed/,
    );
  });

  const notErrors: readonly [string, unknown, object][] = [
    ['a text', 'refresh_token=secret-1', { type: 'String' }],
    ['an answer', { data: { refreshing: 'secret-1' }, code: 'ECONNRESET' }, { type: 'Object', code: 'ECONNRESET' }],
    ['an answer with a number', { body: 'secret-1', code: 500 }, { type: 'Object', code: 500 }],
    ['a sign-in that ended', { code: '0.AXYsecret-1', state: 'secret-1' }, { type: 'Object' }],
    ['a list', ['secret-1'], { type: 'Array' }],
    ['nothing', null, { type: 'Null' }],
  ];
  for (const [what, thrown, kept] of notErrors) {
    it(`keeps its kind and its code of what was thrown and is no error, alone or as a cause: ${what}`, () => {
      const alone = logged((log) => log.error({ err: thrown }, 'failed'));
      const cause = logged((log) => log.error({ err: new Error('x', { cause: thrown }) }, 'failed'));

      assert.doesNotMatch(alone + cause, /secret-1/);
      assert.deepEqual((JSON.parse(alone) as { err: unknown }).err, kept);
      assert.deepEqual((JSON.parse(cause) as { err: { cause: unknown } }).err.cause, kept);
    });
  }
});
