import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';

/** The page for a person, in HTML; `reference` finds the request in the logs. */
export type ErrorPage = (problem: { status: number; reference: string }) => string;

export interface Problems {
  answer(request: IncomingMessage & { correlationId: string }, response: ServerResponse, status: number): void;
}

/** Answers what no route answered: a page for browsers, JSON for programs. Says nothing of what went wrong inside. */
export function createProblems(errorPage: ErrorPage | undefined): Problems {
  return {
    answer(request, response, status) {
      if (response.headersSent) {
        response.destroy();
        return;
      }
      const reference = request.correlationId;
      const wantsPage = errorPage !== undefined && (request.headers.accept ?? '').includes('text/html');
      const body = wantsPage
        ? errorPage({ status, reference })
        : JSON.stringify({ error: STATUS_CODES[status] ?? 'Error', reference });
      const type = wantsPage ? 'text/html' : 'application/json';
      const headers = {
        'Content-Type': `${type}; charset=utf-8`,
        'Content-Length': Buffer.byteLength(body),
        // What is left of a body that we refuse to read would be taken for the next request.
        ...(request.complete ? {} : { Connection: 'close' }),
        ...(status === 503 && { 'Retry-After': '5' }),
      };
      response.writeHead(status, headers);
      response.end(request.method === 'HEAD' ? undefined : body);
    },
  };
}

/** restify's errors carry the status; an address that cannot be decoded is a bad request; the rest is ours. */
export function statusOfFailure(failure: unknown): number {
  if (failure instanceof URIError) return 400;
  const status = typeof failure === 'object' && failure !== null && 'statusCode' in failure ? failure.statusCode : 500;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}
