// The stand-in for Microsoft's cloud behind a door that answers some calls itself, and badly. What people's browsers visit
// goes through unhindered: they come to Microsoft's own pages, and the service alone is failed.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { houseRedirectUris } from './house-config.ts';
import { startSandboxCloud, type SandboxCloud } from './sandbox-cloud.ts';

export type Service = 'login' | 'graph' | 'partnercenter';

/** What is said instead of the truth; no answer at all when `drop`. */
export interface BadAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  delayMs?: number;
  drop?: boolean;
}

export interface FailingCloud {
  cloud: SandboxCloud;
  /** Each call that failed, as `GET /graph/…`, in order. */
  failed: string[];
  stop(): Promise<void>;
}

/** Of the calls to each service, counted from nought, those that fail, and how. */
export type WhatFails = (service: Service, count: number) => BadAnswer | undefined;

export async function startFailingCloud(whatFails: WhatFails): Promise<FailingCloud> {
  const failed: string[] = [];
  const counts: Record<Service, number> = { login: 0, graph: 0, partnercenter: 0 };
  let target = '';
  const server = createServer((request, response) => {
    const service = serviceOf(request.url ?? '');
    const bad = service && whatFails(service, counts[service]++);
    if (bad) failed.push(`${request.method ?? ''} ${request.url ?? ''}`);
    const answered = bad ? answerBadly(response, bad) : carry(target, request, response);
    // Whoever asked has gone, or the test is over.
    answered.catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const direct = await startSandboxCloud({ redirectUris: houseRedirectUris, publicUrl: url });
  target = direct.url;
  return {
    cloud: { ...direct, url },
    failed,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
      await direct.stop();
    },
  };
}

function serviceOf(path: string): Service | undefined {
  if (/^\/login\/[^?]*\/(authorize|adminconsent|logout)\b/.test(path)) return undefined;
  const [, name] = /^\/(login|graph|partnercenter)\//.exec(path) ?? [];
  return name as Service | undefined;
}

async function answerBadly(response: ServerResponse, bad: BadAnswer): Promise<void> {
  if (bad.delayMs !== undefined) await wait(bad.delayMs);
  if (bad.drop === true) {
    response.destroy();
    return;
  }
  response.writeHead(bad.status ?? 503, { 'content-type': 'application/json', ...bad.headers });
  response.end(bad.body ?? '');
}

async function carry(target: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const headers = Object.entries(request.headers).filter(([name]) => !ofTheConnection.test(name));
  const { method = 'GET', url = '/' } = request;
  const answer = await fetch(`${target}${url}`, {
    method,
    redirect: 'manual',
    headers: Object.fromEntries(headers.map(([name, value]) => [name, String(value)])),
    ...(method !== 'GET' && method !== 'HEAD' && { body: Buffer.concat(chunks) }),
  });
  const told = [...answer.headers].filter(([name]) => !ofTheConnection.test(name));
  response.writeHead(answer.status, Object.fromEntries(told));
  response.end(Buffer.from(await answer.arrayBuffer()));
}

const ofTheConnection = /^(host|connection|keep-alive|content-length|content-encoding|transfer-encoding)$/;
