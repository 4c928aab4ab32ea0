import { bodyOf, type ApiAnswer } from '../api-client.ts';
import type { GraphCall } from '../outbound/calls.ts';
import type { Graph } from './graph.ts';
import { BatchResponse } from './graph-wire.ts';

interface Part {
  /** Behind the version. */
  url: string;
  headers?: Record<string, string>;
}

/**
 * JSON batching: reads that do not depend on each other, at most twenty, in one call. That it succeeded says nothing of
 * its parts: each has an answer of its own, to be judged like one that came alone.
 */
export async function readTogether<Name extends string>(
  graph: Graph,
  call: GraphCall,
  parts: Record<Name, Part>,
): Promise<(name: Name) => ApiAnswer | undefined> {
  const requests = Object.entries<Part>(parts).map(([id, part]) => ({ id, method: 'GET', ...part }));
  const whole = await graph.send({ call, method: 'POST', path: '/$batch', body: { requests }, isRead: true });
  if (whole.status !== 200) throw graph.refused(whole);
  const { responses } = bodyOf(whole, BatchResponse);
  return (name) => {
    const found = responses.find(({ id }) => id === name);
    if (!found) return undefined;
    const { status, headers, body } = found;
    return { status, headers: headersOf(headers ?? {}), correlationId: whole.correlationId, json: body };
  };
}

/** Those that anybody looks at; the others could be anything. */
const names = ['retry-after', 'request-id'];

function headersOf(given: Record<string, unknown>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(given)) {
    const isText = typeof value === 'string' && /^[\x20-\x7e]*$/.test(value);
    if (isText && names.includes(name.toLowerCase())) headers.set(name, value);
  }
  return headers;
}
