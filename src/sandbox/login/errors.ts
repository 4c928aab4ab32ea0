// Entra's errors: an OAuth word, an AADSTS number, and a sentence with trace ids behind it.

import { randomUUID } from 'node:crypto';

import { json, type SandboxResponse } from '../server/message.ts';
import { errorSpecs } from './error-specs.ts';

export type EntraCode = keyof typeof errorSpecs;

export function isEntraCode(code: number): code is EntraCode {
  return code in errorSpecs;
}

/** Thrown by the token and discovery endpoints and by the sign-in pages; each edge gives it its shape. */
export class EntraError extends Error {
  readonly code: EntraCode;
  readonly error: string;
  readonly status: number;

  constructor(code: EntraCode, ...values: string[]) {
    const spec = errorSpecs[code];
    super(
      `AADSTS${String(code)}: ${spec.text.replaceAll(/\{(\d)\}/g, (_, index: string) => values[Number(index)] ?? '')}`,
    );
    this.name = 'EntraError';
    this.code = code;
    this.error = spec.error;
    this.status = spec.status;
  }
}

export interface Trace {
  readonly traceId: string;
  readonly correlationId: string;
  readonly timestamp: string;
}

export function newTrace(now: Date, correlationId?: string): Trace {
  return {
    traceId: randomUUID(),
    correlationId: correlationId ?? randomUUID(),
    timestamp: `${now.toISOString().slice(0, 19).replace('T', ' ')}Z`,
  };
}

export function describe(error: EntraError, trace: Trace): string {
  return `${error.message} Trace ID: ${trace.traceId} Correlation ID: ${trace.correlationId} Timestamp: ${trace.timestamp}`;
}

export function entraJson(error: EntraError, now: Date): SandboxResponse {
  const trace = newTrace(now);
  return json(error.status, {
    error: error.error,
    error_description: describe(error, trace),
    error_codes: [error.code],
    timestamp: trace.timestamp,
    trace_id: trace.traceId,
    correlation_id: trace.correlationId,
    error_uri: `https://login.microsoftonline.com/error?code=${String(error.code)}`,
  });
}
