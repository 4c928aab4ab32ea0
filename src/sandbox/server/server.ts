// The socket side: reads a request whole, gives it to the faults first and then to the router, writes the answer, be it
// late.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

import type { Fault, Latency } from '../world/state.ts';
import type { SandboxRequest, SandboxResponse } from './message.ts';

/** Far above anything sent in earnest: the largest real body is a mail. */
const maxBodyBytes = 4 * 1024 * 1024;

const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'self'",
};

export interface ServerParts {
  readonly baseUrl: () => string;
  readonly answer: (request: SandboxRequest) => Promise<SandboxResponse>;
  readonly takeFault: (method: string, pathname: string) => Fault | undefined;
  readonly takeLatency: (method: string, pathname: string) => Latency | undefined;
  readonly log: (line: string) => void;
  readonly now: () => Date;
}

async function readBody(message: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxBodyBytes) chunks.push(chunk);
  }
  return size <= maxBodyBytes ? Buffer.concat(chunks).toString('utf8') : undefined;
}

/** Links are made from the public address, never from the Host header. */
function urlOf(message: IncomingMessage, baseUrl: string): URL | undefined {
  const target = message.url ?? '/';
  return target.startsWith('/') && !target.startsWith('//') ? parsedUrl(`${baseUrl}${target}`) : undefined;
}

function parsedUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function faultResponse(fault: Fault): SandboxResponse {
  return { status: fault.status, headers: { 'content-type': 'application/json', ...fault.headers }, body: fault.body };
}

function refusedInput(status: number, reason: string): SandboxResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: `${reason}\n` };
}

async function respond(parts: ServerParts, message: IncomingMessage): Promise<SandboxResponse | 'drop'> {
  const body = await readBody(message);
  if (body === undefined) return refusedInput(413, 'The request is too large.');
  const url = urlOf(message, parts.baseUrl());
  if (url === undefined) return refusedInput(400, 'The request line is not an address of this server.');
  const method = message.method ?? 'GET';
  const fault = parts.takeFault(method, url.pathname);
  if (fault === undefined) return trueAnswer(parts, { method, url, params: {}, headers: message.headers, body });
  if (fault.delayMs > 0) await wait(fault.delayMs);
  return fault.drop ? 'drop' : faultResponse(fault);
}

/** Whoever has gone meanwhile has had their way all the same. */
async function trueAnswer(parts: ServerParts, request: SandboxRequest): Promise<SandboxResponse> {
  const latency = parts.takeLatency(request.method, request.url.pathname);
  if (latency === undefined) return parts.answer(request);
  // Nobody waits for it where the sandbox is stopped.
  const late = async (): Promise<void> => wait(latency.delayMs, undefined, { ref: false });
  if (latency.work === 'last') await late();
  const answer = await parts.answer(request);
  if (latency.work === 'first') await late();
  return answer;
}

/** Dated by the sandbox's own clock: callers compare theirs with it. */
function write(response: ServerResponse, answer: SandboxResponse & { readonly date: Date }): void {
  response.writeHead(answer.status, { date: answer.date.toUTCString(), ...securityHeaders, ...answer.headers });
  // Node leaves the body away by itself where the request was HEAD.
  response.end(answer.body);
}

export function createSandboxServer(parts: ServerParts): Server {
  const serve = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const answer = await respond(parts, message);
    const { pathname } = new URL(message.url ?? '/', 'http://sandbox.invalid');
    if (answer === 'drop') {
      parts.log(`${message.method ?? ''} ${pathname} dropped`);
      response.destroy();
      return;
    }
    write(response, { ...answer, date: parts.now() });
    parts.log(`${message.method ?? ''} ${pathname} ${String(answer.status)}`);
  };
  return createServer((message, response) => {
    serve(message, response).catch((error: unknown) => {
      parts.log(`the sandbox failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      if (response.headersSent) response.destroy();
      else write(response, { ...refusedInput(500, 'The sandbox failed; its log says why.'), date: parts.now() });
    });
  });
}
