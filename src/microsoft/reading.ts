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

export async function asReading<T>(log: Log, what: string, read: () => Promise<T>): Promise<Reading<T>> {
  try {
    return { kind: 'read', value: await read() };
  } catch (error) {
    const code = codeOf(log, error, what);
    const waitMs = error instanceof AppError ? error.details['retryAfterMs'] : undefined;
    return { kind: 'unread', code, ...(waitMs !== undefined && { retryAfterMs: Number(waitMs) }) };
  }
}
