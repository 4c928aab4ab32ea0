import { parse } from 'node:querystring';
import type { Request, RequestHandler } from 'restify';
import type { AcceptedBody, RouteRequest } from '../http-route.ts';
import { hasFewValues } from './has-few-values.ts';

/** Of all bodies that are still arriving, together: 500 that never end must not fill the memory. */
const mostArrivingBytes = 32 * 1024 * 1024;

/** Reads the bodies of one server's POSTs, each as its route accepts it. Anything else, or anything malformed, is refused. */
export function createBodyReaders(): (accepts: AcceptedBody) => RequestHandler {
  const arriving = { bytes: 0 };
  return (accepts) =>
    // restify tells handlers with a promise from the others by the number of their parameters.
    async (request) => {
      const status = refusalOf(accepts, request);
      if (status !== undefined) throw failure(status);
      const bytes = await read(request, accepts.mostBytes, arriving);
      if (bytes.length > 0) Object.assign(request, given(accepts.kind, bytes));
    };
}

/** Before it is read. */
function refusalOf({ kind, isWelcome }: AcceptedBody, request: Request): number | undefined {
  if (isWelcome?.(request.headers) === false) return 401;
  // A limit of what arrives is none of what it unpacks to; nobody who talks to us compresses.
  if (request.headers['content-encoding'] !== undefined) return 415;
  return kind !== 'bytes' && kind !== kindOf(request) && hasBody(request) ? 415 : undefined;
}

async function read(request: Request, mostBytes: number, arriving: { bytes: number }): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let kept = 0;
  let status = declaredBytes(request) > mostBytes ? 413 : undefined;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > mostBytes) status ??= 413;
      else if (arriving.bytes + chunk.length > mostArrivingBytes) status ??= 503;
      // What is refused is still let run out, or the sender would never read why.
      if (status !== undefined) continue;
      kept += chunk.length;
      arriving.bytes += chunk.length;
      chunks.push(chunk);
    }
  } catch {
    // Broken off by its sender: nobody reads the answer.
    status = 400;
  } finally {
    arriving.bytes -= kept;
  }
  if (status !== undefined) throw failure(status);
  return Buffer.concat(chunks);
}

function given(kind: AcceptedBody['kind'], bytes: Buffer): Pick<RouteRequest, 'body' | 'rawBody'> {
  if (kind === 'bytes') return { rawBody: bytes };
  if (kind === 'form') return { body: { ...parse(bytes.toString()) } };
  if (!hasFewValues(bytes)) throw failure(413);
  try {
    return { body: JSON.parse(bytes.toString()) as unknown };
  } catch {
    throw failure(400);
  }
}

function kindOf(request: Request): 'json' | 'form' | 'other' {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type === 'application/x-www-form-urlencoded') return 'form';
  return type === 'application/json' || type?.endsWith('+json') ? 'json' : 'other';
}

function declaredBytes(request: Request): number {
  return Number(request.headers['content-length'] ?? 0);
}

function hasBody(request: Request): boolean {
  return declaredBytes(request) > 0 || request.headers['transfer-encoding'] !== undefined;
}

function failure(statusCode: number): Error {
  return Object.assign(new Error('body refused'), { statusCode });
}
