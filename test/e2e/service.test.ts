import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { compiledCode } from '../support/compiled-code.ts';
import { createFolder } from '../support/sqlite-database.ts';

const repository = new URL('../..', import.meta.url);

interface Service {
  pid: number;
  lines: () => LogLine[];
  /** Resolves with the line that has this message; rejects when the process ends without it. */
  says(message: string): Promise<LogLine>;
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

interface LogLine {
  level: string;
  msg: string;
  port?: number;
  problems?: string[];
}

/** `node src/main.ts` with these keys and no others. */
function startService(environment: Record<string, string>): Service {
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'], ...compiledCode, ...environment },
  });
  let output = '';
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const lines = () => output.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as LogLine]));
  const seen = (message: string) => lines().find(({ msg }) => msg === message);
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    child.emit('output');
  });
  return {
    pid: child.pid ?? 0,
    lines,
    async says(message) {
      for (;;) {
        const line = output.endsWith('\n') ? seen(message) : undefined;
        if (line) return line;
        await Promise.race([
          once(child, 'output'),
          exited.then((code) => Promise.reject(new Error(`ended with ${String(code)}: ${output}`))),
        ]);
      }
    },
    async end(signal) {
      if (signal) child.kill(signal);
      return exited;
    },
  };
}

const production = {
  PORT: '0',
  PUBLIC_URL: 'https://connect.northwindtraders.example',
  BOT_APP_ID: '20000000-0000-4000-8000-000000000001',
  BOT_APP_TENANT_ID: '10000000-0000-4000-8000-000000000001',
  SECRET_BOT_APP_PASSWORD: 'a password that opens nothing',
  ORGANISATIONS: '10000000-0000-4000-8000-000000000001=Northwind Traders',
  PARTNER_NAME: 'Northwind Traders',
  PARTNER_TENANT_ID: '10000000-0000-4000-8000-000000000001',
  CONNECT_CLIENT_ID: '40000000-0000-4000-8000-000000000001',
  SECRET_CONNECT_CLIENT_SECRET: 'a secret that opens nothing',
  SECRET_LINK_KEYS: 'a key of the tests that is long enough',
  SENDER_MAILBOX: 'partnerconnect@northwindtraders.example',
};

describe('the service that cannot start', () => {
  it('names every key that is missing, and ends with exit code 1', async () => {
    const service = startService({ PORT: 'eighty', PARTNER_NAME: 'Northwind Traders' });

    const code = await service.end();

    assert.equal(code, 1);
    const [line, ...others] = service.lines();
    assert.equal(others.length, 0);
    assert.equal(line?.level, 'fatal');
    assert.equal(line.msg, 'not started');
    for (const problem of [
      'PORT must be a port number',
      'BOT_APP_ID is missing',
      'ORGANISATIONS is missing',
      'PUBLIC_URL is missing',
      'SECRET_LINK_KEYS is missing',
    ]) {
      assert.ok(line.problems?.includes(problem), `${problem}: ${String(line.problems)}`);
    }
  });

  for (const level of ['loud', '']) {
    it(`says so in its log with LOG_LEVEL=${level} too`, async () => {
      const service = startService({ ...production, PORT: 'eighty', LOG_LEVEL: level });

      const code = await service.end();

      assert.equal(code, 1);
      const ofLevel = level === '' ? [] : ['LOG_LEVEL must be fatal, error, warn, info or debug'];
      assert.deepEqual(service.lines()[0]?.problems, [...ofLevel, 'PORT must be a port number']);
    });
  }

  it('refuses to run as the sandbox, which believes every caller', async () => {
    const service = startService({ ...production, PUBLIC_URL: 'http://127.0.0.1:3978', APP_MODE: 'sandbox' });

    const code = await service.end();

    assert.equal(code, 1);
    assert.deepEqual(service.lines()[0]?.problems, ['APP_MODE sandbox is for the sandbox command (npm start)']);
  });

  it('says why when its database cannot be opened', async () => {
    const service = startService({ ...production, DATABASE_URL: 'postgres://nobody:secret@nowhere/db' });

    const code = await service.end();

    assert.equal(code, 1);
    assert.match(JSON.stringify(service.lines()), /the scheme postgres, which no store serves/);
    assert.doesNotMatch(JSON.stringify(service.lines()), /secret@/);
  });
});

describe('the service with the keys of production', () => {
  let folder: string;
  let service: Service;
  let url: string;
  before(async () => {
    folder = await createFolder();
    service = startService({ ...production, DATABASE_URL: `sqlite:${join(folder, 'service.db')}` });
    const { port } = await service.says('started');
    url = `http://127.0.0.1:${String(port)}`;
  });
  after(async () => {
    await service.end('SIGKILL');
    await rm(folder, { recursive: true });
  });

  const post = (body: string, headers: Record<string, string> = {}) =>
    fetch(`${url}/api/messages`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
  const activity = JSON.stringify({
    type: 'message',
    id: '1',
    channelId: 'msteams',
    serviceUrl: 'https://smba.trafficmanager.net/emea/',
    from: { id: '29:somebody' },
    recipient: { id: '28:bot' },
    conversation: { id: 'a:somebody' },
    text: 'transition',
  });

  it('is alive, and ready', async () => {
    const alive = await fetch(`${url}/healthz`);
    const ready = await fetch(`${url}/readyz`);

    assert.deepEqual([alive.status, await alive.json()], [200, { status: 'ok' }]);
    assert.deepEqual([ready.status, await ready.json()], [200, { status: 'ready' }]);
  });

  it('refuses an activity without a token, and one with a token that nobody signed', async () => {
    const unsigned = `${btoa('{"alg":"none"}')}.${btoa('{"aud":"20000000-0000-4000-8000-000000000001"}')}.`;

    const without = await post(activity);
    const forged = await post(activity, { authorization: `Bearer ${unsigned}` });

    assert.equal(without.status, 401);
    assert.equal(forged.status, 401);
  });

  it('does not wait for the body of a request without a token', async () => {
    const asked = request(`${url}/api/messages`, { method: 'POST', headers: { 'content-length': '100000' } });
    asked.flushHeaders();

    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    asked.destroy();

    assert.equal(answer.statusCode, 401);
  });

  for (const [what, body] of [
    ['half a JSON', '{"type":"mess'],
    ['no activity', '{"hello":"there"}'],
    ['a list', '[1,2,3]'],
    ['nothing', ''],
  ] as const) {
    it(`answers 400 to a body that is ${what}`, async () => {
      const answer = await post(body, { authorization: 'Bearer of-nothing' });

      assert.equal(answer.status, 400);
    });
  }

  it('shows a page in words for a link that it never made', async () => {
    const answer = await fetch(`${url}/connect/never-made-by-us.signature-signature-signature`);

    assert.equal(answer.status, 404);
    assert.match(await answer.text(), /We do not know this link/);
  });

  it('stops on SIGTERM with exit code 0, having said so', async () => {
    const code = await service.end('SIGTERM');

    assert.equal(code, 0);
    assert.deepEqual(
      service.lines().flatMap(({ msg }) => (/stop/.test(msg) ? [msg] : [])),
      ['stopping', 'stopped'],
    );
  });
});

describe('the service that is told to stop while a load balancer still sends', () => {
  let folder: string;
  let service: Service;
  let url: string;
  beforeEach(async () => {
    folder = await createFolder();
    const databaseUrl = `sqlite:${join(folder, 'service.db')}`;
    service = startService({ ...production, DATABASE_URL: databaseUrl, STOP_GRACE_SECONDS: '300' });
    const { port } = await service.says('started');
    url = `http://127.0.0.1:${String(port)}`;
    process.kill(service.pid, 'SIGTERM');
    await service.says('stopping');
  });
  afterEach(async () => {
    await service.end('SIGKILL');
    await rm(folder, { recursive: true });
  });

  it('says on /readyz that it is stopping, is alive, and still answers', async () => {
    const ready = await fetch(`${url}/readyz`);
    const alive = await fetch(`${url}/healthz`);
    const page = await fetch(`${url}/connect/never-made-by-us.signature-signature-signature`);

    assert.deepEqual([ready.status, await ready.json()], [503, { status: 'stopping' }]);
    assert.equal(alive.status, 200);
    assert.equal(page.status, 404);
  });

  for (const second of ['SIGTERM', 'SIGINT'] as const) {
    it(`ends at once on a second signal, ${second} after SIGTERM`, async () => {
      const code = await service.end(second);

      assert.equal(code, null);
      assert.deepEqual(
        service.lines().flatMap(({ msg }) => (/stop/.test(msg) ? [msg] : [])),
        ['stopping'],
      );
    });
  }
});
