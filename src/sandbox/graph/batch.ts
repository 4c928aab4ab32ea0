// JSON batching: up to twenty calls in one. The outer answer is 200 whatever happened inside.

import { z } from 'zod';

import { takeFault } from '../control/controls.ts';
import { createRouter } from '../server/router.ts';
import { json, type Route, type SandboxRequest, type SandboxResponse } from '../server/message.ts';
import { Refusal } from '../server/refusal.ts';
import type { World } from '../world/world.ts';
import { graphBase, graphError, parsedBody } from './edge.ts';

const Batch = z.object({
  requests: z
    .array(
      z.object({
        id: z.string().min(1),
        method: z.string(),
        // With or without the slash, as the page has both.
        url: z.string().transform((url) => (url.startsWith('/') ? url : `/${url}`)),
        headers: z.record(z.string(), z.string()).optional(),
        body: z.unknown().optional(),
        dependsOn: z.array(z.string()).optional(),
      }),
    )
    .min(1)
    .max(20),
});
type Part = z.infer<typeof Batch>['requests'][number];

interface PartAnswer {
  readonly id: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

function innerRequest(outer: SandboxRequest, part: Part): SandboxRequest {
  const headers = Object.entries(part.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  return {
    method: part.method.toUpperCase(),
    url: new URL(`${outer.url.origin}${graphBase}${part.url}`),
    params: {},
    headers: { authorization: outer.headers.authorization, ...Object.fromEntries(headers) },
    body: part.body === undefined ? '' : JSON.stringify(part.body),
  };
}

/** Inside a batch they are names of JSON, spelled as the page spells them. */
function spelledOut([name, value]: [string, string]): [string, string] {
  const isSpelled = ['cache-control', 'content-type', 'location', 'retry-after'].includes(name);
  return [isSpelled ? name.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase()) : name, value];
}

const ofEveryPart = { 'x-ms-resource-unit': '1', 'OData-Version': '4.0', 'Cache-Control': 'no-cache' };

function partAnswer(id: string, response: SandboxResponse): PartAnswer {
  const isJson = response.headers['content-type']?.startsWith('application/json') === true && response.body !== '';
  const body: unknown = isJson ? JSON.parse(response.body) : response.body;
  const headers = { ...ofEveryPart, ...Object.fromEntries(Object.entries(response.headers).map(spelledOut)) };
  return { id, status: response.status, headers, ...(response.body === '' ? {} : { body }) };
}

function readBatch(request: SandboxRequest): readonly Part[] {
  const parsed = Batch.safeParse(parsedBody(request));
  if (!parsed.success) throw new Refusal(400, 'BadRequest', 'Invalid batch payload format.');
  const ids = new Set(parsed.data.requests.map((part) => part.id));
  if (ids.size !== parsed.data.requests.length) {
    throw new Refusal(400, 'BadRequest', 'Duplicate request ids in the batch.');
  }
  return parsed.data.requests;
}

export function batchRoute(world: World, routes: readonly Route[]): Route {
  const dispatch = createRouter(routes);

  const answerPart = async (outer: SandboxRequest, part: Part, earlier: readonly PartAnswer[]): Promise<PartAnswer> => {
    const failed = part.dependsOn?.some((id) => (earlier.find((answer) => answer.id === id)?.status ?? 424) >= 400);
    if (failed === true) return { id: part.id, status: 424, body: { error: { code: 'FailedDependency' } } };
    const inner = innerRequest(outer, part);
    // A part can be throttled or fail by itself. A connection of its own, to be dropped or kept waiting, it has not.
    const fault = takeFault(world, inner.method, inner.url.pathname);
    if (fault) return partAnswer(part.id, { status: fault.status, headers: fault.headers, body: fault.body });
    const missing = new Refusal(404, 'UnknownError', 'Resource not found for the segment.');
    const response = (await dispatch(inner)) ?? graphError(inner, missing, world.now());
    return partAnswer(part.id, response);
  };

  return {
    method: 'POST',
    path: `${graphBase}/$batch`,
    handle: async (request) => {
      try {
        const responses: PartAnswer[] = [];
        for (const part of readBatch(request)) responses.push(await answerPart(request, part, responses));
        // Answers may come in any order, so this one is not the caller's.
        return json(200, { responses: responses.toReversed() });
      } catch (error) {
        if (error instanceof Refusal) return graphError(request, error, world.now());
        throw error;
      }
    },
  };
}
