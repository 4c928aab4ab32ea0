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
import { NotRegistered } from '../webhooks/deliveries.ts';
import { BehaviourPatch, NewFault, TroublesPatch, UnknownTenant, Vetting, type Controls } from './controls.ts';

const Clock = z.strictObject({ advanceSeconds: z.number().min(0).max(1_000_000_000) });

type Act = (request: SandboxRequest, body: unknown) => SandboxResponse | Promise<SandboxResponse>;

function bodyOf(request: SandboxRequest): unknown {
  return request.body === '' ? {} : JSON.parse(request.body);
}

function isJson(request: SandboxRequest): boolean {
  return request.method === 'GET' || headerOf(request, 'content-type')?.startsWith('application/json') === true;
}

export function controlRoute(method: string, path: string, act: Act): Route {
  return {
    method,
    path: `/control${path}`,
    handle: async (request) => {
      if (!isJson(request)) return json(415, { error: 'send content-type: application/json' });
      try {
        return await act(request, bodyOf(request));
      } catch (error) {
        if (error instanceof UnknownTenant) return json(404, { error: error.message });
        if (error instanceof NotRegistered) return json(409, { error: error.message });
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
    controlRoute('GET', '/state', () => json(200, controls.state())),
    controlRoute('POST', '/reset', () => {
      controls.reset();
      return done;
    }),
    controlRoute('POST', '/clock', (_, body) => {
      controls.advance(Clock.parse(body).advanceSeconds);
      return done;
    }),
    controlRoute('POST', '/tenants/:tenant', (request, body) => {
      controls.setBehaviour(param(request, 'tenant'), BehaviourPatch.parse(body));
      return done;
    }),
    controlRoute('DELETE', '/tenants/:tenant/consent', (request) => {
      controls.removeConsent(param(request, 'tenant'));
      return done;
    }),
    controlRoute('POST', '/tenants/:tenant/attestation', (request) => {
      controls.attestAgreement(param(request, 'tenant'));
      return done;
    }),
    controlRoute('POST', '/tenants/:tenant/vetting', (request, body) => {
      controls.decideQualification(param(request, 'tenant'), Vetting.parse(body));
      return done;
    }),
    controlRoute('DELETE', '/tenants/:tenant/consent/:permission', (request) => {
      controls.removePermission(param(request, 'tenant'), param(request, 'permission'));
      return done;
    }),
    controlRoute('POST', '/troubles', (_, body) => {
      controls.setTroubles(TroublesPatch.parse(body));
      return done;
    }),
    controlRoute('POST', '/faults', (_, body) => {
      controls.addFault(NewFault.parse(body));
      return done;
    }),
    controlRoute('DELETE', '/faults', () => {
      controls.clearFaults();
      return done;
    }),
  ];
}
