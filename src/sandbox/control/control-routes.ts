// The controls over HTTP. JSON only: a page somewhere else cannot post JSON here without asking first.

import { z } from 'zod';

import {
  empty,
  headerOf,
  json,
  param,
  type Route,
  type SandboxRequest,
  type SandboxResponse,
} from '../server/message.ts';
import { BehaviourPatch, NewFault, TroublesPatch, UnknownTenant, type Controls } from './controls.ts';

const Clock = z.strictObject({ advanceSeconds: z.number().min(0).max(1_000_000_000) });

type Act = (request: SandboxRequest, body: unknown) => SandboxResponse;

function bodyOf(request: SandboxRequest): unknown {
  return request.body === '' ? {} : JSON.parse(request.body);
}

function isJson(request: SandboxRequest): boolean {
  return request.method === 'GET' || headerOf(request, 'content-type')?.startsWith('application/json') === true;
}

function route(method: string, path: string, act: Act): Route {
  return {
    method,
    path: `/control${path}`,
    handle: (request) => {
      if (!isJson(request)) return json(415, { error: 'send content-type: application/json' });
      try {
        return act(request, bodyOf(request));
      } catch (error) {
        if (error instanceof UnknownTenant) return json(404, { error: error.message });
        if (error instanceof SyntaxError) return json(400, { error: 'the body is not JSON' });
        if (error instanceof z.ZodError) return json(400, { error: z.prettifyError(error) });
        throw error;
      }
    },
  };
}

export function controlRoutes(controls: Controls): readonly Route[] {
  const done = empty(204);
  return [
    route('GET', '/state', () => json(200, controls.state())),
    route('POST', '/reset', () => {
      controls.reset();
      return done;
    }),
    route('POST', '/clock', (_, body) => {
      controls.advance(Clock.parse(body).advanceSeconds);
      return done;
    }),
    route('POST', '/tenants/:tenant', (request, body) => {
      controls.setBehaviour(param(request, 'tenant'), BehaviourPatch.parse(body));
      return done;
    }),
    route('DELETE', '/tenants/:tenant/consent', (request) => {
      controls.removeConsent(param(request, 'tenant'));
      return done;
    }),
    route('POST', '/troubles', (_, body) => {
      controls.setTroubles(TroublesPatch.parse(body));
      return done;
    }),
    route('POST', '/faults', (_, body) => {
      controls.addFault(NewFault.parse(body));
      return done;
    }),
    route('DELETE', '/faults', () => {
      controls.clearFaults();
      return done;
    }),
  ];
}
