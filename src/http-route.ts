// What a room hands to `http/` to be served: routes are values, so no room imports the server.
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

export interface RouteRequest extends IncomingMessage {
  /** Parsed JSON or form fields; undefined when nothing was sent. Outside data: parse it by schema. */
  body?: unknown;
  /** The body of `bytes` as it arrived: what signatures are made of. Absent when nothing was sent. */
  rawBody?: Buffer;
  /** What stood at the `:name` places of the path, decoded. */
  params: Record<string, string>;
  query: URLSearchParams;
  /** Stands in the logs of this request, in its X-Correlation-Id header, and as the reference number on error pages. */
  correlationId: string;
}

/** Whoever sends a body may be anybody: what else comes is refused before it costs more than its arrival. */
export interface AcceptedBody {
  /** `json` and `form` are parsed, and nothing else is taken there; of `bytes` nothing is parsed. */
  kind: 'json' | 'form' | 'bytes';
  mostBytes: number;
  /** False: 401, and nothing is read. */
  isWelcome?: (headers: IncomingHttpHeaders) => boolean;
}

interface Handled {
  /** As in `/connect/:token`. A GET route answers HEAD too; the body of the answer is then dropped. */
  path: string;
  handle(request: RouteRequest, response: ServerResponse): Promise<void>;
}

export type Route = Handled & ({ method: 'GET' } | { method: 'POST'; accepts: AcceptedBody });
