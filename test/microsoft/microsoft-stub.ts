import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the stub says once. `raw` is sent as it is, `fixture` names a file of test/fixtures/microsoft. */
export interface StubAnswer {
  status?: number;
  headers?: Record<string, string>;
  json?: unknown;
  raw?: string | Buffer;
  fixture?: string;
  /** The connection is held open and nothing comes. */
  silent?: boolean;
  /** So much time passes before it comes. */
  afterMs?: number;
  /** The body begins and never ends. */
  stuck?: boolean;
  /** The connection is broken off once the request has arrived. */
  reset?: boolean;
  /** The body begins with a byte order mark. */
  mark?: boolean;
  /** The connection is broken off behind what the body has so far. */
  cut?: boolean;
}

export interface SeenRequest {
  method: string;
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

export interface MicrosoftStub {
  url: string;
  seen: SeenRequest[];
  /** Answers in this order; the last one is repeated. `path` begins after the base and may leave out the query. */
  on(method: string, path: string, ...answers: StubAnswer[]): void;
  requests(method: string, path: string): SeenRequest[];
  /** Called whenever somebody waits in vain. */
  whenSilent(listener: () => void): void;
  /** Called with the milliseconds that somebody waits before the answer comes. */
  whenSlow(listener: (ms: number) => void): void;
  stop(): Promise<void>;
}

interface Fixture {
  status: number;
  headers?: Record<string, string>;
  body: unknown;
}

export function fixture(name: string): Fixture {
  const file = new URL(`../fixtures/microsoft/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Fixture;
}

/** A server that says what a test tells it to, so that bad answers can be tried too. What nobody expects is a 501. */
export async function startMicrosoftStub(): Promise<MicrosoftStub> {
  const rules: { method: string; path: string; answers: StubAnswer[] }[] = [];
  const seen: SeenRequest[] = [];
  let onSilence = (): void => undefined;
  let onSlowness: (ms: number) => void = () => undefined;

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const [method, path] = [request.method ?? '', request.url ?? ''];
      seen.push({ method, path, headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      const rule = rules.find((one) => one.method === method && matches(path, one.path));
      const answer = rule && rule.answers.length > 1 ? rule.answers.shift() : rule?.answers[0];
      answerWith(response, answer ?? { status: 501 });
    });
  });
  function answerWith(response: ServerResponse, answer: StubAnswer): void {
    if (answer.afterMs !== undefined) onSlowness(answer.afterMs);
    if (answer.silent === true) onSilence();
    else say(response, answer, () => setImmediate(onSilence));
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    on(method, path, ...answers) {
      const old = rules.findIndex((one) => one.method === method && one.path === path);
      if (old >= 0) rules.splice(old, 1);
      rules.unshift({ method, path, answers });
    },
    whenSilent(listener) {
      onSilence = listener;
    },
    whenSlow(listener) {
      onSlowness = listener;
    },
    requests: (method, path) => seen.filter((one) => one.method === method && matches(one.path, path)),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function matches(path: string, wanted: string): boolean {
  return path === wanted || (!wanted.includes('?') && path.split('?')[0] === wanted);
}

function say(response: ServerResponse, answer: StubAnswer, stuck: () => void): void {
  if (answer.reset === true) {
    response.destroy();
    return;
  }
  const known = answer.fixture === undefined ? undefined : fixture(answer.fixture);
  const status = answer.status ?? known?.status ?? 200;
  response.writeHead(status, { 'Content-Type': 'application/json', ...known?.headers, ...answer.headers });
  const body = textOf(answer, known?.body);
  if (answer.stuck === true) response.write(body, stuck);
  else if (answer.cut === true) response.write(body, () => response.destroy());
  else response.end(body);
}

function textOf(answer: StubAnswer, known: unknown): string | Buffer {
  const text = answer.raw ?? bodyOf(answer.json ?? known);
  return answer.mark === true ? `\uFEFF${text.toString()}` : text;
}

function bodyOf(json: unknown): string {
  return json === undefined ? '' : JSON.stringify(json);
}
