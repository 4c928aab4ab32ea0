import { AppError } from '../core/errors.ts';
import type { ErrorCode } from '../core/errors.ts';
import type { Reading } from '../core/ports/microsoft.ts';

/** What this room logs with; pino's logger fits. */
export interface Log {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

/** Where an expected failure of Microsoft's ends: logged once, and its code handed to core. Bugs pass through. */
export function codeOf(log: Log, error: unknown, what: string): ErrorCode {
  if (!(error instanceof AppError)) throw error;
  log.warn({ what, code: error.code, ...error.details }, 'microsoft call failed');
  return error.code;
}

export type CallFailure = Omit<Extract<Reading<never>, { kind: 'unread' }>, 'kind'>;

export async function asReading<T>(log: Log, what: string, read: () => Promise<T>): Promise<Reading<T>> {
  try {
    return { kind: 'read', value: await read() };
  } catch (error) {
    return { kind: 'unread', ...failureOf(log, error, what) };
  }
}

/** The same with what core passes on: how long to wait, and by which ids Microsoft's support finds the call. */
export function failureOf(log: Log, error: unknown, what: string): CallFailure {
  const code = codeOf(log, error, what);
  const { retryAfterMs, correlationId, requestId } = error instanceof AppError ? error.details : {};
  const trace = {
    ...(correlationId !== undefined && { correlationId }),
    ...(requestId !== undefined && { requestId }),
  };
  return {
    code,
    ...(retryAfterMs !== undefined && { retryAfterMs: Number(retryAfterMs) }),
    ...(Object.keys(trace).length > 0 && { trace }),
  };
}
