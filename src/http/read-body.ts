import { parse } from 'node:querystring';
import restify from 'restify';
import type { Next, Request, RequestHandler, Response } from 'restify';

/** Above what a chat can send, so that whoever pastes a book into a form reads a sentence about it. */
const jsonLimitBytes = 4 * 1024 * 1024;
const formLimitBytes = 16 * 1024;

type Kind = 'json' | 'form' | 'other';

/** Reads and parses the body of a POST: JSON or form fields. Anything else, or anything malformed, is refused. */
export function createBodyReader(): RequestHandler[] {
  const readers = { json: readUpTo(jsonLimitBytes), form: readUpTo(formLimitBytes) };
  const check = (request: Request, _response: Response, next: Next): void => {
    const kind = kindOf(request);
    // restify's reader limits what arrives, not what it unpacks to; nobody who talks to us compresses.
    if (request.headers['content-encoding'] !== undefined) {
      next(failure(415));
    } else if (kind === 'other' && hasBody(request)) {
      next(failure(415));
    } else if (declaredBytes(request) > (kind === 'form' ? formLimitBytes : jsonLimitBytes)) {
      // Refused before it is read.
      next(failure(413));
    } else {
      next();
    }
  };
  const read = (request: Request, response: Response, next: Next): void => {
    const kind = kindOf(request);
    if (kind === 'other') {
      next();
      return;
    }
    keepRawBody(request);
    readers[kind](request, response, next);
  };
  const parseBody = (request: Request, _response: Response, next: Next): void => {
    const text: unknown = request.body;
    try {
      request.body = typeof text === 'string' && text !== '' ? parsed(kindOf(request), text) : undefined;
    } catch {
      next(failure(400));
      return;
    }
    next();
  };
  return [check, read, parseBody];
}

/** restify's reader hands on text, decoded, in which bytes that are no UTF-8 are lost. It listens beside this. */
function keepRawBody(request: Request): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= jsonLimitBytes) chunks.push(chunk);
  });
  request.once('end', () => {
    if (bytes > 0) Object.assign(request, { rawBody: Buffer.concat(chunks) });
  });
}

function readUpTo(maxBodySize: number): RequestHandler {
  return restify.plugins.bodyReader({ maxBodySize });
}

function parsed(kind: Kind, text: string): unknown {
  return kind === 'json' ? JSON.parse(text) : { ...parse(text) };
}

function kindOf(request: Request): Kind {
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
