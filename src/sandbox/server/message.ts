// Requests and answers as plain values, so that a handler can be called without a socket (JSON batching does).

import type { IncomingHttpHeaders } from 'node:http';

export interface SandboxRequest {
  readonly method: string;
  readonly url: URL;
  readonly params: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface SandboxResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Handle = (request: SandboxRequest) => SandboxResponse | Promise<SandboxResponse>;

export interface Route {
  readonly method: string;
  /** Literal text with `:name` for one path segment (or the inside of quotes). Compared without regard to case. */
  readonly path: string;
  readonly handle: Handle;
}

export function param(request: SandboxRequest, name: string): string {
  return request.params[name] ?? '';
}

export function headerOf(request: SandboxRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

export function formOf(request: SandboxRequest): URLSearchParams {
  return new URLSearchParams(request.body);
}

export function cookieOf(request: SandboxRequest, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const found = pairs.find((pair) => pair.startsWith(`${name}=`));
  if (found === undefined) return undefined;
  try {
    return decodeURIComponent(found.slice(name.length + 1));
  } catch {
    return undefined;
  }
}

export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): SandboxResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(body),
  };
}

export function empty(status: number, headers: Readonly<Record<string, string>> = {}): SandboxResponse {
  return { status, headers, body: '' };
}

export function redirect(location: string, status: 302 | 303 = 302): SandboxResponse {
  return { status, headers: { location, 'cache-control': 'no-store' }, body: '' };
}

export function withHeaders(response: SandboxResponse, headers: Readonly<Record<string, string>>): SandboxResponse {
  return { ...response, headers: { ...response.headers, ...headers } };
}
