import type { ServerResponse } from 'node:http';

/** What a visit ends with; sent in one place. */
export type Answer =
  | { kind: 'page'; status: number; page: string }
  /** After a form: the browser asks for the next page with GET, so that reload and back repeat nothing. */
  | { kind: 'seeOther'; location: string }
  | { kind: 'nothing' };

export function showPage(page: string, status = 200): Answer {
  return { kind: 'page', status, page };
}

export function seeOther(location: string): Answer {
  return { kind: 'seeOther', location };
}

export function send(response: ServerResponse, answer: Answer): void {
  switch (answer.kind) {
    case 'page':
      response.writeHead(answer.status, {
        'Content-Type': 'text/html; charset=utf-8',
        'X-Robots-Tag': 'noindex, nofollow',
      });
      response.end(answer.page);
      return;
    case 'seeOther':
      response.writeHead(303, { Location: answer.location });
      response.end();
      return;
    case 'nothing':
      response.writeHead(204);
      response.end();
  }
}
